/*
 * reader.c - lines and records out of arbitrary chunks.
 *
 * What came and nobody has read yet lies in a buffer. A read looks there
 * first; if that does not suffice, more_data waits for the next chunk and the
 * read looks again. Nothing is taken out before a read succeeds, so one that
 * fails or is cancelled has lost nothing.
 *
 * The reader asks the socket only while somebody waits. asyncio's is fed by
 * its transport and has to pause it; ours leaves what nobody wants yet in the
 * kernel, whose window then holds the other side back.
 *
 * Mirrors class StreamReader in CPython's Lib/asyncio/streams.py.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "future.h"
#include "panic.h"
#include "sock.h"

#define CHUNK 16384 /* so much we ask the socket for at once */

struct reader {
	int fd; /* -1: we are fed */
	size_t limit;
	struct buffer unread;
	bool eof;	    /* no more will come */
	bool dropping;	    /* the rest of an overlong line is dropped */
	bool waiting;	    /* a task waits for us */
	int error;	    /* it broke; negative */
	struct future more; /* fed: what it waits for */
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
	return r;
}

void reader_destroy(struct reader *r)
{
	if (!r)
		return;
	if (r->waiting)
		panic("reader_destroy: a task still waits for it");
	buffer_free(&r->unread);
	free(r);
}

bool reader_at_eof(const struct reader *r)
{
	return r->eof && buffer_size(&r->unread) == 0;
}

/* ---- where bytes come from ---- */

static void must_be_fed(const struct reader *r, const char *function)
{
	if (r->fd >= 0)
		panic("%s: this reader reads from a socket", function);
}

static void wake(struct reader *r)
{
	if (r->waiting)
		future_set_result_unless_done(&r->more, NULL);
}

int reader_feed_data(struct reader *r, const void *data, size_t n)
{
	must_be_fed(r, __func__);
	if (r->eof)
		panic("reader_feed_data: after reader_feed_eof");
	/* lab: step 1
	 * en: Add them to what is unread, and wake whoever waits. Nothing (n
	 *     is 0) wakes nobody.
	 * zh: 接在没读的后面，叫醒等着的。n 是 0，谁也不叫。
	 */
	int rc = buffer_append(&r->unread, data, n);

	if (rc == 0 && n > 0)
		wake(r);
	return rc;
	/* lab: end */
}

