#ifndef TASK_H
#define TASK_H

#include <stdbool.h>
#include <stdio.h>

#include "coro.h"
#include "future.h"

/*
 * task.h - lab task: a coroutine that the loop drives.
 *
 * The loop owns every task. Whoever made it may look at it, await it and
 * cancel it until task_detach; await and gather only borrow. async_run ends
 * and frees what is left. So programs contain no free: but a task that nobody
 * detaches keeps its stack until the end.
 *
 * `arg` and the value behind *result are borrowed until the task is done. If
 * they are locals of the function that made the task, that function has to
 * outlive the task.
 */

struct task {
	struct coro coro; /* first: a task is a coroutine */

	/* its driver's */
	struct handle step;	/* its place in the ready queue */
	struct future *waiting; /* what it waits for, until its next step */
	bool must_cancel;	/* throw -ECANCELED at the next step */
	int cancelling;		/* cancel requests not taken back */
	bool asking;		/* it passes a cancel request on, now */
	bool detached;		/* frees itself when done */
	bool ending;		/* async_run asked it to end, and waits */

	struct future future; /* its result; others wait for this */
	const char *name;
	struct task *next, *prev; /* every task there is */
};

/*
 * task_create_named - start a coroutine beside the one that runs.
 *
 *   asyncio   asyncio.create_task(coro, name=name)
 *   fn, arg   fn(arg, &result) begins in a later turn; tasks begin in the
 *             order in which they were created
 *   name      what reports call it; borrowed as long as the task lives
 *   returns   the loop's; look at it until task_detach. NULL: out of memory;
 *             every function below takes NULL for a task that failed with
 *             -ENOMEM
 *   errors    panics when there is no loop, or fn is NULL
 *   suspends  no
 */
struct task *task_create_named(coro_fn *fn, void *arg, const char *name);

/*
 * task_create - the same, named after its function.
 *
 *   asyncio   asyncio.create_task(coro)
 *   returns   as task_create_named
 *   errors    as task_create_named
 *   suspends  no
 *   differs   a macro, since only a macro sees what its argument is called
 */
#define task_create(fn, arg) task_create_named((fn), (arg), #fn)

/*
 * task_detach - say that you will not look at the task any more.
 *
 *   asyncio   (dropping the last reference)
 *   t         running: it frees itself when done; done: it is freed soon,
 *             behind everybody who already waits for it
 *   suspends  no
 */
void task_detach(struct task *t);

/*
 * task_await - pause until the task is done; then its result.
 *
 *   asyncio   await task
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    what the task's function returned; -ECANCELED; -ENOMEM for a
 *             NULL task; panics when a task awaits itself
 *   suspends  yes, unless it is done: only inside a coroutine. Cancelling
 *             the one who waits cancels the task
 */
int task_await(struct task *t, void **value);

/*
 * task_cancel - ask the task to stop.
 *
 *   asyncio   Task.cancel()
 *   t         what it waits for gives -ECANCELED in its next step; it may
 *             clean up, wait, and even go on
 *   returns   true: asked; false: it was done already
 *   suspends  no: nothing has happened yet when this returns
 */
bool task_cancel(struct task *t);

/*
 * task_cancelling - how many cancel requests have not been taken back?
 *
 *   asyncio   Task.cancelling()
 *   suspends  no
 */
int task_cancelling(const struct task *t);

/*
 * task_uncancel - take one cancel request back: you have dealt with it.
 *
 *   asyncio   Task.uncancel()
 *   returns   how many are left
 *   suspends  no
 */
int task_uncancel(struct task *t);

/*
 * task_done - is it over, one way or another?
 *
 *   asyncio   Task.done()
 *   suspends  no
 */
bool task_done(const struct task *t);

/*
 * task_cancelled - did it end because it was cancelled?
 *
 *   asyncio   Task.cancelled()
 *   suspends  no
 */
bool task_cancelled(const struct task *t);

/*
 * task_result - what the task left, without waiting.
 *
 *   asyncio   Task.result()
 *   t         done, else this panics
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    what its function returned; -ECANCELED; -ENOMEM for NULL
 *   suspends  no
 */
int task_result(struct task *t, void **value);

/*
 * task_future - the future that is done when the task is.
 *
 *   asyncio   (a Task is a Future)
 *   returns   the task's; NULL for NULL. Setting its result panics
 *   suspends  no
 */
struct future *task_future(struct task *t);

/*
 * task_name - what reports call it.
 *
 *   asyncio   Task.get_name()
 *   returns   the name; "(no memory)" for NULL
 *   suspends  no
 */
const char *task_name(const struct task *t);

/*
 * task_set_name - call it something else.
 *
 *   asyncio   Task.set_name(name)
 *   name      borrowed as long as the task lives
 *   suspends  no
 */
void task_set_name(struct task *t, const char *name);

/*
 * task_current - the task that runs.
 *
 *   asyncio   asyncio.current_task()
 *   returns   the task; NULL in a plain callback and outside the loop
 *   suspends  no
 */
struct task *task_current(void);

/*
 * task_first, task_next - every task that is not freed, oldest first.
 *
 *   asyncio   asyncio.all_tasks()
 *   returns   a task; NULL at the end
 *   suspends  no
 *   differs   asyncio leaves out those that are done; ask task_done
 */
struct task *task_first(void);
struct task *task_next(const struct task *t);

/*
 * task_destroy - free a task now.
 *
 *   asyncio   (the collector's work)
 *   t         done: a failure that nobody asked for is told; pending: that
 *             word and its name are told too, and what its locals own is
 *             lost. Panics when it is running. May be NULL
 *   suspends  no. async_run calls it; programs call task_detach
 */
void task_destroy(struct task *t);

#endif
