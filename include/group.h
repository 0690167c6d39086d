#ifndef GROUP_H
#define GROUP_H

#include "task.h"

/*
 * group.h - tasks that live and end together. Given.
 *
 * No task outlives its group, so its arguments may be locals of the function
 * that has the group.
 */

struct group;

/*
 * group_begin - open a group.
 *
 *   asyncio   async with asyncio.TaskGroup() as group:
 *   returns   group_end frees it; NULL: out of memory
 *   errors    panics outside a task
 *   suspends  no
 */
struct group *group_begin(void);

/*
 * group_create_task_named - start a task in the group.
 *
 *   asyncio   group.create_task(coro, name=name)
 *   g         open. When one of its tasks fails, the others and the one who
 *             opened it are cancelled, and so is whoever comes later
 *   fn        as for task_create_named; arg and name too
 *   returns   the task, valid until group_end returns; NULL: out of memory
 *   suspends  no
 */
struct task *group_create_task_named(struct group *g, coro_fn *fn, void *arg,
				     const char *name);

/*
 * group_create_task - the same, named after its function.
 *
 *   asyncio   group.create_task(coro)
 *   returns   as group_create_task_named
 *   suspends  no
 */
#define group_create_task(g, fn, arg) \
	group_create_task_named((g), (fn), (arg), #fn)

/*
 * group_end - pause until every task of the group is done; free the group.
 *
 *   asyncio   (the end of the block)
 *   rc        how the lines between ended; an error cancels the tasks
 *   returns   0
 *   errors    the first failure of a task; else -ECANCELED, when we were
 *             cancelled from outside; else rc
 *   suspends  yes, unless all are done: only inside a coroutine
 *   differs   asyncio raises an ExceptionGroup of all failures
 */
int group_end(struct group *g, int rc);

#endif
