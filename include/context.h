#ifndef CONTEXT_H
#define CONTEXT_H

#include <stddef.h>

/*
 * context.h - lab context: two stacks, and the jump between them.
 *
 * A context is a place in a program where somebody stopped: a stack, and the
 * registers as they were. It lies on that same stack, so it costs no memory
 * of its own. Lab switch replaces this file's object by a dozen
 * instructions, behind the same header.
 */

struct context;

/* Where a new stack begins. It must never return: switch away for good. */
typedef void context_fn(void *arg);

/*
 * context_make - prepare a stack so that switching to it begins entry(arg).
 *
 *   asyncio   (CPython: a generator's frame, made by calling the function)
 *   low       the lowest byte of the stack's memory; yours
 *   size      its bytes: 16 KiB at the least
 *   returns   the context, inside that memory; valid for one switch
 *   errors    panics when entry returns
 *   suspends  no
 */
struct context *context_make(void *low, size_t size, context_fn *entry,
			     void *arg);

/*
 * context_switch - stop here, go on there.
 *
 *   asyncio   (CPython: _PyEval_EvalFrame enters a frame, yield leaves it)
 *   save      where to write the context that comes back to here; written
 *             before the jump
 *   to        the context to go on with; it is used up
 *   suspends  yes: it returns when somebody switches to *save
 */
void context_switch(struct context **save, struct context *to);

#endif
