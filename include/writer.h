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
 *   fd        from now on the writer's, which closes it
 *   returns   yours to writer_destroy; NULL: out of memory, fd is still yours
 *   suspends  no
 */
struct writer *writer_create(int fd);

/*
 * writer_destroy - free it. Not closed yet: the connection is aborted.
 *
 *   asyncio   (the collector's work), transport.abort()
 *   w         nobody waits for it, else this panics; may be NULL
 *   suspends  no
 */
void writer_destroy(struct writer *w);

/*
 * writer_write - send these bytes, now or later.
 *
 *   asyncio   StreamWriter.write(data)
 *   data, n   copied as far as needed
 *   returns   0; after an error or a close also, and sends nothing
 *   errors    -ENOMEM  nothing of it was sent
 *   suspends  no
 */
int writer_write(struct writer *w, const void *data, size_t n);

/*
 * writer_printf - the same, formatted.
 *
 *   asyncio   writer.write(f"...".encode())
 *   format    as for printf
 *   returns   0
 *   errors    -ENOMEM
 *   suspends  no
 */
int writer_printf(struct writer *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * writer_drain - wait until it pays to write more.
 *
 *   asyncio   StreamWriter.drain()
 *   returns   0; at once while fewer than WRITER_HIGH bytes wait, else when
 *             no more than WRITER_LOW do. The kernel has them then, not
 *             necessarily the other side
 *   errors    -EPIPE, -ECONNRESET, ...: why nothing goes out any more;
 *             -ECANCELED
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
 * writer_close - send what waits, then close.
 *
 *   asyncio   StreamWriter.close()
 *   w         closing twice is harmless
 *   suspends  no
 */
void writer_close(struct writer *w);

/*
 * writer_is_closing - is it closed, or about to be?
 *
 *   asyncio   StreamWriter.is_closing()
 *   suspends  no
 */
bool writer_is_closing(const struct writer *w);

/*
 * writer_wait_closed - wait until the descriptor is closed.
 *
 *   asyncio   StreamWriter.wait_closed()
 *   returns   0
 *   errors    why what waited did not go out: -EPIPE, -ECONNRESET, ...;
 *             -ECANCELED
 *   suspends  yes, unless it is closed: only inside a coroutine
 */
int writer_wait_closed(struct writer *w);

#endif
