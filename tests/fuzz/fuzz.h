#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "coro.h"

/*
 * fuzz.h - what the fuzzers share.
 *
 * An input is a head of a few bytes, which say how the rest is brought, and
 * the rest: the bytes that come from outside. So a file of the corpus can be
 * read, and cutting it up changes nothing that is in it. A head that is too
 * short reads as zeros.
 *
 * What a fuzzer promises is checked by `finding`: whatever the bytes, and
 * however they were cut, the contract holds.
 */

#define CUTS 8 /* bytes of the head that say where to cut */

struct input {
	const uint8_t *at, *end;
};

/* The next byte of the head. */
uint8_t input_byte(struct input *in);

/* The rest: how many bytes, and where they are. */
size_t input_left(const struct input *in);

/*
 * The rest, grown: 0xfe n stands for 64 n times 'x', 0xfd n for n fields. Long
 * lines and many fields are reached with few bytes; but GROWN bytes are the
 * most, what comes then is left out. Yours to free.
 */
#define GROWN 40000
uint8_t *input_grown(const struct input *in, size_t *n);

/* How the bytes come. cuts[i] bytes, and a turn for the others; 0: nothing
 * comes, but a turn passes. Then the next, and from the first again. A long
 * stream comes in longer pieces, or a single input would take a second. */
struct pieces {
	const uint8_t *data;
	size_t left;
	const uint8_t *cuts; /* NULL: all at once */
	size_t scale;	     /* of the cuts; 0: nothing has come yet */
	int next;
	bool empty; /* the last piece was; the next one is not */
};

/* The next piece is so long, and *piece points to it; false: that was all. */
bool piece_next(struct pieces *p, const uint8_t **piece, size_t *n);

/* Two ends of a connection; neither blocks. */
void ends_open(int ends[2]);

/* Send them all into fd, piece by piece; then no more. */
void pieces_send(struct pieces *p, int fd);

/* All that comes out of fd, until it ends; a '\0' behind it. */
struct bytes {
	char *data;
	size_t n, room;
};

void bytes_add(struct bytes *b, const void *data, size_t n);
void bytes_receive(struct bytes *b, int fd);

/* Run it on a loop of its own; it must return 0. */
void run_alone(coro_fn *fn, void *arg);

/* Something that must not be: say it, and abort. */
_Noreturn void finding(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* What libFuzzer calls, and replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
