#ifndef GATHER_H
#define GATHER_H

#include "task.h"

/*
 * gather.h - lab gather: many at once.
 */

/*
 * async_gather - pause until all tasks are done; their results, in order.
 *
 *   asyncio   asyncio.gather(*aws, return_exceptions=False)
 *   tasks, n  borrowed; a NULL task has failed with -ENOMEM; the same task
 *             may stand there twice and fills both places; n may be 0.
 *             Panics when we are one of them
 *   results   yours, n places, set when the result is 0, else left alone; in
 *             the order of `tasks`, whatever finishes first; the place of a
 *             task that failed is NULL. May be NULL
 *   errors    NULL: the first failure is returned at once and the others go
 *             on; task_result of each says which one it was, and none
 *             is told as a failure that nobody asked for.
 *             Not NULL: yours, n places, set as `results` are: 0 or the
 *             error of each task; then no task's failure is ours
 *             (return_exceptions=True)
 *   returns   0
 *   errors    a task's first failure (errors NULL only), also when that is
 *             its answer to our cancel; -ECANCELED: we were cancelled while
 *             we waited, and so was every task that was not done; -ENOMEM
 *   suspends  yes, unless all are done: only inside a coroutine. When it
 *             fails, tasks may still run: a function whose locals they read
 *             calls async_cancel_and_wait (timeout.h) before it returns
 */
int async_gather(struct task *tasks[], int n, void *results[], int errors[]);

#endif
