#ifndef TIMEOUT_H
#define TIMEOUT_H

#include <stdbool.h>

#include "task.h"
#include "timers.h"

/*
 * timeout.h - lab timeout: enough waiting.
 *
 * Three ways, for three needs:
 * - timeout_begin ... timeout_end round calls of your own: no extra task.
 *   What runs between them is cancelled when time is up.
 * - async_wait_for: one task, which is cancelled when time is up.
 * - async_shield: wait, but let the task live when you are cancelled. With
 *   a limit: a shield between timeout_begin and timeout_end.
 *
 * A limit of INFINITY is none. Zero or less is up at once.
 */

struct timeout {
	struct timer timer;
	struct task *task; /* whom to cancel */
	int cancelling;	   /* its requests when we began */
	bool expired;
};

/*
 * timeout_begin - from here on, no longer than so many seconds.
 *
 *   asyncio   async with asyncio.timeout(delay):
 *   to        yours, a local; stays where it is until timeout_end
 *   seconds   see above
 *   returns   0
 *   errors    -EINVAL  not a number; -ENOMEM; panics outside a task
 *   suspends  no
 */
int timeout_begin(struct timeout *to, double seconds);

/*
 * timeout_end - until here.
 *
 *   asyncio   (the end of the block)
 *   to        begun; ends exactly once, also when the calls between failed
 *   rc        what they returned
 *   returns   rc
 *   errors    -ETIMEDOUT in place of -ECANCELED, if it was this timeout that
 *             cancelled, and nobody else did
 *   suspends  no
 */
int timeout_end(struct timeout *to, int rc);

/*
 * async_wait_for - wait for a task, but not for ever.
 *
 *   asyncio   asyncio.wait_for(aw, timeout)
 *   t         borrowed; cancelled, and waited for, when time is up or when
 *             we are cancelled. Panics when it is ourselves
 *   seconds   see above; a task that is done gives its result all the same.
 *             Zero or less: one that has not begun never begins
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    the task's; -ETIMEDOUT; -ECANCELED; -EINVAL  seconds is not a
 *             number; -ENOMEM
 *   suspends  yes, unless the task is done: only inside a coroutine
 */
int async_wait_for(struct task *t, double seconds, void **value);

/*
 * async_shield - wait for a task that shall not be cancelled with us.
 *
 *   asyncio   await asyncio.shield(aw)
 *   t         borrowed; goes on when we are cancelled
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    the task's; -ECANCELED
 *   suspends  yes, unless the task is done: only inside a coroutine
 */
int async_shield(struct task *t, void **value);

/*
 * async_cancel_and_wait - end these tasks, and come back when they are done.
 *
 *   asyncio   for t in tasks: t.cancel()
 *             await asyncio.gather(*tasks, return_exceptions=True)
 *   tasks, n  borrowed; done ones and NULL are passed over. Each is asked
 *             once, and has all the time it needs to clean up. Panics when
 *             we are one of them
 *   returns   0
 *   errors    -ECANCELED  we were cancelled meanwhile; all are done all the
 *             same
 *   suspends  yes, unless all are done: only inside a coroutine. Call it
 *             before you leave a function whose locals the tasks still read
 */
int async_cancel_and_wait(struct task *tasks[], int n);

#endif