void reader_feed_eof(struct reader *r)
{
	must_be_fed(r, __func__);
	r->eof = true;
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

/*
 * Two tasks would share the bytes out between them by chance; and who waits
 * has room reserved in the buffer, which may not be taken from meanwhile.
 */
static void must_be_alone(const struct reader *r)
{
	if (r->waiting)
		panic("reader: two tasks wait for the same reader");
}

/* lab: step 2
 * en: Two sources. be_fed(r): wait for the future `more`, a new one each
 *     time. receive(r): reserve CHUNK bytes in the buffer and
 *     sock_recv into them. Nothing came: the stream has ended. An
 *     error is kept: the kernel tells it only once. But -ECANCELED is our
 *     caller's affair, and the next read may try again. more_data(r): from
 *     whichever source this reader has; `waiting` is true meanwhile. 0: there
 *     is more, or the stream has ended; else why there is none.
 * zh: 两个来源。be_fed(r)：等 more 这个 future，每次用新的。receive(r)：在缓冲区里
 *     预留 CHUNK 个字节，sock_recv 进去。一个字节也没有：流到头了。出错要记住：内核只
 *     说一次。不过 -ECANCELED 是调用者的事，下次读可以再试。more_data(r)：这个读者是哪
 *     种来源，就从哪里取，这期间 waiting 为真。返回 0：有新的了，或者流到头了；不然就是
 *     没有的原因。
 */
static int be_fed(struct reader *r)
{
	future_init(&r->more, "read");
	return future_await(&r->more, NULL);
}

static int receive(struct reader *r)
{
	void *room = buffer_reserve(&r->unread, CHUNK);
	ssize_t n;

	if (!room)
		return -ENOMEM;
	n = sock_recv(r->fd, room, CHUNK);
	if (n > 0)
		buffer_added(&r->unread, (size_t)n);
	else if (n == 0)
		r->eof = true;
	else if (n != -ECANCELED)
		r->error = (int)n;
	return n < 0 ? (int)n : 0;
}

static int more_data(struct reader *r)
{
	int rc;

	r->waiting = true;
	rc = r->fd < 0 ? be_fed(r) : receive(r);
	r->waiting = false;
	return rc < 0 ? rc : r->error;
}

/* lab: end */
/* ---- where a record ends ---- */

/* lab: step 3
 * en: find(r, from, sep, n): how many unread bytes are there up to and
 *     including the first separator, which is n bytes long? It does not begin
 *     before the from-th of them. 0: there is none yet.
 * zh: find(r, from, sep, n)：到第一个分隔符为止，连它在内，一共几个没读的字节？分隔
 *     符长 n 个字节，不会早于第 from 个开始。还没有，就是 0。
 */
static size_t find(const struct reader *r, size_t from, const char *sep,
		   size_t n)
{
	const struct buffer *b = &r->unread;

	for (size_t i = b->start + from; i + n <= b->end; i++)
		if (b->data[i] == sep[0] && memcmp(b->data + i, sep, n) == 0)
			return i + n - b->start;
	return 0;
}

/* lab: end */
/* lab: step 4
 * en: next_record(r, sep, n, cap): the same, but wait until it is there, and
 *     search no byte twice. Take nothing. -EMSGSIZE: more than limit bytes
 *     before the separator, or no room in cap for all of it and a '\0', as
 *     soon as that is certain. -ENODATA: the stream ended before.
 * zh: next_record(r, sep, n, cap)：同上，不过要等到它出现，而且找过的字节不再找。什
 *     么都不取走。分隔符前面超过 limit 个字节，或者 cap 装不下全部再加一个 '\0'，一旦
 *     确定就返回 -EMSGSIZE。流先到头了：-ENODATA。
 */
static ssize_t next_record(struct reader *r, const char *sep, size_t n,
			   size_t cap)
{
	size_t searched = 0;

	for (;;) {
		size_t length = find(r, searched, sep, n);
		size_t got = buffer_size(&r->unread);
		int rc;

		if (length > 0 && length - n <= r->limit && length < cap)
			return (ssize_t)length;
		if (got >= n)
			searched = got - n + 1;
		if (length > 0 || searched > r->limit || got >= cap)
			return -EMSGSIZE;
		if (r->eof)
			return -ENODATA;
		rc = more_data(r);
		if (rc < 0)
			return rc;
	}
}

/* lab: end */
/* lab: step 5
 * en: An overlong line is dropped to its end, which may not have come yet.
 *     drop(r): what is there of it goes, and `dropping` says whether more has
 *     to. begin(r), called first by every read: the error there is; else drop,
 *     and wait for more, until nothing is left to drop.
 * zh: 过长的行要一直丢到行尾，而行尾可能还没来。drop(r)：来了的先丢，dropping 记着还有
 *     没有要丢的。begin(r)：每次读都先调用它；有错误就返回错误，否则先丢，不够再等，直到该
 *     丢的都丢完。
 */
static void drop(struct reader *r)
{
	size_t n = find(r, 0, "\n", 1);

	r->dropping = n == 0 && !r->eof;
	buffer_take(&r->unread, NULL, n > 0 ? n : buffer_size(&r->unread));
}

static int begin(struct reader *r)
{
	int rc = r->error;

	while (rc == 0 && r->dropping) {
		drop(r);
		if (r->dropping)
			rc = more_data(r);
	}
	return rc;
}

/* lab: end */
/* ---- reading ---- */

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	must_be_alone(r);
	/* lab: step 5
	 * en: begin; the next record that ends in "\n". When the stream ends
	 *     first, what is left is the last line. When it is too long, drop
	 *     it. Take it, and end it with '\0'.
	 * zh: begin；下一条以 "\n" 结尾的记录。流先到头了，剩下的就是最后一行。
	 *     太长就 drop。取走，末尾补 '\0'。
	 */
	ssize_t n = begin(r);

	if (n == 0)
		n = next_record(r, "\n", 1, cap);
	if (n == -ENODATA)
		n = (ssize_t)buffer_size(&r->unread);
	if (n == -EMSGSIZE)
		drop(r);
	if (n < 0)
		return n;
	buffer_take(&r->unread, buf, (size_t)n);
	buf[n] = '\0';
	return n;
	/* lab: end */
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	if (!*separator)
		panic("reader_readuntil: the separator is empty");
	must_be_alone(r);
	/* lab: step 6
	 * en: The same, for any separator; but what comes without one, or is
	 *     too long, stays readable.
	 * zh: 同上，分隔符随意；不过等不到分隔符的、太长的，都留着可读。
	 */
	ssize_t n = begin(r);

	if (n == 0)
		n = next_record(r, separator, strlen(separator), cap);
	if (n < 0)
		return n;
	buffer_take(&r->unread, buf, (size_t)n);
	buf[n] = '\0';
	return n;
	/* lab: end */
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	must_be_alone(r);
	/* lab: step 7
	 * en: Wait until there are n bytes, or the stream has ended. All of
	 *     them, or none.
	 * zh: 等到有 n 个字节，或者流到头。要么全取，要么一个不取。
	 */
	int rc = begin(r);

	while (rc == 0 && buffer_size(&r->unread) < n)
		rc = r->eof ? -ENODATA : more_data(r);
	if (rc < 0)
		return rc;
	buffer_take(&r->unread, buf, n);
	return (ssize_t)n;
	/* lab: end */
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	must_be_alone(r);
	/* lab: step 8
	 * en: Nothing there: wait for one chunk. Then what there is, n at the
	 *     most. 0 is the end of the stream, or n was 0: then wait for
	 *     nothing at all.
	 * zh: 什么也没有，就等一块来。然后有多少给多少，最多 n 个。返回 0，是流到头
	 *     了，或者 n 就是 0：那就什么也别等。
	 */
	int rc = n > 0 ? begin(r) : r->error;
	size_t got;

	if (rc == 0 && n > 0 && buffer_size(&r->unread) == 0 && !r->eof)
		rc = more_data(r);
	if (rc < 0)
		return rc;
	got = buffer_size(&r->unread);
	if (n > got)
		n = got;
	buffer_take(&r->unread, buf, n);
	return (ssize_t)n;
	/* lab: end */
}
