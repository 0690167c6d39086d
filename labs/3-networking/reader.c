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
	/*
	 * Step 1. Add them to what is unread, and wake whoever waits. Nothing
	 * (n is 0) wakes nobody.
	 * 第 1 步：接在没读的后面，叫醒等着的。n 是 0，谁也不叫。
	 */
	not_written(__func__);
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

/*
 * Step 2. Two sources. be_fed(r): wait for the future `more`, a new one each
 * time. receive(r): reserve CHUNK bytes in the buffer and sock_recv into
 * them. Nothing came: the stream has ended. An error is kept: the kernel
 * tells it only once. But -ECANCELED is our caller's affair, and the next
 * read may try again. more_data(r): from whichever source this reader has;
 * `waiting` is true meanwhile. 0: there is more, or the stream has ended;
 * else why there is none.
 * 第 2 步：两个来源。be_fed(r)：等 more 这个 future，每次用新的。receive(r)：
 * 在缓冲区里预留 CHUNK 个字节，sock_recv 进去。一个字节也没有：流到头了。出错
 * 要记住：内核只说一次。不过 -ECANCELED 是调用者的事，下次读可以再试。
 * more_data(r)：这个读者是哪种来源，就从哪里取，这期间 waiting 为真。返回 0：
 * 有新的了，或者流到头了；不然就是没有的原因。
 */

/* ---- where a record ends ---- */

/*
 * Step 3. find(r, from, sep, n): how many unread bytes are there up to and
 * including the first separator, which is n bytes long? It does not begin
 * before the from-th of them. 0: there is none yet.
 * 第 3 步：find(r, from, sep, n)：到第一个分隔符为止，连它在内，一共几个没读
 * 的字节？分隔符长 n 个字节，不会早于第 from 个开始。还没有，就是 0。
 */

/*
 * Step 4. next_record(r, sep, n, cap): the same, but wait until it is there,
 * and search no byte twice. Take nothing. -EMSGSIZE: more than limit bytes
 * before the separator, or no room in cap for all of it and a '\0', as soon
 * as that is certain. -ENODATA: the stream ended before.
 * 第 4 步：next_record(r, sep, n, cap)：同上，不过要等到它出现，而且找过的字
 * 节不再找。什么都不取走。分隔符前面超过 limit 个字节，或者 cap 装不下全部再
 * 加一个 '\0'，一旦确定就返回 -EMSGSIZE。流先到头了：-ENODATA。
 */

/*
 * Step 5. An overlong line is dropped to its end, which may not have come
 * yet. drop(r): what is there of it goes, and `dropping` says whether more
 * has to. begin(r), called first by every read: the error there is; else
 * drop, and wait for more, until nothing is left to drop.
 * 第 5 步：过长的行要一直丢到行尾，而行尾可能还没来。drop(r)：来了的先丢，
 * dropping 记着还有没有要丢的。begin(r)：每次读都先调用它；有错误就返回错误，
 * 否则先丢，不够再等，直到该丢的都丢完。
 */

/* ---- reading ---- */

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	must_be_alone(r);
	/*
	 * Step 5. begin; the next record that ends in "\n". When the stream
	 * ends first, what is left is the last line. When it is too long,
	 * drop it. Take it, and end it with '\0'.
	 * 第 5 步：begin；下一条以 "\n" 结尾的记录。流先到头了，剩下的就是最
	 * 后一行。太长就 drop。取走，末尾补 '\0'。
	 */
	not_written(__func__);
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	if (!*separator)
		panic("reader_readuntil: the separator is empty");
	must_be_alone(r);
	/*
	 * Step 6. The same, for any separator; but what comes without one, or
	 * is too long, stays readable.
	 * 第 6 步：同上，分隔符随意；不过等不到分隔符的、太长的，都留着可读。
	 */
	not_written(__func__);
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	must_be_alone(r);
	/*
	 * Step 7. Wait until there are n bytes, or the stream has ended. All
	 * of them, or none.
	 * 第 7 步：等到有 n 个字节，或者流到头。要么全取，要么一个不取。
	 */
	not_written(__func__);
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	must_be_alone(r);
	/*
	 * Step 8. Nothing there: wait for one chunk. Then what there is, n at
	 * the most. 0 is the end of the stream, or n was 0: then wait for
	 * nothing at all.
	 * 第 8 步：什么也没有，就等一块来。然后有多少给多少，最多 n 个。返回
	 * 0，是流到头了，或者 n 就是 0：那就什么也别等。
	 */
	not_written(__func__);
}
