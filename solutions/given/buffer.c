/*
 * buffer.c - bytes that came and have not gone yet. Given.
 *
 * One block of memory; the bytes lie somewhere in the middle of it. They are
 * moved to the front only when there is no room behind them, and the block
 * grows by doubling, so a byte is moved a few times at the most. A block that
 * has grown large is given back when it is empty: what flows through uses
 * little memory, however much it is.
 */
#include "buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LARGE 65536 /* an empty block of more than this is given back */

size_t buffer_size(const struct buffer *b)
{
	return b->end - b->start;
}

static void move_to_front(struct buffer *b)
{
	if (b->start == 0)
		return;
	memmove(b->data, b->data + b->start, buffer_size(b));
	b->end -= b->start;
	b->start = 0;
}

static int grow(struct buffer *b, size_t wanted)
{
	char *grown;

	if (wanted < buffer_size(b))
		return -ENOMEM; /* the sum was too large for a size_t */
	if (wanted < 2 * b->capacity)
		wanted = 2 * b->capacity;
	grown = realloc(b->data, wanted);
	if (!grown)
		return -ENOMEM;
	b->data = grown;
	b->capacity = wanted;
	return 0;
}

void *buffer_reserve(struct buffer *b, size_t n)
{
	if (b->capacity - b->end < n)
		move_to_front(b);
	if (b->capacity - b->end < n && grow(b, b->end + n) < 0)
		return NULL;
	return b->data + b->end;
}

void buffer_added(struct buffer *b, size_t n)
{
	b->end += n;
}

int buffer_append(struct buffer *b, const void *data, size_t n)
{
	void *room;

	if (n == 0)
		return 0;
	room = buffer_reserve(b, n);
	if (!room)
		return -ENOMEM;
	memcpy(room, data, n);
	buffer_added(b, n);
	return 0;
}

void buffer_take(struct buffer *b, void *out, size_t n)
{
	if (n == 0)
		return;
	if (out)
		memcpy(out, b->data + b->start, n);
	b->start += n;
	if (b->start < b->end)
		return;
	b->start = b->end = 0;
	if (b->capacity > LARGE)
		buffer_free(b);
}

void buffer_free(struct buffer *b)
{
	free(b->data);
	*b = (struct buffer){ 0 };
}
