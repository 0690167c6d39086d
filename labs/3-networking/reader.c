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
#include "source.h"

#define CHUNK 16384 /* so much we ask the socket for at once */

struct reader {
	bool fed; /* by hand: there is no socket */
	struct source socket;
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
	r->fed = fd < 0;
	source_init(&r->socket, fd);
	r->limit = limit;
	return r;
}

void reader_destroy(struct reader *r)
{
	if (!r)
		return;
	if (r->waiting)
		panic("reader_destroy: a task still waits for it");
	if (!r->fed)
		source_close(&r->socket);
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
	if (!r->fed)
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

static int be_fed(struct reader *r)
{
	/*
	 * Step 2. Wait for the future `more`, a new one each time. Its name
	 * is "read".
	 * 第 2 步：等 more 这个 future，每次用新的，名字叫 "read"。
	 */
	not_written(__func__);
}

/* From the socket into room for n bytes. */
static ssize_t receive_into(struct reader *r, void *room, size_t n)
{
	/*
	 * Step 2. source_recv(&r->socket, ...) is sock_recv for whoever reads
	 * again and again. Nothing came: the stream has ended. An error is
	 * kept: the kernel tells it only once. But -ECANCELED is our caller's
	 * affair, and the next read may try again. Returns what source_recv
	 * did.
	 * 第 2 步：source_recv(&r->socket, ...) 就是 sock_recv，给一读再读的
	 * 人用。一个字节也没有：流到头了。出错要记住：内核只说一次。不过
	 * -ECANCELED 是调用者的事，下次读可以再试。source_recv 返回什么，就返
	 * 回什么。
	 */
	not_written(__func__);
}

static int receive(struct reader *r)
{
	/*
	 * Step 2. Reserve CHUNK bytes in the buffer (no memory: -ENOMEM), and
	 * receive_into them; buffer_added says how many came. Returns 0, or
	 * the error.
	 * 第 2 步：在缓冲区里预留 CHUNK 个字节（没有内存：-ENOMEM），
	 * receive_into 进去；来了几个，用 buffer_added 说。返回 0，或者那个错
	 * 误。
	 */
	not_written(__func__);
}

/* 0: there is more, or the stream has ended. Else why there is none. */
static int more_data(struct reader *r)
{
	int rc;

	r->waiting = true;
	rc = r->fed ? be_fed(r) : receive(r);
	r->waiting = false;
	return rc < 0 ? rc : r->error;
}

/* ---- where a record ends ---- */

/*
 * How many unread bytes are there up to and including the first separator,
 * which has n bytes and does not begin before the from-th of them? 0: there
 * is none yet.
 */
static size_t find(const struct reader *r, size_t from, const char *sep,
		   size_t n)
{
	/*
	 * Step 3. What stands above. The bytes are no string; there may be
	 * none at all, or fewer than n.
	 * 第 3 步：没读的字节里，到第一个分隔符为止，连它在内，一共几个？分隔
	 * 符有 n 个字节，不会早于第 from 个开始。还没有，就是 0。这些字节不是
	 * 字符串；可能一个也没有，可能不足 n 个。
	 */
	not_written(__func__);
}

/*
 * One look: how long is the next record, which ends in this separator of n
 * bytes? 0: nobody knows yet. Takes nothing. No separator begins in the
 * first *searched bytes.
 */
static ssize_t look(struct reader *r, const char *sep, size_t n, size_t cap,
		    size_t *searched)
{
	/*
	 * Step 4. Search no byte twice: begin at *searched, and move that on;
	 * but a separator may have come only in part. -EMSGSIZE: more than
	 * limit bytes before the separator, or no room in cap for all of it
	 * and a '\0', as soon as that is certain. (With cap - 1 bytes it is
	 * not: they may be the last line, without its '\n'.) -ENODATA: the
	 * stream has ended. Else 0.
	 * 第 4 步：看一眼：下一条以这个分隔符（n 个字节）结尾的记录有多长？还
	 * 不知道，就是 0。什么都不取走。前 *searched 个字节里，没有分隔符开
	 * 头：从那里找起，再把它往后挪，找过的不再找；可分隔符也许只来了一
	 * 半。分隔符前面超过 limit 个字节，或者 cap 装不下全部再加一个 '\0'，
	 * 一旦确定就返回 -EMSGSIZE。（正好 cap - 1 个还不能确定：也许是没有
	 * '\n' 的最后一行。）流到头了：-ENODATA。都不是，返回 0。
	 */
	not_written(__func__);
}

/* The same, but wait until it is known. */
static ssize_t next_record(struct reader *r, const char *sep, size_t n,
			   size_t cap)
{
	size_t searched = 0;
	ssize_t length;

	while ((length = look(r, sep, n, cap, &searched)) == 0) {
		int rc = more_data(r);

		if (rc < 0)
			return rc;
	}
	return length;
}

/* ---- an overlong line is dropped to its end ---- */

static void drop(struct reader *r)
{
	size_t n = find(r, 0, "\n", 1);

	r->dropping = false;
	if (n == 0) {
		/*
		 * Step 5. Its end is not there. All that has come goes (n),
		 * and `dropping` says whether more has to, when it comes.
		 * 第 5 步：行尾没在里面。来了的都丢（n）；以后再来，还要不要
		 * 丢，由 dropping 记着。
		 */
		not_written(__func__);
	}
	buffer_take(&r->unread, NULL, n);
}

/* What every read begins with. */
static int begin(struct reader *r)
{
	int rc = r->error;

	while (rc == 0 && r->dropping) {
		/*
		 * Step 5. More has to be dropped. It may be there already;
		 * only if that does not suffice wait for more.
		 * 第 5 步：还有要丢的。可能已经来了；还不够，再等新的来。
		 */
		not_written(__func__);
	}
	return rc;
}

/* ---- reading ---- */

/* A record goes out, and ends in '\0'. */
static ssize_t take(struct reader *r, char *buf, size_t n)
{
	buffer_take(&r->unread, buf, n);
	buf[n] = '\0';
	return (ssize_t)n;
}

ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap)
{
	ssize_t n;

	if (!*separator)
		panic("reader_readuntil: the separator is empty");
	must_be_alone(r);
	n = begin(r);
	if (n == 0)
		n = next_record(r, separator, strlen(separator), cap);
	return n < 0 ? n : take(r, buf, (size_t)n);
}

