#ifndef WAITING_H
#define WAITING_H

#include "task.h"

/*
 * waiting.h - the other ways to wait for several tasks. Given.
 */

#define WAIT_ALL_COMPLETED 0
#define WAIT_FIRST_COMPLETED 1
#define WAIT_FIRST_EXCEPTION 2

/*
 * async_wait - pause until some of the tasks are done. Cancels nothing.
 *
 *   asyncio   asyncio.wait(aws, timeout=None, return_when=ALL_COMPLETED)
 *   tasks, n  borrowed; reordered: the done ones come first, each group in
 *             the order in which it stood; n is at least 1, else this panics
 *   seconds   INFINITY: no limit; zero or less: look, do not wait
 *   when      one of WAIT_...; a cancelled task is no exception
 *   returns   how many are done
 *   errors    -ECANCELED, and the tasks go on; -EINVAL  seconds is not a
 *             number; -ENOMEM
 *   suspends  yes, unless enough are done: only inside a coroutine
 */
int async_wait(struct task *tasks[], int n, double seconds, int when);

struct completed;

/*
 * completed_create - walk tasks in the order in which they complete.
 *
 *   asyncio   asyncio.as_completed(aws)
 *   tasks, n  borrowed until completed_destroy; a task that stands there
 *             twice comes twice
 *   returns   yours to completed_destroy; NULL: out of memory
 *   suspends  no
 */
struct completed *completed_create(struct task *tasks[], int n);

/*
 * completed_destroy - stop walking. The tasks go on.
 *
 *   asyncio   (the collector's work)
 *   c         may be NULL
 *   suspends  no
 */
void completed_destroy(struct completed *c);

/*
 * completed_next - pause until one more is done.
 *
 *   asyncio   next(iterator), then await
 *   t         *t is set to the task that is done; those done already come
 *             first, in the order of `tasks`; NULL at the end
 *   returns   1, or 0 when there is none left
 *   errors    -ECANCELED
 *   suspends  yes, unless one is done: only inside a coroutine
 */
int completed_next(struct completed *c, struct task **t);

#endif
