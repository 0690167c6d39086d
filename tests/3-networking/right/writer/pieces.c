/*
 * pieces.c - another writer.
 *
 * What waits is a chain of pieces, one for each write that had to wait. Who
 * drains or waits for the end sleeps on a future of its own, and looks again
 * at each change.
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

struct piece {
	struct piece *next;
	size_t at, n;
	char bytes[];
};

struct writer {
	int fd, error, waiting;
	bool eof, closing, ended;
	bool full; /* above the high mark, and not at the low one since */
	size_t unsent;
	struct piece *first, **last;
	struct handle writable;
	struct handles sleepers; /* their arg is a future */
};

struct writer *writer_create(int fd)
{
	struct writer *w = calloc(1, sizeof(*w));
	int on = 1;

	if (!w)
		return NULL;
	w->fd = fd;
	w->last = &w->first;
	handles_init(&w->sleepers);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return w;
}

static void drop_first(struct writer *w)
{
	struct piece *p = w->first;

	w->unsent -= p->n - p->at;
	w->first = p->next;
	if (!w->first)
		w->last = &w->first;
	free(p);
}

static void drop_all(struct writer *w)
{
	while (w->first)
		drop_first(w);
}

void writer_destroy(struct writer *w)
{
	struct loop *l = loop_current();

	if (!w)
		return;
	if (w->waiting > 0)
		panic("writer_destroy: a task still waits for it");
	if (sock_is_awaited(w->fd))
		panic("writer_destroy: a task still waits to read from it");
	if (l)
		loop_remove_reader(l, w->fd);
	if (l && w->first)
		loop_remove_writer(l, w->fd);
	close(w->fd);
	drop_all(w);
	free(w);
}

bool writer_is_closing(const struct writer *w)
{
	return w->closing;
}

/* ---- waiting for a change ---- */

static void wake_all(struct writer *w)
{
	struct handle *h;

	while ((h = handles_pop(&w->sleepers)))
		future_set_result_unless_done(h->arg, NULL);
}

static int sleep_until_a_change(struct writer *w, const char *what)
{
	struct handle place = { 0 };
	struct future change;
	int rc;

	future_init(&change, what);
	place.arg = &change;
	handles_push(&w->sleepers, &place);
	w->waiting++;
	rc = future_await(&change, NULL);
	w->waiting--;
	handle_cancel(&place);
	return rc;
}

int writer_drain(struct writer *w)
{
	while (w->full && w->error == 0) {
		int rc = sleep_until_a_change(w, "drain");

		if (rc < 0)
			return rc;
	}
	return w->error < 0 ? w->error : w->closing ? -EPIPE : 0;
}

int writer_wait_closed(struct writer *w)
{
	while (!w->ended) {
		int rc = sleep_until_a_change(w, "wait_closed");

		if (rc < 0)
			return rc;
	}
	return w->error;
}

/* ---- sending ---- */

/* All is sent, or nothing can be: what was asked for is done now. */
static void come_to_an_end(struct writer *w)
{
	if (w->first || w->ended)
		return;
	if (w->closing) {
		w->ended = true;
		shutdown(w->fd, SHUT_RDWR);
		wake_all(w);
	} else if (w->eof) {
		shutdown(w->fd, SHUT_WR);
	}
}

static int broken(struct writer *w, int rc)
{
	w->error = rc;
	loop_remove_writer(loop_current(), w->fd);
	drop_all(w);
	w->closing = true;
	come_to_an_end(w);
	wake_all(w);
	return rc;
}

static ssize_t some(struct writer *w, const char *bytes, size_t n)
{
	ssize_t sent = send(w->fd, bytes, n, MSG_NOSIGNAL);

	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return sent < 0 ? -errno : sent;
}

/* As many pieces as go in one turn; the last of them perhaps in part. */
static void go_on(void *arg)
{
	struct writer *w = arg;

	while (w->first) {
		struct piece *p = w->first;
		ssize_t sent = some(w, p->bytes + p->at, p->n - p->at);

		if (sent < 0) {
			broken(w, (int)sent);
			return;
		}
		p->at += (size_t)sent;
		w->unsent -= (size_t)sent;
		if (p->at < p->n)
			break;
		drop_first(w);
	}
	if (w->full && w->unsent <= WRITER_LOW) {
		w->full = false;
		wake_all(w);
	}
	if (!w->first)
		loop_remove_writer(loop_current(), w->fd);
	come_to_an_end(w);
}

static int keep(struct writer *w, const char *bytes, size_t n)
{
	struct piece *p = malloc(sizeof(*p) + n);
	int rc = p ? 0 : -ENOMEM;

	if (rc == 0 && !w->first)
		rc = loop_add_writer(loop_current(), w->fd, go_on, w,
				     &w->writable);
	if (rc < 0) {
		free(p);
		return broken(w, rc);
	}
	*p = (struct piece){ .n = n };
	memcpy(p->bytes, bytes, n);
	*w->last = p;
	w->last = &p->next;
	w->unsent += n;
	w->full = w->full || w->unsent > WRITER_HIGH;
	return 0;
}

int writer_write(struct writer *w, const void *data, size_t n)
{
	const char *bytes = data;
	ssize_t sent = 0;

	if (w->closing)
		return 0;
	if (w->eof)
		panic("writer_write: after writer_write_eof");
	if (n == 0)
		return 0;
	if (!w->first)
		sent = some(w, bytes, n);
	if (sent < 0) {
		broken(w, (int)sent);
		return 0;
	}
	if ((size_t)sent == n)
		return 0;
	return keep(w, bytes + sent, n - (size_t)sent);
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

/* ---- the end ---- */

void writer_write_eof(struct writer *w)
{
	if (w->eof || w->closing)
		return;
	w->eof = true;
	come_to_an_end(w);
}

void writer_close(struct writer *w)
{
	if (w->closing)
		return;
	w->closing = true;
	come_to_an_end(w);
}
