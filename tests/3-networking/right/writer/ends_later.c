/*
 * ends_later.c - bytes out, not faster than the other side takes.
 *
 * Another right answer, in asyncio's own order: that a connection has ended,
 * or broken, is found out at once and told in the next turn. The bytes lie at
 * the front of one array that is there from the beginning. Who drains sees by
 * itself whether it may go on: it looks again each time something has changed.
 */
#include "writer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "future.h"
#include "loop.h"
#include "panic.h"
#include "sock.h"

enum state { OPEN, HALF, CLOSING, LOST };

struct waiter {
	struct future woken;
	struct waiter *next;
};

struct writer {
	int fd;
	char *bytes;
	size_t n, room;
	enum state state;
	int why;    /* it was lost */
	bool told;  /* and those who wait know it */
	bool above; /* the high mark, or was and is not below the low one */
	struct handle send_more, tell_all;
	struct waiter *waiters;
};

struct writer *writer_create(int fd)
{
	struct writer *w = calloc(1, sizeof(*w));
	int on = 1;

	if (!w)
		return NULL;
	w->fd = fd;
	w->room = WRITER_HIGH;
	w->bytes = malloc(w->room);
	if (!w->bytes) {
		free(w);
		return NULL;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return w;
}

void writer_destroy(struct writer *w)
{
	struct loop *l = loop_current();

	if (!w)
		return;
	if (w->waiters)
		panic("writer_destroy: a task still waits for it");
	if (sock_is_awaited(w->fd))
		panic("writer_destroy: a task still waits to read from it");
	if (l) {
		loop_remove_reader(l, w->fd);
		loop_remove_writer(l, w->fd);
	}
	handle_cancel(&w->tell_all);
	close(w->fd);
	free(w->bytes);
	free(w);
}

bool writer_is_closing(const struct writer *w)
{
	return w->state >= CLOSING;
}

/* ---- who waits ---- */

static void wake_all(struct writer *w)
{
	struct waiter *one;

	for (one = w->waiters; one; one = one->next)
		future_set_result_unless_done(&one->woken, NULL);
}

static int wait_once(struct writer *w, const char *what)
{
	struct waiter me = { .next = w->waiters }, **at = &w->waiters;
	int rc;

	future_init(&me.woken, what);
	w->waiters = &me;
	rc = future_await(&me.woken, NULL);
	while (*at != &me)
		at = &(*at)->next;
	*at = me.next;
	future_destroy(&me.woken);
	return rc;
}

/* ---- the end ---- */

static void it_is_lost(void *arg)
{
	struct writer *w = arg;

	shutdown(w->fd, SHUT_RDWR);
	w->told = true;
	wake_all(w);
}

static void lose(struct writer *w, int why)
{
	if (w->state == LOST)
		return;
	if (w->n > 0)
		loop_remove_writer(loop_current(), w->fd);
	w->n = 0;
	w->above = false;
	w->state = LOST;
	w->why = why;
	loop_call_soon(loop_current(), it_is_lost, w, &w->tell_all);
}

static void all_is_sent(struct writer *w)
{
	if (w->state == HALF)
		shutdown(w->fd, SHUT_WR);
	if (w->state == CLOSING)
		lose(w, 0);
}

/* ---- bytes ---- */

static ssize_t offer(struct writer *w, const char *data, size_t n)
{
	ssize_t sent = n > 0 ? send(w->fd, data, n, MSG_NOSIGNAL) : 0;

	if (sent < 0 &&
	    (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return 0;
	return sent < 0 ? -errno : sent;
}

static void send_more(void *arg)
{
	struct writer *w = arg;
	ssize_t sent = offer(w, w->bytes, w->n);

	if (sent < 0) {
		lose(w, (int)sent);
		return;
	}
	w->n -= (size_t)sent;
	memmove(w->bytes, w->bytes + sent, w->n);
	if (w->above && w->n <= WRITER_LOW) {
		w->above = false;
		wake_all(w);
	}
	if (w->n == 0) {
		loop_remove_writer(loop_current(), w->fd);
		all_is_sent(w);
	}
}

static int keep(struct writer *w, const char *data, size_t n)
{
	int rc;

	if (w->room - w->n < n) {
		size_t room = 2 * (w->n + n);
		char *bytes = realloc(w->bytes, room);

		if (!bytes)
			return -ENOMEM;
		w->bytes = bytes;
		w->room = room;
	}
	if (w->n == 0) {
		rc = loop_add_writer(loop_current(), w->fd, send_more, w,
				     &w->send_more);
		if (rc < 0)
			return rc;
	}
	memcpy(w->bytes + w->n, data, n);
	w->n += n;
	if (w->n > WRITER_HIGH)
		w->above = true;
	return 0;
}

int writer_write(struct writer *w, const void *data, size_t n)
{
	const char *from = data;
	ssize_t sent = 0;
	int rc;

	if (w->state >= CLOSING)
		return 0;
	if (w->state == HALF)
		panic("writer_write: after writer_write_eof");
	if (n == 0)
		return 0;
	if (w->n == 0)
		sent = offer(w, from, n);
	if (sent < 0) {
		lose(w, (int)sent);
		return 0;
	}
	if ((size_t)sent == n)
		return 0;
	rc = keep(w, from + sent, n - (size_t)sent);
	if (rc < 0)
		lose(w, rc);
	return rc;
}

int writer_printf(struct writer *w, const char *format, ...)
{
	va_list arguments;
	char *text;
	int n, rc;

	va_start(arguments, format);
	n = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (n < 0)
		return -EINVAL;
	text = malloc((size_t)n + 1);
	if (!text)
		return -ENOMEM;
	va_start(arguments, format);
	vsnprintf(text, (size_t)n + 1, format, arguments);
	va_end(arguments);
	rc = writer_write(w, text, (size_t)n);
	free(text);
	return rc;
}

int writer_drain(struct writer *w)
{
	int rc = 0;

	while (rc == 0 && w->above)
		rc = wait_once(w, "drain");
	if (rc < 0)
		return rc;
	if (w->state == LOST && w->why < 0)
		return w->why;
	return w->state >= CLOSING ? -EPIPE : 0;
}

/* ---- no more ---- */

void writer_write_eof(struct writer *w)
{
	if (w->state != OPEN)
		return;
	w->state = HALF;
	if (w->n == 0)
		all_is_sent(w);
}

void writer_close(struct writer *w)
{
	if (w->state >= CLOSING)
		return;
	w->state = CLOSING;
	if (w->n == 0)
		all_is_sent(w);
}

int writer_wait_closed(struct writer *w)
{
	int rc = 0;

	while (rc == 0 && !w->told)
		rc = wait_once(w, "wait_closed");
	return rc < 0 ? rc : w->why;
}
