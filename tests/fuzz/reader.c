/*
 * reader.c - does the reader give the same, however its bytes came?
 *
 * The head: flags, the limit, eight cuts, six reads of two bytes each. The
 * rest is the stream. The reads are made one after the other, and from the
 * first again, while the stream comes in those pieces, by hand or by a socket;
 * an empty piece cancels whoever reads, and he reads again. What each read
 * gives is known beforehand: from the whole stream, by the contract.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "run.h"
#include "sock.h"
#include "task.h"

#define READS 6
#define ROUNDS 48 /* so many reads at the most, for some take nothing */

enum { LINE, UNTIL, EXACTLY, SOME };
enum { BY_SOCKET = 1, AT_ONCE = 2, BREAKS = 4 };

static const char *const names[] = { "readline", "readuntil", "readexactly",
				     "read" };

struct read {
	int kind;
	size_t size; /* cap, or n */
	const char *sep;
};

/* A stream, and who reads it. */
struct trial {
	struct reader *r;
	struct read reads[READS];
	size_t limit;
	struct pieces pieces;
	const uint8_t *rest; /* what nobody has read, by the contract */
	size_t left;
	int flags, ends[2];
};

/* ---- what must come, by the contract ---- */

static const uint8_t *find(const struct trial *t, const char *sep)
{
	size_t n = strlen(sep);

	for (size_t i = 0; i + n <= t->left; i++)
		if (memcmp(t->rest + i, sep, n) == 0)
			return t->rest + i;
	return NULL;
}

/* *takes: how much is gone from the stream afterwards. */
static ssize_t line_gives(const struct trial *t, size_t cap, size_t *takes)
{
	const uint8_t *end = find(t, "\n");
	size_t inside = end ? (size_t)(end - t->rest) : t->left;

	*takes = end ? inside + 1 : inside;
	if (inside > t->limit || *takes >= cap)
		return -EMSGSIZE;
	return (ssize_t)*takes;
}

static ssize_t until_gives(const struct trial *t, const struct read *read,
			   size_t *takes)
{
	const uint8_t *at = find(t, read->sep);
	size_t n = strlen(read->sep), before, all;

	*takes = 0;
	if (!at) /* so many bytes certainly stand before it */
		before = t->left < n ? 0 : t->left - n + 1;
	else
		before = (size_t)(at - t->rest);
	all = at ? before + n : t->left;
	if (before > t->limit || all >= read->size)
		return -EMSGSIZE;
	if (!at)
		return -ENODATA;
	*takes = all;
	return (ssize_t)all;
}

static ssize_t gives(const struct trial *t, const struct read *read,
		     size_t *takes)
{
	size_t least = read->size < t->left ? read->size : t->left;

	if (read->kind == LINE)
		return line_gives(t, read->size, takes);
	if (read->kind == UNTIL)
		return until_gives(t, read, takes);
	*takes = 0;
	if (read->kind == EXACTLY && least < read->size)
		return -ENODATA;
	*takes = least;
	return (ssize_t)least;
}

/* ---- what comes ---- */

/* `read` may give less; asked again, it gives all, or the stream has ended. */
static ssize_t read_all(struct reader *r, char *buf, size_t n, size_t *done)
{
	while (*done < n) {
		ssize_t got = reader_read(r, buf + *done, n - *done);

		if (got < 0)
			return got;
		if (got == 0)
			break;
		*done += (size_t)got;
	}
	return (ssize_t)*done;
}

static ssize_t once(struct trial *t, const struct read *read, char *buf,
		    size_t *done)
{
	if (read->kind == LINE)
		return reader_readline(t->r, buf, read->size);
	if (read->kind == UNTIL)
		return reader_readuntil(t->r, read->sep, buf, read->size);
	if (read->kind == EXACTLY)
		return reader_readexactly(t->r, buf, read->size);
	return read_all(t->r, buf, read->size, done);
}

