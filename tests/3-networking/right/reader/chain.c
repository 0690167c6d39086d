/*
 * chain.c - lines and records out of arbitrary chunks: a chain of them.
 *
 * Another right answer. Each chunk stays as it came, one behind the other. A
 * reader of a socket waits until it can be read, and only then makes a chunk
 * and asks for bytes. Matching goes byte by byte over the borders.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "panic.h"
#include "sock.h"

#define PIECE 4096

struct chunk {
	struct chunk *next;
	size_t from, to; /* not read yet */
	char bytes[];
};

struct reader {
	int fd;
	size_t limit;
	struct chunk *first, **last;
	size_t total;
	bool ended, busy;
	bool in_overlong;
	int error;
	struct future *news;
};

/* A place in the chain. */
struct place {
	const struct chunk *chunk;
	size_t i;
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
	r->last = &r->first;
	return r;
}

/* ---- the chain ---- */

static struct chunk *chunk_create(size_t n)
{
	struct chunk *c = malloc(sizeof(*c) + n);

	if (c) {
		c->next = NULL;
		c->from = c->to = 0;
	}
	return c;
}

static void link_last(struct reader *r, struct chunk *c, size_t n)
{
	c->to = n;
	*r->last = c;
	r->last = &c->next;
	r->total += n;
}

static void drop_first(struct reader *r)
{
	struct chunk *c = r->first;

	r->total -= c->to - c->from;
	r->first = c->next;
	if (!r->first)
		r->last = &r->first;
	free(c);
}

static void take(struct reader *r, char *out, size_t n)
{
	while (n > 0) {
		struct chunk *c = r->first;
		size_t some = c->to - c->from < n ? c->to - c->from : n;

		if (out) {
			memcpy(out, c->bytes + c->from, some);
			out += some;
		}
		c->from += some;
		r->total -= some;
		n -= some;
		if (c->from == c->to)
			drop_first(r);
	}
}

static bool next_byte(struct place *p, char *byte)
{
	while (p->chunk && p->i == p->chunk->to) {
		p->chunk = p->chunk->next;
		p->i = p->chunk ? p->chunk->from : 0;
	}
	if (!p->chunk)
		return false;
	*byte = p->chunk->bytes[p->i++];
	return true;
}

static struct place front(const struct reader *r)
{
	return (struct place){ r->first, r->first ? r->first->from : 0 };
}

void reader_destroy(struct reader *r)
{
	if (!r)
		return;
	if (r->busy)
		panic("reader_destroy: a task still waits for it");
	while (r->first)
		drop_first(r);
	free(r);
}

bool reader_at_eof(const struct reader *r)
{
	return r->ended && r->total == 0;
}

/* ---- what comes ---- */

static void by_hand(const struct reader *r, const char *function)
{
	if (r->fd >= 0)
		panic("%s: this reader reads from a socket", function);
}

static void tell(struct reader *r)
{
	if (r->news)
		future_set_result_unless_done(r->news, NULL);
}

int reader_feed_data(struct reader *r, const void *data, size_t n)
{
	struct chunk *c;

	by_hand(r, __func__);
	if (r->ended)
		panic("reader_feed_data: after reader_feed_eof");
	if (n == 0)
		return 0;
	c = chunk_create(n);
	if (!c)
		return -ENOMEM;
	memcpy(c->bytes, data, n);
	link_last(r, c, n);
	tell(r);
	return 0;
}

void reader_feed_eof(struct reader *r)
{
	by_hand(r, __func__);
	r->ended = true;
	tell(r);
}

void reader_set_error(struct reader *r, int rc)
{
	by_hand(r, __func__);
	if (rc >= 0)
		panic("reader_set_error: %d is not an error", rc);
	r->error = rc;
	tell(r);
}

static int from_hand(struct reader *r)
{
	struct future news;
	int rc;

	future_init(&news, "read");
	r->news = &news;
	rc = future_await(&news, NULL);
	r->news = NULL;
	future_destroy(&news);
	return rc;
}

