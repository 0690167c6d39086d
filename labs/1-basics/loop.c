/*
 * loop.c - the ready queue and the turn.
 *
 * One turn:
 * - how long may we sleep?
 * - select: sleep until a descriptor or a deadline is ready;
 * - what is due moves from the timers to the ready queue;
 * - what is ready is called.
 *
 * Callbacks run in run_ready and nowhere else, and none is ever called from
 * inside loop_call_soon. Mirrors BaseEventLoop in CPython's
 * Lib/asyncio/base_events.py.
 */
#include "loop.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "panic.h"
#include "report.h"

/* How many descriptors one turn hears of; the others wait for the next. */
#define HEAR_AT_MOST 256

/* A loop that is never idle looks at background descriptors this often. */
#define LOOK_EVERY 64

static struct loop *current;

static double slow_from_environment(void)
{
	const char *debug = getenv("ASYNC_DEBUG");

	return debug && strcmp(debug, "0") != 0 && *debug ? 0.1 : 0;
}

struct loop *loop_create(void)
{
	struct loop *l;

	if (current)
		panic("loop_create: there is a loop already");
	l = calloc(1, sizeof(*l));
	if (!l)
		return NULL;
	handles_init(&l->ready);
	l->timers = timers_create();
	l->selector = selector_create();
	l->slow = slow_from_environment();
	current = l;
	if (!l->timers || !l->selector) {
		loop_destroy(l);
		return NULL;
	}
	return l;
}

void loop_destroy(struct loop *l)
{
	if (!l)
		return;
	if (l->running)
		panic("loop_destroy: the loop is running");
	while (handles_pop(&l->ready))
		; /* nobody's link may point to freed memory */
	timers_destroy(l->timers);
	selector_destroy(l->selector);
	free(l->watches);
	free(l);
	current = NULL;
}

struct loop *loop_current(void)
{
	return current;
}

double loop_time(const struct loop *l)
{
	return monotonic();
}

void loop_set_debug(struct loop *l, double slow)
{
	l->slow = slow;
}

void loop_call_soon(struct loop *l, callback_fn *fn, void *arg,
		    struct handle *h)
{
	/*
	 * Step 1. Write fn and arg into the handle and push it. Do not call
	 * fn.
	 * 第 1 步：把 fn 和 arg 写进句柄，推进队列。不要在这里调用 fn。
	 */
	not_written(__func__);
}

int loop_call_at(struct loop *l, double when, callback_fn *fn, void *arg,
		 struct timer *timer)
{
	/*
	 * Step 2. Put the timer on the heap. One that is due and waits in the
	 * ready queue is still set: -EBUSY.
	 * 第 2 步：把定时器放进堆里。已经到期、正在就绪队列里等着的，也算设
	 * 着：-EBUSY。
	 */
	not_written(__func__);
}

int loop_call_later(struct loop *l, double delay, callback_fn *fn, void *arg,
		    struct timer *timer)
{
	/*
	 * Step 2. The same, so many seconds from now.
	 * 第 2 步：同上，从现在起过 delay 秒。
	 */
	not_written(__func__);
}

void loop_cancel_timer(struct loop *l, struct timer *timer)
{
	/*
	 * Step 2. Off the heap, and out of the ready queue: it is in one of
	 * them, or in neither.
	 * 第 2 步：从堆里取下，也从就绪队列里取下：它在其中一处，或者哪儿都不
	 * 在。
	 */
	not_written(__func__);
}

/*
 * Step 3. A helper, how_long(l): for how many seconds may this turn sleep?
 * Not at all when somebody is ready or we are stopping; for ever (INFINITY)
 * when no timer is set; else until the first deadline.
 * 第 3 步：辅助函数 how_long(l)：这一轮能睡多少秒？有人就绪，或者正要停，一刻
 * 也不睡；没有定时器，睡到天荒地老（INFINITY）；否则睡到最早的截止时刻。
 */

/*
 * Step 4. A helper, sleep_in_select(l, timeout): sleep in selector_select,
 * and hand what it answers to loop_process_events (lab watch). 0, or the
 * error. When there is no time to sleep and nobody waits for a descriptor,
 * save the system call: look only in every LOOK_EVERYth turn.
 * 第 4 步：辅助函数 sleep_in_select(l, timeout)：睡在 selector_select 里，把
 * 它的回答交给 loop_process_events（watch 实验来写）。既没时间睡，又没人等描
 * 述符，这次系统调用就省了：每 LOOK_EVERY 轮看一次就够。
 */

/*
 * Step 5. A helper, collect_due(l): pop every timer whose deadline has come
 * and push its handle. Where no timer is set, save the look at the clock.
 * 第 5 步：辅助函数 collect_due(l)：截止时刻已到的定时器，一个个取下来，把句
 * 柄推进就绪队列。一个定时器也没有，就不必看钟。
 */

/*
 * Step 6. A helper, run_ready(l): call what was ready when we began
 * (report_call calls), and nothing else: a callback that queues itself again
 * must wait for the next turn, or descriptors would starve. A callback may
 * cancel another one that has not run yet. A queue of your own begins with
 * handles_init.
 * 第 6 步：辅助函数 run_ready(l)：只调用（用 report_call）开始那一刻已经就绪
 * 的。谁又把自己排进队，就等下一轮，不然描述符就陷入饥饿。回调还可能取消同一
 * 轮里没轮到的另一个。自己的队列，先用 handles_init 备好。
 */

/*
 * Step 7. A helper, stuck(l): can nothing ever happen? Nobody ready, no
 * timer, no descriptor that somebody waits for, and nobody asked to stop.
 * 第 7 步：辅助函数 stuck(l)：是不是再也不会有事发生了？没人就绪，没有定时
 * 器，没有谁在等描述符，也没人叫停。
 */

int loop_run_once(struct loop *l)
{
	if (l->running)
		panic("loop_run_once: the loop is running; "
		      "a callback may not run it again");
	/*
	 * Step 7. The turn: stuck is -EDEADLK; how_long; sleep_in_select;
	 * collect_due; run_ready. l->running is true meanwhile, and l->turns
	 * counts.
	 * 第 7 步：一轮：stuck 就返回 -EDEADLK；how_long；sleep_in_select；
	 * collect_due；run_ready。这期间 l->running 为真，l->turns 计数。
	 */
	not_written(__func__);
}

int loop_run_forever(struct loop *l)
{
	/*
	 * Step 8. Turn until a turn fails or somebody has asked to stop; then
	 * forget that they did, so that the loop can run again.
	 * 第 8 步：一轮一轮地转，直到哪一轮出错，或者有人叫停；然后忘掉叫停这
	 * 回事，好让循环还能再跑。
	 */
	not_written(__func__);
}

void loop_stop(struct loop *l)
{
	/*
	 * Step 8. Only ask; the turn under way is finished first.
	 * 第 8 步：只是说一声；正在转的这一轮要转完。
	 */
	not_written(__func__);
}
