#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>

/*
 * buffer.h - bytes that came and have not gone yet. Given.
 *
 * Bytes are added behind and taken in front. Zero is an empty buffer:
 * `struct buffer b = { 0 };`.
 */

/* data[start..end) are the bytes. Read it; write it through the functions. */
struct buffer {
	char *data;
	size_t start, end, capacity;
};

/*
 * buffer_size - how many bytes are in it?
 *
 *   asyncio   len(self._buffer)
 *   suspends  no
 */
size_t buffer_size(const struct buffer *b);

/*
 * buffer_reserve - make room behind the last byte.
 *
 *   asyncio   (the bytearray's work)
 *   n         bytes that shall fit
 *   returns   where they may be written; buffer_added then says how many
 *             were. NULL: out of memory, nothing has changed
 *   suspends  no
 */
void *buffer_reserve(struct buffer *b, size_t n);

/*
 * buffer_added - so many bytes were written where buffer_reserve said.
 *
 *   asyncio   (the bytearray's work)
 *   n         not more than were reserved
 *   suspends  no
 */
void buffer_added(struct buffer *b, size_t n);

/*
 * buffer_append - add a copy of these bytes.
 *
 *   asyncio   self._buffer.extend(data)
 *   data, n   yours
 *   returns   0
 *   errors    -ENOMEM  nothing was added
 *   suspends  no
 */
int buffer_append(struct buffer *b, const void *data, size_t n);

/*
 * buffer_take - take the first bytes out.
 *
 *   asyncio   self._buffer[:n]; del self._buffer[:n]
 *   out       yours, gets a copy of them; NULL: nobody wants them
 *   n         not more than there are
 *   suspends  no
 */
void buffer_take(struct buffer *b, void *out, size_t n);

/*
 * buffer_free - drop everything; it is an empty buffer again.
 *
 *   asyncio   self._buffer.clear()
 *   suspends  no
 */
void buffer_free(struct buffer *b);

#endif
