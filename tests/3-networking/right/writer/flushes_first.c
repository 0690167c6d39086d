/*
 * flushes_first.c - bytes out, not faster than the other side takes.
 *
 * Another right answer. What waits lies in a ring. Every write and every drain
 * tries to get rid of it at once, together with the new bytes, in one sendmsg
 * of up to three parts; the loop's callback is only for when nobody calls. It
 * takes itself off the loop when it is called and finds nothing to do.
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
#include <sys/uio.h>
#include <unistd.h>

#include "locks.h"
#include "loop.h"
#include "panic.h"
#include "sock.h"

struct writer {
	int fd;
	char *ring;
	size_t size, head, used;
	struct handle call;
	bool watched;
	bool held; /* above the high mark, and not at the low one since */
	bool no_more, closed, ended;
	int error, guests;
	struct event change;
};

struct writer *writer_create(int fd)
{
	struct writer *w = calloc(1, sizeof(*w));
	int yes = 1;

	if (w == NULL)
		return NULL;
	w->fd = fd;
	event_init(&w->change);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	return w;
}

static void unwatch(struct writer *w)
{
	if (w->watched && loop_current() != NULL)
		loop_remove_writer(loop_current(), w->fd);
	w->watched = false;
}

void writer_destroy(struct writer *w)
{
	if (w == NULL)
		return;
	if (w->guests > 0)
		panic("writer_destroy: a task still waits for it");
	if (sock_is_awaited(w->fd))
		panic("writer_destroy: a task still waits to read from it");
	if (loop_current() != NULL)
		loop_remove_reader(loop_current(), w->fd);
	unwatch(w);
	close(w->fd);
	free(w->ring);
	free(w);
}

bool writer_is_closing(const struct writer *w)
{
	return w->closed || w->error < 0;
}

/* ---- who waits ---- */

static void tell(struct writer *w)
{
	event_set(&w->change);
	event_clear(&w->change);
}

static int wait_for_change(struct writer *w, const char *why)
{
	int rc;

	w->change.what = why;
	w->guests++;
	rc = event_wait(&w->change);
	w->guests--;
	return rc;
}

/* ---- the end ---- */

static void end_when_empty(struct writer *w)
{
	if (w->used > 0 || w->ended)
		return;
	if (w->closed || w->error < 0) {
		shutdown(w->fd, SHUT_RDWR);
		w->ended = true;
		tell(w);
	} else if (w->no_more) {
		shutdown(w->fd, SHUT_WR);
	}
}

static void broken(struct writer *w, int rc)
{
	w->error = rc;
	w->used = 0;
	w->held = false;
	unwatch(w);
	end_when_empty(w);
	tell(w);
}

/* ---- bytes ---- */

/* The ring's one or two parts, and then the new bytes. */
static int parts(const struct writer *w, const void *data, size_t n,
		 struct iovec part[3])
{
	size_t first = w->size - w->head;
	int count = 0;

	if (first > w->used)
		first = w->used;
	if (first > 0)
		part[count++] = (struct iovec){ w->ring + w->head, first };
	if (w->used > first)
		part[count++] = (struct iovec){ w->ring, w->used - first };
	if (n > 0)
		part[count++] = (struct iovec){ (void *)(size_t)data, n };
	return count;
}

/* So many of the new bytes are gone; negative: it broke. */
static ssize_t push(struct writer *w, const void *data, size_t n)
{
	struct iovec part[3];
	struct msghdr message = { .msg_iov = part };
	ssize_t sent;
	size_t old;

	message.msg_iovlen = (size_t)parts(w, data, n, part);
	if (message.msg_iovlen == 0)
		return 0;
	do
		sent = sendmsg(w->fd, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
	old = (size_t)sent < w->used ? (size_t)sent : w->used;
	w->head = w->size > 0 ? (w->head + old) % w->size : 0;
	w->used -= old;
	if (w->held && w->used <= WRITER_LOW) {
		w->held = false;
		tell(w);
	}
	return sent - (ssize_t)old;
}

static void writable(void *arg)
{
	struct writer *w = arg;
	ssize_t rc;

	if (w->used == 0) {
		unwatch(w);
		return;
	}
	rc = push(w, NULL, 0);
	if (rc < 0)
		broken(w, (int)rc);
	else
		end_when_empty(w);
}

static int more_room(struct writer *w, size_t n)
{
	size_t size = w->size > 0 ? w->size : 4096, i;
	char *ring;

	while (size - w->used < n)
		size *= 2;
	if (size == w->size)
		return 0;
	ring = malloc(size);
	if (ring == NULL)
		return -ENOMEM;
	for (i = 0; i < w->used; i++)
		ring[i] = w->ring[(w->head + i) % w->size];
	free(w->ring);
	w->ring = ring;
	w->size = size;
	w->head = 0;
	return 0;
}

static int put_by(struct writer *w, const char *data, size_t n)
{
	int rc = more_room(w, n);
	size_t i;

	if (rc == 0 && !w->watched)
		rc = loop_add_writer(loop_current(), w->fd, writable, w,
				     &w->call);
	if (rc < 0)
		return rc;
	w->watched = true;
	for (i = 0; i < n; i++)
		w->ring[(w->head + w->used + i) % w->size] = data[i];
	w->used += n;
	w->held = w->held || w->used > WRITER_HIGH;
	return 0;
}

int writer_write(struct writer *w, const void *data, size_t n)
{
	ssize_t sent;
	int rc;

	if (writer_is_closing(w))
		return 0;
	if (w->no_more)
		panic("writer_write: after writer_write_eof");
	sent = push(w, data, n);
	if (sent < 0) {
		broken(w, (int)sent);
		return 0;
	}
	if ((size_t)sent == n)
		return 0;
	rc = put_by(w, (const char *)data + sent, n - (size_t)sent);
	if (rc < 0)
		broken(w, rc);
	return rc;
}

int writer_printf(struct writer *w, const char *format, ...)
{
	va_list list, again;
	char *text;
	int n, rc;

	va_start(list, format);
	va_copy(again, list);
	n = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (n < 0) {
		va_end(again);
		return -EINVAL;
	}
	text = malloc((size_t)n + 1);
	if (text != NULL)
		vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	rc = text != NULL ? writer_write(w, text, (size_t)n) : -ENOMEM;
	free(text);
	return rc;
}

int writer_drain(struct writer *w)
{
	ssize_t pushed = w->held ? push(w, NULL, 0) : 0;

	if (pushed < 0)
		broken(w, (int)pushed);
	else
		end_when_empty(w);
	while (w->held) {
		int rc = wait_for_change(w, "drain");

		if (rc < 0)
			return rc;
	}
	if (w->error < 0)
		return w->error;
	return w->closed ? -EPIPE : 0;
}

/* ---- no more ---- */

void writer_write_eof(struct writer *w)
{
	if (w->no_more || writer_is_closing(w))
		return;
	w->no_more = true;
	end_when_empty(w);
}

void writer_close(struct writer *w)
{
	if (writer_is_closing(w))
		return;
	w->closed = true;
	end_when_empty(w);
}

int writer_wait_closed(struct writer *w)
{
	while (!w->ended) {
		int rc = wait_for_change(w, "wait_closed");

		if (rc < 0)
			return rc;
	}
	return w->error;
}
