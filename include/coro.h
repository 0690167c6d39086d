#ifndef CORO_H
#define CORO_H

#include <stdbool.h>
#include <stddef.h>

#include "stack.h"

/*
 * coro.h - lab coro: a function that can pause.
 *
 * A coroutine is a C function on a stack of its own. coro_resume runs it
 * until it yields or returns; coro_yield pauses it, and hands a pointer to
 * whoever resumed it.
 *
 * It answers through *result and returns 0, or fails with a negative error
 * number. `if (rc < 0) return rc;` is what await does with an exception.
 */
typedef int coro_fn(void *arg, void **result);

struct coro {
	struct stack *stack;  /* its own; this record lies on top of it */
	struct stack *caller; /* who resumed it; valid while it runs */
	coro_fn *fn;
	void *arg;
	void *result; /* what fn left, once done */
	void *passed; /* what the last coro_yield handed out */
	int rc;	      /* what fn returned, once done */
	int thrown;   /* what the next coro_yield shall return */
	bool started; /* entered once, so fn has begun */
	bool done;    /* fn has returned, or will never begin */
};

/*
 * coro_create - make a coroutine. Nothing of fn runs yet.
 *
 *   asyncio   calling a generator function
 *   size      bytes of the record: sizeof(struct coro), or more when the
 *             coroutine is the first member of something bigger
 *   fn, arg   fn(arg, &result) runs at the first coro_resume
 *   returns   the record, a struct coro first; coro_destroy frees it.
 *             NULL: out of memory
 *   suspends  no
 */
void *coro_create(size_t size, coro_fn *fn, void *arg);

/*
 * coro_destroy - free the coroutine, its stack and its record.
 *
 *   asyncio   (the collector's work)
 *   c         not running, else this panics; may be NULL. If it is paused,
 *             what its locals own is lost
 *   suspends  no
 */
void coro_destroy(struct coro *c);

/*
 * coro_resume - run the coroutine until it yields or returns.
 *
 *   asyncio   generator.send(None); generator.throw(error)
 *   c         not running and not done, else this panics
 *   thrown    0; or a negative error number that its coro_yield shall
 *             return. A coroutine that has not begun never begins then: it
 *             is done, with that result
 *   returns   what it handed to coro_yield; NULL when it is done
 *   suspends  no: it returns when the coroutine pauses
 */
void *coro_resume(struct coro *c, int thrown);

/*
 * coro_yield - pause, and let whoever resumed us go on.
 *
 *   asyncio   yield
 *   value     what coro_resume shall return
 *   returns   0 when resumed
 *   errors    what coro_resume threw in; panics outside a coroutine
 *   suspends  yes: only inside a coroutine
 */
int coro_yield(void *value);

/*
 * coro_current - the coroutine that runs.
 *
 *   asyncio   (no counterpart)
 *   returns   the innermost one; NULL outside any coroutine
 *   suspends  no
 */
struct coro *coro_current(void);

/*
 * coro_done - has it returned?
 *
 *   asyncio   StopIteration was raised
 *   suspends  no
 */
bool coro_done(const struct coro *c);

/*
 * coro_result - what the coroutine's function left and returned.
 *
 *   asyncio   StopIteration.value
 *   c         done, else this panics
 *   result    *result is set to what fn left there; may be NULL
 *   returns   what fn returned
 *   suspends  no
 */
int coro_result(const struct coro *c, void **result);

#endif