static void compare(struct trial *t, const struct read *read)
{
	size_t takes, done = 0;
	ssize_t want = gives(t, read, &takes), got;
	char *buf = malloc(read->size ? read->size : 1);

	do
		got = once(t, read, buf, &done);
	while (got == -ECANCELED);
	if (got != want)
		finding("%s(%zu), limit %zu: %zd, not %zd", names[read->kind],
			read->size, t->limit, got, want);
	if (got > 0 && memcmp(buf, t->rest, (size_t)got) != 0)
		finding("%s: other bytes", names[read->kind]);
	if (got >= 0 && read->kind <= UNTIL && buf[got] != '\0')
		finding("%s: no '\\0'", names[read->kind]);
	free(buf);
	t->rest += takes;
	t->left -= takes;
}

static int read_stream(void *arg, void **result)
{
	const struct read rest = { SOME, 1 << 16, "" };
	struct trial *t = arg;

	for (int i = 0; i < ROUNDS; i++)
		compare(t, &t->reads[i % READS]);
	while (t->left > 0)
		compare(t, &rest);
	compare(t, &rest);
	if (!reader_at_eof(t->r))
		finding("all is read, and it is not at its end");
	return 0;
}

/* ---- how it comes ---- */

static void bring(struct trial *t, struct task *reading)
{
	const uint8_t *piece;
	size_t n;

	while (piece_next(&t->pieces, &piece, &n)) {
		if (n == 0)
			task_cancel(reading);
		else if (t->flags & BY_SOCKET)
			sock_sendall(t->ends[1], piece, n);
		else if (reader_feed_data(t->r, piece, n) < 0)
			finding("reader_feed_data failed");
		async_sleep(0);
	}
	if (t->flags & BY_SOCKET)
		shutdown(t->ends[1], SHUT_WR);
	else
		reader_feed_eof(t->r);
}

/* Once it is broken every read says so. */
static void break_it(struct trial *t)
{
	reader_set_error(t->r, -EIO);
	for (int i = 0; i < READS; i++) {
		char *buf = malloc(t->reads[i].size + 1);
		size_t done = 0;
		ssize_t got = once(t, &t->reads[i], buf, &done);

		if (got != -EIO && t->reads[i].size > 0)
			finding("%s of a broken reader: %zd",
				names[t->reads[i].kind], got);
		free(buf);
	}
}

static int bring_and_read(void *arg, void **result)
{
	struct trial *t = arg;
	struct task *reading;

	if (t->flags & BY_SOCKET)
		ends_open(t->ends);
	t->r = reader_create(t->flags & BY_SOCKET ? t->ends[0] : -1, t->limit);
	reading = task_create(read_stream, t);
	async_sleep(0); /* who is cancelled before he begins never does */
	bring(t, reading);
	if (task_await(reading, NULL) != 0)
		finding("who reads was ended");
	if (t->flags & BREAKS && !(t->flags & BY_SOCKET))
		break_it(t);
	reader_destroy(t->r);
	if (t->flags & BY_SOCKET) {
		close(t->ends[0]);
		close(t->ends[1]);
	}
	return 0;
}

static struct read read_of(uint8_t kind, uint8_t size)
{
	static const size_t scale[] = { 1, 1, 8, 128 };
	static const char *const seps[] = { "\n", "\r\n", "ab", "aab" };
	struct read read = { kind & 3, size * scale[kind >> 2 & 3],
			     seps[kind >> 4 & 3] };

	if (read.kind <= UNTIL)
		read.size++;
	return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct input in = { data, data + n };
	struct trial t = { .flags = input_byte(&in) };
	uint8_t cuts[CUTS];

	t.limit = (size_t)input_byte(&in) + 1;
	for (int i = 0; i < CUTS; i++)
		cuts[i] = input_byte(&in);
	for (int i = 0; i < READS; i++) {
		uint8_t kind = input_byte(&in);

		t.reads[i] = read_of(kind, input_byte(&in));
	}
	t.rest = in.at;
	t.left = input_left(&in);
	t.pieces = (struct pieces){ .data = in.at,
				    .left = t.left,
				    .cuts = t.flags & AT_ONCE ? NULL : cuts };
	run_alone(bring_and_read, &t);
	return 0;
}
