/*
 * ring.c - lines and records out of arbitrary chunks: a ring of bytes.
 *
 * Another right answer. The bytes lie in a ring that doubles when it is full,
 * and every look begins at the first of them. Who waits is told by an event,
 * not by a future made anew. An overlong line is dropped byte by byte as the
 * next one is looked for, so nothing is ever remembered about what came.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "locks.h"
#include "panic.h"
#include "sock.h"

#define FIRST 64
#define PIECE 512

struct reader {
	int fd;
	size_t limit;
	char *ring; /* `size` bytes, a power of two; or NULL */
	size_t size, head, used;
	bool ended;
	bool overlong; /* the line in front is to be skipped */
	bool busy;
	int broken;
	struct event news;
};

struct reader *reader_create(int fd, size_t limit)
{
	struct reader *r;

	if (limit == 0)
		panic("reader_create: the limit must be positive");
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return NULL;
	r->fd = fd;
	r->limit = limit;
	event_init(&r->news);
	r->news.what = "read";
	return r;
}

void reader_destroy(struct reader *r)
{
	if (r == NULL)
		return;
	if (r->busy)
		panic("reader_destroy: a task still waits for it");
	free(r->ring);
	free(r);
}

bool reader_at_eof(const struct reader *r)
{
	return r->ended && r->used == 0;
}

/* ---- the ring ---- */

static char *at(const struct reader *r, size_t i)
{
	return &r->ring[(r->head + i) & (r->size - 1)];
}

static int make_room(struct reader *r, size_t n)
{
	size_t size = r->size > 0 ? r->size : FIRST, i;
	char *bigger;

	while (size - r->used < n)
		size *= 2;
	if (size == r->size)
		return 0;
	bigger = malloc(size);
	if (bigger == NULL)
		return -ENOMEM;
	for (i = 0; i < r->used; i++)
		bigger[i] = *at(r, i);
	free(r->ring);
	r->ring = bigger;
	r->size = size;
	r->head = 0;
	return 0;
}

static void put(struct reader *r, const char *data, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		*at(r, r->used + i) = data[i];
	r->used += n;
}

static void get(struct reader *r, char *out, size_t n)
{
	size_t i;

	for (i = 0; out != NULL && i < n; i++)
		out[i] = *at(r, i);
	r->head = r->size > 0 ? (r->head + n) & (r->size - 1) : 0;
	r->used -= n;
}

/* ---- fed by hand ---- */

static void only_by_hand(const struct reader *r, const char *function)
{
	if (r->fd >= 0)
		panic("%s: this reader reads from a socket", function);
}

int reader_feed_data(struct reader *r, const void *data, size_t n)
{
	only_by_hand(r, __func__);
	if (r->ended)
		panic("reader_feed_data: after reader_feed_eof");
	if (n == 0)
		return 0;
	if (make_room(r, n) < 0)
		return -ENOMEM;
	put(r, data, n);
	event_set(&r->news);
	return 0;
}

void reader_feed_eof(struct reader *r)
{
	only_by_hand(r, __func__);
	r->ended = true;
	event_set(&r->news);
}

void reader_set_error(struct reader *r, int rc)
{
	only_by_hand(r, __func__);
	if (rc >= 0)
		panic("reader_set_error: %d is not an error", rc);
	r->broken = rc;
	event_set(&r->news);
}

/* ---- waiting ---- */

static int wait_for_news(struct reader *r)
{
	event_clear(&r->news);
	return event_wait(&r->news);
}

static int ask_the_socket(struct reader *r)
{
	char piece[PIECE];
	ssize_t n;

	/* First the room: what has been received cannot be given back. */
	if (make_room(r, PIECE) < 0)
		return -ENOMEM;
	n = sock_recv(r->fd, piece, PIECE);
	if (n < 0) {
		if (n != -ECANCELED)
			r->broken = (int)n;
		return (int)n;
	}
	if (n == 0)
		r->ended = true;
	put(r, piece, (size_t)n);
	return 0;
}

static int more(struct reader *r)
{
	int rc;

	r->busy = true;
	rc = r->fd < 0 ? wait_for_news(r) : ask_the_socket(r);
	r->busy = false;
	if (rc < 0)
		return rc;
	return r->broken;
}

/* ---- looking ---- */

static bool begins_at(const struct reader *r, size_t i, const char *sep,
		      size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		if (*at(r, i + k) != sep[k])
			return false;
	return true;
}

/* How many bytes stand before the separator; -1: it has not come. */
static ssize_t before(const struct reader *r, const char *sep, size_t n)
{
	size_t i;

	for (i = 0; i + n <= r->used; i++)
		if (begins_at(r, i, sep, n))
			return (ssize_t)i;
	return -1;
}

/* Skip what is left of a line that was too long. */
static int get_over_it(struct reader *r)
{
	while (r->overlong) {
		char c;
		int rc;

		while (r->overlong && r->used > 0) {
			get(r, &c, 1);
			r->overlong = c != '\n';
		}
		if (!r->overlong || r->ended)
			break;
		rc = more(r);
		if (rc < 0)
			return rc;
	}
	r->overlong = false;
	return 0;
}

static int enter(struct reader *r)
{
	if (r->busy)
		panic("reader: two tasks wait for the same reader");
	return r->broken < 0 ? r->broken : get_over_it(r);
}

/* The length of the record in front, or why there is none. */
static ssize_t record(struct reader *r, const char *sep, size_t n, size_t cap)
{
	for (;;) {
		ssize_t length = before(r, sep, n);
		size_t whole = (size_t)length + n;
		/* So many bytes at least are no separator's. */
		size_t sure = r->used < n ? 0 : r->used - n + 1;
		int rc;

		if (length >= 0)
			return (size_t)length > r->limit || whole + 1 > cap
				       ? -EMSGSIZE
				       : (ssize_t)whole;
		if (sure > r->limit || r->used >= cap)
			return -EMSGSIZE;
		if (r->ended)
			return -ENODATA;
		rc = more(r);
		if (rc < 0)
			return rc;
	}
}

/* ---- reading ---- */

static ssize_t hand_out(struct reader *r, char *buf, size_t n)
{
	get(r, buf, n);
	buf[n] = '\0';
	return (ssize_t)n;
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	ssize_t n;

	if (separator[0] == '\0')
		panic("reader_readuntil: the separator is empty");
	n = enter(r);
	if (n == 0)
		n = record(r, separator, strlen(separator), cap);
	return n < 0 ? n : hand_out(r, buf, (size_t)n);
}

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	ssize_t n;

	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	n = enter(r);
	if (n < 0)
		return n;
	n = record(r, "\n", 1, cap);
	if (n == -ENODATA)
		n = (ssize_t)r->used;
	if (n == -EMSGSIZE)
		r->overlong = true;
	return n < 0 ? n : hand_out(r, buf, (size_t)n);
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	int rc = enter(r);

	while (rc == 0 && r->used < n)
		rc = r->ended ? -ENODATA : more(r);
	if (rc < 0)
		return rc;
	get(r, buf, n);
	return (ssize_t)n;
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	int rc;

	if (n == 0)
		return r->broken;
	rc = enter(r);
	while (rc == 0 && r->used == 0 && !r->ended)
		rc = more(r);
	if (rc < 0)
		return rc;
	if (n > r->used)
		n = r->used;
	get(r, buf, n);
	return (ssize_t)n;
}
