/*
 * source.c - a socket that is read again and again. Given.
 *
 * After a wait the watch is not ended at once: `leaving` does it in the next
 * turn. A task that reads, answers and waits for more does all that in one
 * turn, and then the watch just goes on.
 *
 * Invariant: where the loop watches it and nobody waits, `leaving` is in the
 * loop's ready queue.
 */
#include "source.h"

#include <errno.h>
#include <sys/socket.h>

#include "loop.h"
#include "panic.h"
#include "sock.h"

void source_init(struct source *s, int fd)
{
	*s = (struct source){ .fd = fd };
}

static void can_be_read(void *source)
{
	struct source *s = source;

	if (s->waiting)
		future_set_result_unless_done(s->waiting, NULL);
}

bool source_idle(const struct handle *h)
{
	return h->fn == can_be_read && !((struct source *)h->arg)->waiting;
}

/* By this loop, and for us: somebody else may have the number by now. */
static bool watched(const struct source *s)
{
	const struct loop *l = loop_current();

	return l && s->fd < l->capacity &&
	       l->watches[s->fd].reader == &s->readable;
}

static void must_be_free(const struct source *s)
{
	if (!loop_current())
		panic("source_recv: there is no loop");
	if (sock_is_awaited(s->fd))
		panic("source_recv: another task waits for descriptor %d "
		      "already",
		      s->fd);
}

static int watch(struct source *s)
{
	handle_cancel(&s->leaving);
	handle_cancel(&s->readable); /* said of what we have read by now */
	if (watched(s))
		return 0;
	must_be_free(s);
	return loop_add_reader(loop_current(), s->fd, can_be_read, s,
			       &s->readable);
}

static void leave(void *source)
{
	struct source *s = source;

	if (watched(s))
		loop_remove_reader(loop_current(), s->fd);
}

void source_close(struct source *s)
{
	handle_cancel(&s->leaving);
	leave(s);
}

static int wait_readable(struct source *s)
{
	struct future ready;
	int rc = watch(s);

	if (rc < 0)
		return rc;
	future_init(&ready, "recv");
	s->waiting = &ready;
	rc = future_await(&ready, NULL);
	s->waiting = NULL;
	loop_call_soon(loop_current(), leave, s, &s->leaving);
	return rc;
}

static bool again(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

ssize_t source_recv(struct source *s, void *buf, size_t n)
{
	for (;;) {
		int rc = s->emptied ? wait_readable(s) : 0;
		ssize_t got;

		if (rc < 0)
			return rc;
		got = recv(s->fd, buf, n, 0);
		s->emptied = got < 0 || (size_t)got < n;
		if (got >= 0)
			return got;
		if (!again(errno))
			return -errno;
	}
}