ssize_t reader_readline(struct reader *r, char *buf, size_t cap)
{
	ssize_t n;

	if (cap == 0)
		panic("reader_readline: no room for the final '\\0'");
	must_be_alone(r);
	n = begin(r);
	if (n == 0)
		n = next_record(r, "\n", 1, cap);
	if (n == -EMSGSIZE)
		drop(r);
	/*
	 * Step 5. n is how long the line is, or why there is none. When the
	 * stream ended first, what is left is the last line: perhaps nothing.
	 * 第 5 步：n 是这一行的长度，或者没有的原因。流先到头了，剩下的就是最
	 * 后一行，也许一个字节也没有。
	 */
	not_written(__func__);
}

ssize_t reader_readexactly(struct reader *r, void *buf, size_t n)
{
	int rc;

	must_be_alone(r);
	rc = begin(r);
	if (rc < 0)
		return rc;
	/*
	 * Step 6. Wait until there are n bytes, or the stream has ended. All
	 * of them, or none.
	 * 第 6 步：等到有 n 个字节，或者流到头。要么全取，要么一个不取。
	 */
	not_written(__func__);
}

/* There is a socket and nothing is unread, so why by way of the buffer? */
static ssize_t read_straight(struct reader *r, void *buf, size_t n)
{
	ssize_t got;

	r->waiting = true;
	got = receive_into(r, buf, n);
	r->waiting = false;
	return got;
}

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	int rc;

	must_be_alone(r);
	rc = n > 0 ? begin(r) : r->error;
	if (rc < 0 || n == 0)
		return rc;
	if (n >= CHUNK && !r->fed && !r->eof && buffer_size(&r->unread) == 0)
		return read_straight(r, buf, n);
	/*
	 * Step 7. Nothing there: wait for one chunk. Then what there is, n at
	 * the most. 0 is the end of the stream, and nothing else.
	 * 第 7 步：什么也没有，就等一块来。然后有多少给多少，最多 n 个。返回
	 * 0，就是流到头了，没有别的意思。
	 */
	not_written(__func__);
}
