#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * reader.h - lab reader: lines and records out of arbitrary chunks.
 *
 * A reader buffers what has come and was not asked for yet. One task may wait
 * for it at a time; a second one that reads meanwhile panics. Bytes are copied
 * out, and are yours. A read of a socket may also fail with -ENOMEM, and then
 * has taken nothing; of one that is fed, never.
 */

#define READER_LIMIT 65536 /* asyncio's default */

struct reader;

/*
 * reader_create - a reader that has nothing yet.
 *
 *   asyncio   asyncio.StreamReader(limit)
 *   fd        where more bytes come from: a connected socket that never
 *             blocks, borrowed; to be closed after reader_destroy, or by
 *             writer_destroy. -1: only what reader_feed_data brings
 *   limit     bytes; no line may be longer, its '\n' not counted. 0 panics
 *   returns   yours to reader_destroy; NULL: out of memory
 *   suspends  no
 */
struct reader *reader_create(int fd, size_t limit);

/*
 * reader_destroy - free it, and what nobody has read.
 *
 *   asyncio   (the collector's work)
 *   r         nobody waits for it, else this panics; may be NULL
 *   suspends  no
 */
void reader_destroy(struct reader *r);

/*
 * reader_feed_data - some bytes have come.
 *
 *   asyncio   StreamReader.feed_data(data)
 *   r         made with fd -1, else this panics
 *   data, n   copied; n may be 0, which changes nothing
 *   returns   0
 *   errors    -ENOMEM  nothing was added; panics after reader_feed_eof
 *   suspends  no
 */
int reader_feed_data(struct reader *r, const void *data, size_t n);

/*
 * reader_feed_eof - no more will come.
 *
 *   asyncio   StreamReader.feed_eof()
 *   r         made with fd -1, else this panics
 *   suspends  no
 */
void reader_feed_eof(struct reader *r);

/*
 * reader_set_error - it broke. Whoever waits, and every later read, gets rc.
 *
 *   asyncio   StreamReader.set_exception(exception)
 *   r         made with fd -1, else this panics
 *   rc        negative, else this panics
 *   suspends  no
 */
void reader_set_error(struct reader *r, int rc);

/*
 * reader_at_eof - is there nothing left, and will nothing come?
 *
 *   asyncio   StreamReader.at_eof()
 *   suspends  no
 */
bool reader_at_eof(const struct reader *r);

/*
 * reader_readline - copy the next line, up to and including '\n', into buf.
 *
 *   asyncio   StreamReader.readline()
 *   buf, cap  yours; cap in bytes, room for the final '\0' included; 0
 *             panics
 *   returns   bytes copied without the '\0'; 0 at the end of the stream. The
 *             last line may lack its '\n'
 *   errors    -EMSGSIZE  line longer than cap - 1 or the limit: told as
 *             soon as that is certain; it is dropped to its end, which may
 *             still have to come, and the next one is whole
 *             -ECANCELED; -ECONNRESET
 *   suspends  yes, unless a line is there: only inside a coroutine
 *   differs   asyncio drops only what has come of an overlong line; the rest
 *             comes as the next one
 */
ssize_t reader_readline(struct reader *r, char *buf, size_t cap);

/*
 * reader_readuntil - copy up to and including a separator into buf.
 *
 *   asyncio   StreamReader.readuntil(separator)
 *   separator a string, not empty (else this panics); may come in pieces
 *   buf, cap  yours; room for the final '\0' included
 *   returns   bytes copied without the '\0'
 *   errors    -ENODATA   the stream ended before: what came stays readable
 *             -EMSGSIZE  more than limit bytes before it, or more than cap - 1
 *             with it, as soon as that is certain: what came stays readable
 *             -ECANCELED; -ECONNRESET
 *   suspends  yes, unless it is there: only inside a coroutine
 */
ssize_t reader_readuntil(struct reader *r, const char *separator, char *buf,
			 size_t cap);

/*
 * reader_readexactly - copy exactly n bytes into buf.
 *
 *   asyncio   StreamReader.readexactly(n)
 *   buf, n    yours; n may be above the limit
 *   returns   n
 *   errors    -ENODATA  the stream ended before: what came stays readable
 *             -ECANCELED; -ECONNRESET
 *   suspends  yes, unless they are there: only inside a coroutine
 */
ssize_t reader_readexactly(struct reader *r, void *buf, size_t n);

/*
 * reader_read - copy what there is, n bytes at the most.
 *
 *   asyncio   StreamReader.read(n)
 *   buf, n    yours; n 0 gives 0 at once
 *   returns   bytes copied, at least 1; 0 at the end of the stream
 *   errors    -ECANCELED; -ECONNRESET
 *   suspends  yes, unless there is something: only inside a coroutine
 */
ssize_t reader_read(struct reader *r, void *buf, size_t n);

#endif
