/*
 * timeout.c - enough waiting.
 *
 * A timeout is a timer that cancels the task which set it. -ECANCELED then
 * comes out of whatever the task waits for, and timeout_end has one question
 * to answer: was it our timer, and nobody else? Only then it says -ETIMEDOUT
 * instead, and takes the cancel request back.
 *
 * Mirrors CPython's Lib/asyncio/timeouts.py, and wait_for and shield in
 * Lib/asyncio/tasks.py.
 */
#include "timeout.h"

#include <errno.h>
#include <math.h>

#include "loop.h"
#include "panic.h"

/* ---- timeout_begin, timeout_end ---- */

/* lab: step 1
 * en: What the timer calls, time_is_up(timeout): remember it, and cancel the
 *     task.
 * zh: 定时器调用的 time_is_up(timeout)：记下来，取消任务。
 */
static void time_is_up(void *arg)
{
	struct timeout *to = arg;

	to->expired = true;
	task_cancel(to->task);
}

/* lab: end */
int timeout_begin(struct timeout *to, double seconds)
{
	struct task *us = task_current();

	if (!us)
		panic("timeout_begin: not inside a task");
	/* lab: step 1
	 * en: Start from zero. Write down whom to cancel, and how many cancel
	 *     requests it has already. INFINITY needs no timer. Zero or less:
	 *     the loop calls soon, before anybody who is not queued yet.
	 * zh: 从零开始。记下要取消谁，还有他此刻已经有几次取消请求。INFINITY 不用
	 *     定时器。零或负数：让事件循环尽快调用，赶在还没排队的人前面。
	 */
	struct loop *l = loop_current();

	*to = (struct timeout){ .task = us };
	to->cancelling = task_cancelling(us);
	if (isnan(seconds))
		return -EINVAL;
	if (seconds == INFINITY)
		return 0;
	if (seconds > 0)
		return loop_call_later(l, seconds, time_is_up, to, &to->timer);
	loop_call_soon(l, time_is_up, to, &to->timer.handle);
	return 0;
	/* lab: end */
}

int timeout_end(struct timeout *to, int rc)
{
	/* lab: step 2
	 * en: The timer goes, in any case. Did it expire? Then one request was
	 *     ours: take it back. -ECANCELED becomes -ETIMEDOUT only if no
	 *     more requests are left than there were at the beginning.
	 * zh: 不管怎样，定时器先撤掉。到过时了吗？那有一次请求是我们发的：收回来。
	 *     剩下的请求不比开始时多，-ECANCELED 才换成 -ETIMEDOUT。
	 */
	int left;

	loop_cancel_timer(loop_current(), &to->timer);
	if (!to->expired)
		return rc;
	left = task_uncancel(to->task);
	return rc == -ECANCELED && left <= to->cancelling ? -ETIMEDOUT : rc;
	/* lab: end */
}

/* ---- async_shield ---- */

/* lab: step 3
 * en: Wait until the task is done, and leave it alone: await_end(t). Do not
 *     wait for the task's own future: cancelling us would cancel it. Wait for
 *     one of our own, a local, which a callback on the task's future sets,
 *     unless it is done. Take the callback back before this frame goes. 0, or
 *     -ECANCELED: we were cancelled, and the task may still run.
 * zh: 等任务做完，但不碰它：await_end(t)。别等任务自己的 future：取消我们，就会取消
 *     它。等我们自己的一个，是局部变量，由挂在任务 future 上的回调来设，除非已经做完。
 *     这个栈帧消失之前，把回调收回。返回 0；返回 -ECANCELED，是我们被取消了，任务可能
 *     还在跑。
 */
static void ended(void *future)
{
	future_set_result_unless_done(future, NULL);
}

static int await_end(struct task *t)
{
	struct future end;
	struct handle callback = { 0 };
	int rc;

	future_init(&end, task_name(t));
	future_add_done_callback(task_future(t), ended, &end, &callback);
	rc = future_await(&end, NULL);
	handle_cancel(&callback);
	return rc;
}

/* lab: end */
int async_shield(struct task *t, void **value)
{
	if (task_done(t))
		return task_result(t, value);
	/* lab: step 3
	 * en: Wait for its end; then its result.
	 * zh: 等它做完，再取结果。
	 */
	int rc = await_end(t);

	return rc < 0 ? rc : task_result(t, value);
	/* lab: end */
}

/* ---- async_cancel_and_wait ---- */

static void must_not_be_us(struct task *tasks[], int n)
{
	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_cancel_and_wait: %s waits for itself",
			      task_name(tasks[i]));
}

int async_cancel_and_wait(struct task *tasks[], int n)
{
	must_not_be_us(tasks, n);
	/* lab: step 4
	 * en: Ask all of them first. Then await the end of each: when we are
	 *     cancelled meanwhile, they must not be asked a second time while
	 *     they clean up. Remember it, and wait on.
	 * zh: 先一个个都请求到，再逐个 await_end：这期间我们被取消，不能在人家收拾
	 *     残局时再催一遍。记住这件事，接着等。
	 */
	int rc = 0;

	for (int i = 0; i < n; i++)
		task_cancel(tasks[i]);
	for (int i = 0; i < n; i++)
		while (!task_done(tasks[i]))
			if (await_end(tasks[i]) < 0)
				rc = -ECANCELED;
	return rc;
	/* lab: end */
}

/* ---- async_wait_for ---- */

/* lab: step 5
 * en: Zero or less: no_time(t, value). Cancel the task, wait for it, and give
 *     its result; but that it was cancelled means -ETIMEDOUT to our caller,
 *     unless we were cancelled too.
 * zh: 零或负数：no_time(t, value)。取消任务，等它，返回它的结果；不过它被取消，对
 *     调用者来说就是 -ETIMEDOUT，除非我们自己也被取消了。
 */
static int no_time(struct task *t, void **value)
{
	int rc = async_cancel_and_wait(&t, 1);

	if (rc == 0)
		rc = task_cancelled(t) ? -ETIMEDOUT : task_result(t, value);
	return rc;
}

/* lab: end */
int async_wait_for(struct task *t, double seconds, void **value)
{
	if (task_done(t))
		return task_result(t, value);
	/* lab: step 5
	 * en: Await the task between timeout_begin and timeout_end; awaiting
	 *     passes the cancel on to it, and comes back when it is done. If
	 *     it ended well in the very turn in which time was up, its result
	 *     must not be lost.
	 * zh: 在 timeout_begin 和 timeout_end 之间等任务：等待会把取消传给它，它做
	 *     完才回来。时间到的那一轮，它恰好正常做完，结果不能丢。
	 */
	struct timeout to;
	int rc;

	if (seconds <= 0)
		return no_time(t, value);
	rc = timeout_begin(&to, seconds);
	if (rc < 0)
		return rc;
	rc = timeout_end(&to, task_await(t, value));
	if (rc == -ETIMEDOUT && task_done(t) && !task_cancelled(t))
		return task_result(t, value);
	return rc;
	/* lab: end */
}
