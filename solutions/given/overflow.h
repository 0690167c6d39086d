#ifndef OVERFLOW_H
#define OVERFLOW_H

#include <stddef.h>

/*
 * overflow.h - a sentence for whoever overflows a stack. Given.
 */

/* Whose guard page lies there? NULL: it is none. Safe in a signal handler. */
typedef const char *overflow_owner_fn(const void *address);

/*
 * overflow_watch - be ready to explain a stack overflow. Cheap after the
 * first call.
 *
 *   owner     asked for the name of the stack that overflowed
 *   size      bytes of a stack, for the sentence
 *   suspends  no
 */
void overflow_watch(overflow_owner_fn *owner, size_t size);

#endif
