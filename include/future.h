#ifndef FUTURE_H
#define FUTURE_H

#include <stdbool.h>

#include "handle.h"

/*
 * future.h - lab future: a value that is not there yet.
 *
 * Pending, then done for good: with a result, with an error, or cancelled.
 * Who waits is called by the loop, in a later turn, never from inside
 * future_set_result. A loop must exist.
 *
 * A future lives inside its owner and stays there until it is done and its
 * callbacks have run. Results are pointers, borrowed; a small number travels
 * as (void *)(intptr_t)n.
 */

struct future {
	const char *what; /* for reports: what is waited for */
	struct handles callbacks;
	bool (*cancel)(struct future *f); /* asks the owner instead */
	void *result;
	int rc; /* 0, or the error; -ECANCELED: cancelled */
	bool done;
	bool asked;  /* somebody has looked at the error */
	bool sealed; /* a task's: nobody else may set its result */
};

/*
 * future_init - make a pending future.
 *
 *   asyncio   loop.create_future()
 *   f         yours
 *   what      what it stands for, one word for reports ("sleep"); borrowed
 *   suspends  no
 */
void future_init(struct future *f, const char *what);

/*
 * future_destroy - say that nobody will look at it any more.
 *
 *   asyncio   Future.__del__()
 *   f         a failure that nobody asked for is told on stderr, in one
 *             line: of what, and the error in words. Panics when somebody
 *             still waits for it
 *   suspends  no
 */
void future_destroy(struct future *f);

/*
 * future_done - is the wait over, one way or another?
 *
 *   asyncio   Future.done()
 *   suspends  no
 */
bool future_done(const struct future *f);

/*
 * future_cancelled - was it cancelled?
 *
 *   asyncio   Future.cancelled()
 *   suspends  no
 */
bool future_cancelled(const struct future *f);

/*
 * future_set_result - the value is there.
 *
 *   asyncio   Future.set_result(result)
 *   f         pending, and no task's, else this panics
 *   value     borrowed; may be NULL
 *   suspends  no
 */
void future_set_result(struct future *f, void *value);

/*
 * future_set_result_unless_done - the same, and nothing on a done future.
 *
 *   asyncio   futures._set_result_unless_cancelled(fut, result)
 *   returns   true: the result was set; false: f was done already
 *   suspends  no
 */
bool future_set_result_unless_done(struct future *f, void *value);

/*
 * future_set_error - there will be no value.
 *
 *   asyncio   Future.set_exception(exception)
 *   f         pending, and no task's, else this panics
 *   rc        negative, else this panics. -ECANCELED cancels
 *   suspends  no
 */
void future_set_error(struct future *f, int rc);

/*
 * future_cancel - nobody wants the value any more.
 *
 *   asyncio   Future.cancel()
 *   f         a task's or a gather's future asks its owner to cancel; it is
 *             not done until the owner is
 *   returns   true: cancelled, or asked to; false: it was done already
 *   suspends  no
 */
bool future_cancel(struct future *f);

/*
 * future_result - the value, or why there is none.
 *
 *   asyncio   Future.result()
 *   f         done, else this panics
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    what future_set_error was given; -ECANCELED
 *   suspends  no
 */
int future_result(struct future *f, void **value);

/*
 * future_error - why there is no value.
 *
 *   asyncio   Future.exception()
 *   f         done, else this panics
 *   returns   0 when there is a value
 *   errors    what future_set_error was given; -ECANCELED
 *   suspends  no
 *   differs   asyncio raises CancelledError; here it is one more value
 */
int future_error(struct future *f);

/*
 * future_add_done_callback - call back once it is done.
 *
 *   asyncio   Future.add_done_callback(callback)
 *   fn, arg   called by the loop in a later turn, in the order of adding;
 *             in the next turn if f is done already
 *   h         yours; in no queue, else this panics. handle_cancel(h) takes
 *             it back
 *   suspends  no
 *   differs   asyncio hands the future to the callback; here arg is yours
 */
void future_add_done_callback(struct future *f, callback_fn *fn, void *arg,
			      struct handle *h);

/*
 * future_remove_done_callback - take back every callback with this fn.
 *
 *   asyncio   Future.remove_done_callback(callback)
 *   fn        compared; arg is not
 *   returns   how many were taken back
 *   suspends  no
 */
int future_remove_done_callback(struct future *f, callback_fn *fn);

/*
 * future_await - pause until it is done; then its result.
 *
 *   asyncio   await future
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    the future's; -ECANCELED when we were cancelled while waiting;
 *             panics outside a coroutine if it would have to wait
 *   suspends  yes, unless f is done: only inside a coroutine
 */
int future_await(struct future *f, void **value);

#endif
