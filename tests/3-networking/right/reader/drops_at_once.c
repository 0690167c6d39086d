/*
 * drops_at_once.c - another reader.
 *
 * Its bytes lie at the front of one array. The rest of an overlong line is
 * dropped as it comes, not when somebody reads. What the socket gave lies in
 * `chunk` until there is memory for it. Each search begins at the front.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "panic.h"
#include "sock.h"

struct reader {
	int fd;
	size_t limit;
	char *bytes;
	size_t n, room;
	char chunk[4096];
	size_t in_chunk;
	bool eof, dropping, waiting;
	int error;
	struct future *more; /* on the stack of who waits */
};

struct reader *reader_create(int fd, size_t limit)
{
	struct reader *r;

	if (limit == 0)
		panic("reader_create: the limit must be positive");
	r = calloc(1, sizeof(*r));
	if (r) {
		r->fd = fd;
		r->limit = limit;
	}
	return r;
}

void reader_destroy(struct reader *r)
{
	if (!r)
		return;
	if (r->waiting)
		panic("reader_destroy: a task still waits for it");
	free(r->bytes);
	free(r);
}

bool reader_at_eof(const struct reader *r)
{
	return r->eof && r->n == 0;
}

static void must_be_fed(const struct reader *r, const char *function)
{
	if (r->fd >= 0)
		panic("%s: this reader reads from a socket", function);
}

static void wake(struct reader *r)
{
	if (r->more)
		future_set_result_unless_done(r->more, NULL);
}

static void take(struct reader *r, void *out, size_t n)
{
	if (out && n > 0)
		memcpy(out, r->bytes, n);
	r->n -= n;
	if (r->n > 0)
		memmove(r->bytes, r->bytes + n, r->n);
}

/* An overlong line goes up to its newline, which may be still to come. */
static void drop(struct reader *r)
{
	char *newline = r->n > 0 ? memchr(r->bytes, '\n', r->n) : NULL;

	r->dropping = !newline && !r->eof;
	take(r, NULL, newline ? (size_t)(newline - r->bytes) + 1 : r->n);
}

static int add(struct reader *r, const void *data, size_t n)
{
	if (n == 0)
		return 0;
	if (r->room - r->n < n) {
		size_t room = 2 * (r->n + n);
		char *bytes = realloc(r->bytes, room);

		if (!bytes)
			return -ENOMEM;
		r->bytes = bytes;
		r->room = room;
	}
	memcpy(r->bytes + r->n, data, n);
	r->n += n;
	if (r->dropping)
		drop(r);
	return 0;
}

int reader_feed_data(struct reader *r, const void *data, size_t n)
{
	int rc;

	must_be_fed(r, __func__);
	if (r->eof)
		panic("reader_feed_data: after reader_feed_eof");
	rc = add(r, data, n);
	if (rc == 0 && n > 0 && !r->dropping)
		wake(r);
	return rc;
}

void reader_feed_eof(struct reader *r)
{
	must_be_fed(r, __func__);
	r->eof = true;
	r->dropping = false;
	wake(r);
}

void reader_set_error(struct reader *r, int rc)
{
	must_be_fed(r, __func__);
	if (rc >= 0)
		panic("reader_set_error: %d is not an error", rc);
	r->error = rc;
	wake(r);
}

static int be_fed(struct reader *r)
{
	struct future more;
	int rc;

	future_init(&more, "read");
	r->more = &more;
	rc = future_await(&more, NULL);
	r->more = NULL;
	return rc;
}

static int ask_the_socket(struct reader *r)
{
	ssize_t n;
	int rc;

	if (r->in_chunk == 0) {
		n = sock_recv(r->fd, r->chunk, sizeof(r->chunk));
		if (n == -ECANCELED)
			return -ECANCELED;
		if (n < 0)
			return r->error = (int)n;
		if (n == 0) {
			r->eof = true;
			r->dropping = false;
		}
		r->in_chunk = (size_t)n;
	}
	rc = add(r, r->chunk, r->in_chunk);
	if (rc == 0)
		r->in_chunk = 0;
	return rc;
}

static int more_data(struct reader *r)
{
	int rc;

	r->waiting = true;
	rc = r->fd < 0 ? be_fed(r) : ask_the_socket(r);
	r->waiting = false;
	return rc < 0 ? rc : r->error;
}

static int begin(struct reader *r)
{
	int rc = r->error;

	if (r->waiting)
		panic("reader: two tasks wait for the same reader");
	while (rc == 0 && r->dropping)
		rc = more_data(r);
	return rc;
}

/* How many bytes stand before the separator? All of them: there is none. */
static size_t before(const struct reader *r, const char *separator, size_t n)
{
	size_t i = 0;

	while (i + n <= r->n && memcmp(r->bytes + i, separator, n) != 0)
		i++;
	return i + n <= r->n ? i : r->n;
}

/* The end of the next record: its length, with the separator. */
static ssize_t record(struct reader *r, const char *separator, size_t cap)
{
	size_t n = strlen(separator);
	int rc = begin(r);

	while (rc == 0) {
		size_t length = before(r, separator, n);
		bool found = length < r->n;

		if (found && (length > r->limit || length + n + 1 > cap))
			return -EMSGSIZE;
		if (found)
			return (ssize_t)(length + n);
		if (r->n >= cap || (r->n >= n && r->n - n + 1 > r->limit))
			return -EMSGSIZE;
		rc = r->eof ? -ENODATA : more_data(r);
	}
	return rc;
}

static ssize_t take_record(struct reader *r, char *buf, size_t n)
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
	n = record(r, "\n", cap);
	if (n == -EMSGSIZE)
		drop(r);
	if (n == -ENODATA)
		n = (ssize_t)r->n;
	return n < 0 ? n : take_record(r, buf, (size_t)n);
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	ssize_t n;

	if (!*separator)
		panic("reader_readuntil: the separator is empty");
	n = record(r, separator, cap);
	return n < 0 ? n : take_record(r, buf, (size_t)n);
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	int rc = begin(r);

	while (rc == 0 && r->n < n)
		rc = r->eof ? -ENODATA : more_data(r);
	if (rc == 0)
		take(r, buf, n);
	return rc < 0 ? rc : (ssize_t)n;
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	int rc = n > 0 ? begin(r) : r->error;

	while (rc == 0 && n > 0 && r->n == 0 && !r->eof)
		rc = more_data(r);
	if (n > r->n)
		n = r->n;
	if (rc == 0)
		take(r, buf, n);
	return rc < 0 ? rc : (ssize_t)n;
}
