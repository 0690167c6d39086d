#ifndef SLAB_H
#define SLAB_H

#include <stddef.h>

/*
 * slab.h - memory for stacks, many at a time. Given.
 *
 * Each piece has a guard page at its low end, which may not be touched. What
 * was never touched costs no memory, only addresses.
 */

/*
 * slab_take - one piece of memory.
 *
 *   asyncio   (no counterpart)
 *   size      its bytes, the guard page counted: whole pages, always the same
 *   returns   the guard page, and above it zeros; never to be given back.
 *             NULL: the system gives no more, and a line on stderr said why
 *   suspends  no
 */
void *slab_take(size_t size);

#endif
