/*
 * run.c - the two names that a program begins with.
 *
 * async_run, in order:
 * - make the loop and the task `main`, and listen for Ctrl-C;
 * - run until main is done. If nothing can happen any more, say who waits
 *   for what, and end everybody, main last: its locals are their arguments;
 * - cancel whoever is left, once, and let them clean up;
 * - free the loop, then every task.
 *
 * Mirrors CPython's Lib/asyncio/runners.py, and sleep in Lib/asyncio/tasks.py.
 */
#include "run.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "interrupt.h"
#include "loop.h"
#include "panic.h"
#include "report.h"
#include "task.h"

/* So many finished tasks that nobody detached are worth a word, in debug. */
#define MANY 1000

/* ---- async_sleep ---- */

/* lab: step 1
 * en: What the timer calls, wake_up(future): set the future's result, unless
 *     it is done: a cancelled sleep may be woken too.
 * zh: 定时器调用的 wake_up(future)：设好 future 的结果，除非它已经做完：被取消的睡眠也
 *     可能被叫醒。
 */
static void wake_up(void *future)
{
	future_set_result_unless_done(future, NULL);
}

/* lab: end */
int async_sleep(double seconds)
{
	if (!loop_current() || !coro_current())
		panic("async_sleep: not inside a coroutine that a loop runs");
	/* lab: step 1
	 * en: A future and a timer, both locals: they live as long as we sleep.
	 *     Zero or less is one bare yield. However the wait ends, the timer
	 *     must be off the heap before this frame goes.
	 * zh: 一个 future，一个定时器，都是局部变量：睡多久，它们就活多久。零或负数，只让出一次。
	 *     不管怎么醒，这个栈帧消失之前，定时器必须从堆里取下来。
	 */
	struct loop *l = loop_current();
	struct timer timer = { 0 };
	struct future woken;
	int rc;

	if (seconds <= 0)
		return coro_yield(NULL);
	future_init(&woken, "sleep");
	rc = loop_call_later(l, seconds, wake_up, &woken, &timer);
	if (rc < 0)
		return rc;
	rc = future_await(&woken, NULL);
	loop_cancel_timer(l, &timer);
	return rc;
	/* lab: end */
}

/* ---- async_run ---- */

/* lab: step 2
 * en: Run the loop until main is done: run_until_done(l, main). A callback on
 *     main's future stops the loop. 0: main is done; -EDEADLK and others as
 *     the loop says. A loop that somebody else stopped is their bug: panic.
 * zh: 跑到 main 做完为止：run_until_done(l, main)。在 main 的 future 上挂一个回调，叫
 *     循环停下。返回 0：main 做完了；-EDEADLK 等照循环说的返回。要是别人把循环停了，那是他
 *     的错：panic。
 */
static void stop(void *loop)
{
	loop_stop(loop);
}

static int run_until_done(struct loop *l, struct task *main)
{
	struct handle done = { 0 };
	int rc;

	future_add_done_callback(task_future(main), stop, l, &done);
	rc = loop_run_forever(l);
	handle_cancel(&done);
	if (rc == 0 && !task_done(main))
		panic("async_run: the loop was stopped before main was done");
	return rc;
}

/* lab: end */
/* lab: step 3
 * en: Two helpers. cancel_all(except): cancel every task that is not done,
 *     but not `except` (NULL: nobody is spared), and mark as `ending` whoever
 *     was asked. still_ending(): is one who is marked still not done?
 * zh: 两个辅助函数。cancel_all(except)：没做完的任务全部取消，except 除外（NULL
 *     就是一个也不放过）；收到取消的，标上 ending。still_ending()：标上的人
 *     里，还有没做完的吗？
 */
static void cancel_all(const struct task *except)
{
	for (struct task *t = task_first(); t; t = task_next(t))
		if (t != except)
			t->ending = task_cancel(t);
}

static bool still_ending(void)
{
	for (struct task *t = task_first(); t; t = task_next(t))
		if (t->ending && !task_done(t))
			return true;
	return false;
}

/* lab: end */
/* lab: step 4
 * en: End them: end_all(l, except). Cancel once, not again: a task may wait
 *     while it cleans up. Turn until all have ended, or nothing can happen:
 *     then report who still waits.
 * zh: 收场：end_all(l, except)。只取消一次，别再来：任务收拾残局时可以等待。一轮轮转到
 *     全都结束，或者再也不会有事发生：那就报告谁还在等。
 */
static void end_all(struct loop *l, const struct task *except)
{
	int rc = 0;

	cancel_all(except);
	while (rc == 0 && still_ending())
		rc = loop_run_once(l);
	if (rc < 0)
		report_tasks("cancelled, but they still wait");
}

/* lab: end */
static void free_tasks(bool debug)
{
	int n = 0;

	for (struct task *t; (t = task_first()); n++)
		task_destroy(t);
	if (debug && n > MANY)
		fprintf(stderr,
			"async_run: %d tasks were never detached, "
			"each kept its stack: see task_detach\n",
			n);
}

static int run_main(struct loop *l, struct task *main, void **value)
{
	/* lab: step 5
	 * en: Put it together. Run until main is done; on a failure of the
	 *     loop itself report who waits ("deadlock" is a good title), end
	 *     the others, then main, and return that failure. Else end whoever
	 *     is left, and return main's result; but a main that ended
	 *     cancelled after interrupt_seen() gives -EINTR.
	 * zh: 合起来。跑到 main 做完；循环自己出了错，就报告谁在等（标题写 "deadlock" 就好），
	 *     先让别的任务收场，再轮到 main，然后返回这个错误。否则让剩下的收场，返回 main 的
	 *     结果；不过 interrupt_seen() 之后以取消告终的 main，要返回 -EINTR。
	 */
	int rc = run_until_done(l, main);

	if (rc < 0) {
		report_tasks("deadlock");
		end_all(l, main);
		end_all(l, NULL);
		return rc;
	}
	end_all(l, NULL);
	rc = task_result(main, value);
	return rc == -ECANCELED && interrupt_seen() ? -EINTR : rc;
	/* lab: end */
}

int async_run(coro_fn *fn, void *arg, void **value)
{
	struct loop *l;
	struct task *main;
	bool debug;
	int rc = -ENOMEM;

	if (loop_current())
		panic("async_run: there is a loop already");
	if (!fn)
		panic("async_run: no coroutine function to run");
	l = loop_create();
	if (!l)
		return -ENOMEM;
	main = task_create_named(fn, arg, "main");
	if (main)
		rc = interrupt_open(main);
	if (rc == 0) {
		rc = run_main(l, main, value);
	} else if (main) {
		task_cancel(main); /* it ends before it has begun */
		loop_run_once(l);
	}
	interrupt_close();
	debug = l->slow > 0;
	loop_destroy(l); /* before the stacks on which its timers lie */
	free_tasks(debug);
	return rc;
}
