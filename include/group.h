#ifndef GROUP_H
#define GROUP_H

#include "task.h"

/*
 * group.h - tasks that live and end together. Elective.
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
 *   suspends  no
 */
struct group *group_begin(void);

/*
 * group_create_task - start a task in the group.
 *
 *   asyncio   group.create_task(coro)
 *   g         open; when one of its tasks fails, the others and the one who
 *             opened it are cancelled
 *   fn, arg   as for task_create
 *   returns   the task, valid until group_end returns; NULL: out of memory
 *   suspends  no
 */
struct task *group_create_task(struct group *g, coro_fn *fn, void *arg);

/*
 * group_end - pause until every task of the group is done; free the group.
 *
 *   asyncio   (the end of the block)
 *   rc        how the lines of the block itself ended
 *   returns   0
 *   errors    the first failure of a task; else rc; -ECANCELED when we were
 *             cancelled from outside
 *   suspends  yes, unless all are done: only inside a coroutine
 *   differs   asyncio raises an ExceptionGroup of all failures
 */
int group_end(struct group *g, int rc);

#endif
