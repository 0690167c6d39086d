#ifndef WRITER_H
#define WRITER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * writer.h - lab writer: bytes out, not faster than the other side takes.
 *
 * writer_write never waits: what the socket does not take at once is copied
 * and goes out when it can. writer_drain waits until there is little left.
 * The writer owns the descriptor.
 */

#define WRITER_HIGH 65536 /* asyncio's water marks */
#define WRITER_LOW 16384

struct writer;

/*
 * writer_create - a writer for a connected socket.
 *
 *   asyncio   asyncio.StreamWriter(transport, ...)
 *   fd        never blocks; from now on the writer's, which closes it
 *   returns   yours to writer_destroy; NULL: out of memory, fd is still yours
 *   suspends  no
 */
struct writer *writer_create(int fd);

/*
 * writer_destroy - close the descriptor, and free it.
 *
 *   asyncio   (the collector's work), transport.abort()
 *   w         what still waits is not sent. Nobody waits for it, or reads
 *             from its descriptor, else this panics; may be NULL
 *   suspends  no
 */
void writer_destroy(struct writer *w);

/*
 * writer_write - send these bytes, now or later.
 *
 *   asyncio   StreamWriter.write(data)
 *   data, n   copied as far as needed
 *   returns   0; also when the connection is broken or closed: then nothing
 *             is sent, and writer_drain says why
 *   errors    -ENOMEM, -EMFILE, -ENOSPC  what had to wait cannot; the writer
 *             is broken
 *   suspends  no
 */
int writer_write(struct writer *w, const void *data, size_t n);

/*
 * writer_printf - the same, formatted.
 *
 *   asyncio   writer.write(f"...".encode())
 *   format    as for printf
 *   returns   as writer_write
 *   errors    as writer_write; -EINVAL  no such format. -ENOMEM for a line
 *             too long to format: nothing of it is sent, and nothing broken
 *   suspends  no
 */
int writer_printf(struct writer *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * writer_drain - wait until it pays to write more.
 *
 *   asyncio   StreamWriter.drain()
 *   returns   0; at once until more than WRITER_HIGH bytes wait, then when
 *             no more than WRITER_LOW do. The kernel has the others, not
 *             necessarily the other side
 *   errors    -EPIPE, -ECONNRESET, ...: why nothing goes out any more; also
 *             -EPIPE after writer_close. -ECANCELED
 *   suspends  yes, above the high-water mark: only inside a coroutine
 */
int writer_drain(struct writer *w);

/*
 * writer_write_eof - no more from us; the other side may still send.
 *
 *   asyncio   StreamWriter.write_eof()
 *   w         what waits goes out first. writer_write panics afterwards
 *   suspends  no
 */
void writer_write_eof(struct writer *w);

/*
 * writer_close - send what waits, then end the connection, both ways.
 *
 *   asyncio   StreamWriter.close()
 *   w         closing twice is harmless
 *   suspends  no
 *   differs   a reader of the same socket sees the end of the stream; the
 *             descriptor itself stays until writer_destroy
 */
void writer_close(struct writer *w);

/*
 * writer_is_closing - is it closed, broken, or about to be closed?
 *
 *   asyncio   StreamWriter.is_closing()
 *   suspends  no
 */
bool writer_is_closing(const struct writer *w);

/*
 * writer_wait_closed - wait until the connection has ended.
 *
 *   asyncio   StreamWriter.wait_closed()
 *   returns   0: it was closed, and all is sent
 *   errors    it broke, closed or not: -EPIPE, -ECONNRESET, ...;
 *             -ECANCELED
 *   suspends  yes, unless it has ended: only inside a coroutine
 */
int writer_wait_closed(struct writer *w);

#endif
