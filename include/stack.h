#ifndef STACK_H
#define STACK_H

#include <stddef.h>

#include "context.h"

/*
 * stack.h - stacks to run on: memory, guard page, names. Given.
 *
 * A stack is a piece of memory (slab.h) whose lowest page may not be touched:
 * whoever overflows gets a sentence, not somebody else's data. Used
 * stacks are kept and given out again, the last one first, because it is
 * still warm in the cache. Around each switch stand the notes that
 * AddressSanitizer needs.
 *
 * The caller's record lies on top of the stack itself, so a coroutine is one
 * piece of memory.
 */

struct stack;

/*
 * stack_create - a stack, ready to begin entry(record).
 *
 *   asyncio   (no counterpart: Python's frames are on the heap)
 *   room      bytes for the caller's record
 *   entry     where it begins; its arg is the record. It must not return:
 *             stack_exit
 *   returns   yours to stack_destroy; NULL: out of memory
 *   suspends  no
 */
struct stack *stack_create(size_t room, context_fn *entry);

/*
 * stack_destroy - give the memory back, the record with it.
 *
 *   asyncio   (no counterpart)
 *   s         not the one we stand on
 *   suspends  no
 */
void stack_destroy(struct stack *s);

/*
 * stack_record - the caller's record.
 *
 *   asyncio   (no counterpart)
 *   returns   `room` bytes, zero at first, gone with the stack
 *   suspends  no
 */
void *stack_record(struct stack *s);

/*
 * stack_set_name - what to call it when it overflows.
 *
 *   asyncio   (no counterpart)
 *   name      borrowed as long as the stack lives
 *   suspends  no
 */
void stack_set_name(struct stack *s, const char *name);

/*
 * stack_current - the stack we stand on.
 *
 *   asyncio   (no counterpart)
 *   returns   a stack; main's own is one too, and is nobody's to destroy
 *   suspends  no
 */
struct stack *stack_current(void);

/*
 * stack_switch - stop here, go on there.
 *
 *   asyncio   (no counterpart)
 *   to        a stack that has not begun, or stopped in stack_switch
 *   suspends  yes: returns when somebody switches back to this stack
 */
void stack_switch(struct stack *to);

/*
 * stack_exit - leave this stack for the last time.
 *
 *   asyncio   (no counterpart)
 *   to        as for stack_switch; it may then destroy the stack we left
 *   suspends  no: it never returns
 */
_Noreturn void stack_exit(struct stack *to);

#endif