static int from_socket(struct reader *r)
{
	int rc = sock_wait_readable(r->fd, "read");
	struct chunk *c;
	ssize_t n;

	if (rc < 0)
		return rc;
	c = chunk_create(PIECE);
	if (!c)
		return -ENOMEM;
	n = sock_recv(r->fd, c->bytes, PIECE);
	if (n > 0) {
		link_last(r, c, (size_t)n);
		return 0;
	}
	free(c);
	if (n == 0)
		r->ended = true;
	else if (n != -ECANCELED)
		r->error = (int)n;
	return (int)n;
}

static int wait_for_more(struct reader *r)
{
	int rc;

	r->busy = true;
	rc = r->fd < 0 ? from_hand(r) : from_socket(r);
	r->busy = false;
	return r->error < 0 ? r->error : rc;
}

/* ---- looking ---- */

static bool stands_at(struct place p, const char *sep)
{
	char byte;

	for (; *sep; sep++)
		if (!next_byte(&p, &byte) || byte != *sep)
			return false;
	return true;
}

/* How many bytes up to the first separator; all there are if none came. */
static size_t up_to(const struct reader *r, const char *sep, bool *came)
{
	struct place p = front(r);
	size_t n = 0;
	char byte;

	for (; n < r->total; n++) {
		if (stands_at(p, sep)) {
			*came = true;
			return n;
		}
		next_byte(&p, &byte);
	}
	*came = false;
	return n;
}

/* Forget a line, up to and including its end, or the stream's. */
static int forget_line(struct reader *r)
{
	for (;;) {
		bool came;
		size_t n = up_to(r, "\n", &came);
		int rc;

		take(r, NULL, came ? n + 1 : n);
		if (came || r->ended)
			break;
		rc = wait_for_more(r);
		if (rc < 0)
			return rc;
	}
	r->in_overlong = false;
	return 0;
}

static int enter(struct reader *r)
{
	if (r->busy)
		panic("reader: two tasks wait for the same reader");
	if (r->error < 0)
		return r->error;
	return r->in_overlong ? forget_line(r) : 0;
}

static ssize_t find_record(struct reader *r, const char *sep, size_t cap)
{
	size_t n = strlen(sep);

	for (;;) {
		bool came;
		size_t length = up_to(r, sep, &came);
		int rc;

		if (came && length <= r->limit && length + n < cap)
			return (ssize_t)(length + n);
		if (came || r->total >= cap || r->total >= r->limit + n)
			return -EMSGSIZE;
		if (r->ended)
			return -ENODATA;
		rc = wait_for_more(r);
		if (rc < 0)
			return rc;
	}
}

/* ---- reading ---- */

static ssize_t as_string(struct reader *r, char *buf, size_t n)
{
	take(r, buf, n);
	buf[n] = '\0';
	return (ssize_t)n;
}

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	ssize_t n;

	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	n = enter(r);
	if (n < 0)
		return n;
	n = find_record(r, "\n", cap);
	if (n == -EMSGSIZE)
		r->in_overlong = true;
	if (n == -ENODATA)
		n = (ssize_t)r->total;
	return n < 0 ? n : as_string(r, buf, (size_t)n);
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	ssize_t n;

	if (!separator[0])
		panic("reader_readuntil: the separator is empty");
	n = enter(r);
	if (n == 0)
		n = find_record(r, separator, cap);
	return n < 0 ? n : as_string(r, buf, (size_t)n);
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	int rc = enter(r);

	if (rc < 0)
		return rc;
	while (r->total < n) {
		if (r->ended)
			return -ENODATA;
		rc = wait_for_more(r);
		if (rc < 0)
			return rc;
	}
	take(r, buf, n);
	return (ssize_t)n;
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	int rc;

	if (n == 0)
		return r->error;
	rc = enter(r);
	if (rc < 0)
		return rc;
	while (r->total == 0 && !r->ended) {
		rc = wait_for_more(r);
		if (rc < 0)
			return rc;
	}
	n = n < r->total ? n : r->total;
	take(r, buf, n);
	return (ssize_t)n;
}
