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
 *             may stand there twice and fills both places; n may be 0
 *   results   yours, n places, in the order of `tasks`, whatever finishes
 *             first; the place of a task that failed is NULL. May be NULL
 *   errors    NULL: the first failure is returned at once, the others go on,
 *             and whoever wants to know which one failed asks task_result.
 *             Not NULL: yours, n places, 0 or the error of each task; then
 *             no task's failure is ours (return_exceptions=True)
 *   returns   0
 *   errors    a task's first failure (errors NULL only); -ECANCELED: we were
 *             cancelled, and so is every task that was not done
 *   suspends  yes, unless all are done: only inside a coroutine
 */
int async_gather(struct task *tasks[], int n, void *results[], int errors[]);

/*
 * async_cancel_and_wait - end these tasks, and come back when they are done.
 *
 *   asyncio   for t in tasks: t.cancel()
 *             await asyncio.gather(*tasks, return_exceptions=True)
 *   tasks, n  borrowed; done ones and NULL are passed over
 *   returns   0
 *   errors    -ECANCELED  we were cancelled meanwhile; all are done all the
 *             same
 *   suspends  yes, unless all are done: only inside a coroutine. Call it
 *             before you leave a function whose locals the tasks still read
 */
int async_cancel_and_wait(struct task *tasks[], int n);

#endif
