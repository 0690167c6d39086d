/*
 * wants.c - lines and records out of arbitrary chunks: who waits says for what.
 *
 * Another right answer. A reader has its room from the beginning, for a line
 * of the limit and more; it grows only for a readexactly. A task that waits
 * has written down what for, and is woken when that is there, not at each
 * chunk. An overlong line is counted off as it comes in, and is never kept.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "panic.h"
#include "sock.h"

/* A record that ends in this separator and fits into cap; or, without a
 * separator, at least n bytes. */
struct want {
	const char *sep;
	size_t cap, n;
	struct future there;
};

struct reader {
	int fd;
	size_t limit;
	char *room;
	size_t size, from, to;
	struct want *want; /* of the task that waits */
	int error;
	bool eof, skipping;
};

struct reader *reader_create(int fd, size_t limit)
{
	struct reader *r;

	if (limit == 0)
		panic("reader_create: the limit must be positive");
	r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	r->fd = fd;
	r->limit = limit;
	r->size = limit + 2048;
	r->room = malloc(r->size);
	if (!r->room) {
		free(r);
		return NULL;
	}
	return r;
}

void reader_destroy(struct reader *r)
{
	if (!r)
		return;
	if (r->want)
		panic("reader_destroy: a task still waits for it");
	free(r->room);
	free(r);
}

bool reader_at_eof(const struct reader *r)
{
	return r->eof && r->from == r->to;
}

/* ---- what is there ---- */

/* The length of the record that is wanted; 0: not known yet. */
static ssize_t measure(const struct reader *r, const struct want *w)
{
	const char *begin = r->room + r->from, *p = begin;
	size_t used = r->to - r->from, n = strlen(w->sep);
	const char *last = begin + used;

	while ((p = memchr(p, w->sep[0], (size_t)(last - p)))) {
		size_t length = (size_t)(p - begin);

		if ((size_t)(last - p) < n)
			break;
		if (memcmp(p, w->sep, n) == 0)
			return length > r->limit || length + n >= w->cap
				       ? -EMSGSIZE
				       : (ssize_t)(length + n);
		p++;
	}
	if (used >= w->cap || used >= r->limit + n)
		return -EMSGSIZE;
	return r->eof ? -ENODATA : 0;
}

/* 1 or more: it is there; 0: wait; negative: it will never be. */
static ssize_t answer(const struct reader *r, const struct want *w)
{
	if (r->error < 0)
		return r->error;
	if (r->skipping)
		return 0;
	if (w->sep)
		return measure(r, w);
	if (r->to - r->from >= w->n)
		return 1;
	return r->eof ? -ENODATA : 0;
}

static void look_again(struct reader *r)
{
	if (r->want && r->fd < 0 && answer(r, r->want) != 0)
		future_set_result_unless_done(&r->want->there, NULL);
}

/* What follows an overlong line begins behind its '\n'. */
static void skip(struct reader *r)
{
	char *end = memchr(r->room + r->from, '\n', r->to - r->from);

	r->from = end ? (size_t)(end - r->room) + 1 : r->to;
	r->skipping = !end && !r->eof;
}

static char *room_for(struct reader *r, size_t n)
{
	memmove(r->room, r->room + r->from, r->to - r->from);
	r->to -= r->from;
	r->from = 0;
	if (r->size - r->to < n) {
		size_t size = r->to + n + r->size;
		char *room = realloc(r->room, size);

		if (!room)
			return NULL;
		r->room = room;
		r->size = size;
	}
	return r->room + r->to;
}

static void came(struct reader *r, size_t n)
{
	r->to += n;
	if (r->skipping)
		skip(r);
}

/* ---- fed ---- */

static void fed_only(const struct reader *r, const char *function)
{
	if (r->fd >= 0)
		panic("%s: this reader reads from a socket", function);
}

int reader_feed_data(struct reader *r, const void *data, size_t n)
{
	char *room;

	fed_only(r, __func__);
	if (r->eof)
		panic("reader_feed_data: after reader_feed_eof");
	if (n == 0)
		return 0;
	room = room_for(r, n);
	if (!room)
		return -ENOMEM;
	memcpy(room, data, n);
	came(r, n);
	look_again(r);
	return 0;
}

void reader_feed_eof(struct reader *r)
{
	fed_only(r, __func__);
	r->eof = true;
	r->skipping = false;
	look_again(r);
}

void reader_set_error(struct reader *r, int rc)
{
	fed_only(r, __func__);
	if (rc >= 0)
		panic("reader_set_error: %d is not an error", rc);
	r->error = rc;
	look_again(r);
}

/* ---- waiting ---- */

static int wait_to_be_fed(struct want *w)
{
	int rc;

	future_init(&w->there, "read");
	rc = future_await(&w->there, NULL);
	future_destroy(&w->there);
	return rc;
}

static int ask_socket(struct reader *r)
{
	char *room = room_for(r, 1024);
	ssize_t n;

	if (!room)
		return -ENOMEM;
	n = sock_recv(r->fd, room, r->size - r->to);
	if (n < 0) {
		r->error = n == -ECANCELED ? 0 : (int)n;
		return (int)n;
	}
	if (n == 0) {
		r->eof = true;
		r->skipping = false;
	}
	came(r, (size_t)n);
	return 0;
}

static void must_be_first(const struct reader *r)
{
	if (r->want)
		panic("reader: two tasks wait for the same reader");
}

static ssize_t get(struct reader *r, struct want *w)
{
	ssize_t n;
	int rc = 0;

	r->want = w;
	while ((n = answer(r, w)) == 0 && rc == 0)
		rc = r->fd < 0 ? wait_to_be_fed(w) : ask_socket(r);
	r->want = NULL;
	return rc < 0 ? rc : n;
}

static ssize_t give(struct reader *r, void *buf, size_t n)
{
	memcpy(buf, r->room + r->from, n);
	r->from += n;
	return (ssize_t)n;
}

/* ---- reading ---- */

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	struct want w = { .sep = separator, .cap = cap };
	ssize_t n;

	if (!*separator)
		panic("reader_readuntil: the separator is empty");
	must_be_first(r);
	n = get(r, &w);
	if (n > 0) {
		give(r, buf, (size_t)n);
		buf[n] = '\0';
	}
	return n;
}

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	struct want w = { .sep = "\n", .cap = cap };
	ssize_t n;

	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	must_be_first(r);
	n = get(r, &w);
	if (n == -EMSGSIZE)
		skip(r);
	if (n == -ENODATA)
		n = (ssize_t)(r->to - r->from);
	if (n >= 0) {
		give(r, buf, (size_t)n);
		buf[n] = '\0';
	}
	return n;
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	struct want w = { .n = n };
	ssize_t rc;

	must_be_first(r);
	rc = get(r, &w);
	return rc < 0 ? rc : give(r, buf, n);
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	struct want w = { .n = 1 };
	ssize_t rc;
	size_t there;

	must_be_first(r);
	if (n == 0)
		return r->error;
	rc = get(r, &w);
	if (rc == -ENODATA)
		return 0;
	if (rc < 0)
		return rc;
	there = r->to - r->from;
	return give(r, buf, n < there ? n : there);
}
