/*
 * future.c - a value that is not there yet.
 *
 * Pending, then done for good. Whoever waits has a handle in `callbacks`;
 * when the future is done, all of them move to the loop's ready queue, in
 * order. They are never called from here: whoever sets a result can not be
 * surprised by what others do with it.
 *
 * Mirrors class Future in CPython's Lib/asyncio/futures.py.
 */
#include "future.h"

#include <errno.h>
#include <stdio.h>

#include "coro.h"
#include "errors.h"
#include "loop.h"
#include "panic.h"

void future_init(struct future *f, const char *what)
{
	*f = (struct future){ .what = what };
	handles_init(&f->callbacks);
}

void future_destroy(struct future *f)
{
	if (!handles_empty(&f->callbacks))
		panic("future_destroy: somebody still waits for %s", f->what);
	if (f->rc < 0 && f->rc != -ECANCELED && !f->asked)
		fprintf(stderr, "%s failed, and nobody asked why: %s\n",
			f->what, async_strerror(f->rc));
}

bool future_done(const struct future *f)
{
	return f->done;
}

bool future_cancelled(const struct future *f)
{
	return f->rc == -ECANCELED;
}

static struct loop *the_loop(void)
{
	struct loop *l = loop_current();

	if (!l)
		panic("future: there is no loop");
	return l;
}

/*
 * Step 1. Be done, once and for all: settle(f, value, rc). Keep both, and
 * move everybody who waits to the loop's ready queue. Call nobody.
 * 第 1 步：一锤定音：settle(f, value, rc)。两样都记下，把等着的人全部移到事件
 * 循环的就绪队列。谁也不要当场调用。
 */

static void must_be_settable(const struct future *f, const char *function)
{
	the_loop(); /* it will have to call those who wait */
	if (f->sealed)
		panic("%s: %s is a task's; only the task sets its result",
		      function, f->what);
	if (f->done)
		panic("%s: %s is done already", function, f->what);
}

void future_set_result(struct future *f, void *value)
{
	must_be_settable(f, __func__);
	/*
	 * Step 1. Settled, with a value.
	 * 第 1 步：定下来：有值。
	 */
	not_written(__func__);
}

bool future_set_result_unless_done(struct future *f, void *value)
{
	/*
	 * Step 1. The same, if it is still pending.
	 * 第 1 步：同上，前提是还没做完。
	 */
	not_written(__func__);
}

void future_set_error(struct future *f, int rc)
{
	must_be_settable(f, __func__);
	if (rc >= 0)
		panic("future_set_error: %d is not an error", rc);
	/*
	 * Step 1. Settled, without a value.
	 * 第 1 步：定下来：没有值，只有错误。
	 */
	not_written(__func__);
}

bool future_cancel(struct future *f)
{
	/*
	 * Step 2. A done future can not be cancelled. One with an owner (the
	 * `cancel` hook is set) asks the owner; any other is done now, with
	 * -ECANCELED.
	 * 第 2 步：做完了就不能再取消。有主人的（设了 cancel 这个钩子）去问主
	 * 人；没主人的，当场以 -ECANCELED 告终。
	 */
	not_written(__func__);
}

int future_result(struct future *f, void **value)
{
	if (!f->done)
		panic("future_result: %s is not done", f->what);
	/*
	 * Step 3. Remember that somebody asked. *value is written only when
	 * there is one, and only when the caller wants it.
	 * 第 3 步：记下有人问过了。有值，而且人家要，才写 *value。
	 */
	not_written(__func__);
}

int future_error(struct future *f)
{
	return future_result(f, NULL);
}

void future_add_done_callback(struct future *f, callback_fn *fn, void *arg,
			      struct handle *h)
{
	/*
	 * Step 4. Done already? Then the loop calls it soon. Else it waits
	 * here.
	 * 第 4 步：已经做完了？那就让事件循环尽快去调。没有，就在这儿等着。
	 */
	not_written(__func__);
}

int future_remove_done_callback(struct future *f, callback_fn *fn)
{
	/*
	 * Step 4. Walk the ring from callbacks.ring.next round to the ring
	 * itself, and take out every handle with this fn. Look ahead before
	 * you take one out: it forgets its neighbours.
	 * 第 4 步：从 callbacks.ring.next 沿着环走回 ring，把 fn 相同的句柄都
	 * 取下来。取之前先看好下一个是谁：取下来的句柄不记得左邻右舍。
	 */
	not_written(__func__);
}

int future_await(struct future *f, void **value)
{
	if (!f->done && !coro_current())
		panic("future_await: not inside a coroutine");
	/*
	 * Step 5. Not done? Hand the future to whoever drives this coroutine,
	 * and pause: coro_yield(f). It answers an error if we were cancelled
	 * meanwhile. Awake again, take the result.
	 * 第 5 步：还没做完？把 future 递给驱动这个协程的人，停下：
	 * coro_yield(f)。等待时被取消，它返回错误。醒来，就取结果。
	 */
	not_written(__func__);
}
