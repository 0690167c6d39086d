/*
 * coro.c - a function that can pause.
 *
 * Two jumps in opposite directions: coro_resume goes onto the coroutine's
 * stack and remembers who called; coro_yield goes back there. Values travel
 * through the record: `passed` outwards, `thrown` inwards.
 *
 * Mirrors a Python generator: resume is send or throw, yield is yield.
 */
#include "coro.h"

#include "panic.h"

static struct coro *current;

/*
 * Step 1. The first function on a coroutine's stack, run(record): call fn,
 * keep what it returns, be done, and leave the stack for good.
 * 第 1 步：协程栈上的第一个函数 run(record)：调用 fn，记下它的返回值，标上做
 * 完了，从此离开这个栈。
 */

void *coro_create(size_t size, coro_fn *fn, void *arg)
{
	/*
	 * Step 1. A stack with room for `size` bytes of record, which begins
	 * in run. The record is zero already; fill in what is known.
	 * 第 1 步：要一个栈，留出 size 字节放记录，从 run 开始。记录本来就是
	 * 零，把已知的填上。
	 */
	not_written(__func__);
}

void coro_destroy(struct coro *c)
{
	if (!c)
		return;
	if (c->caller)
		panic("coro_destroy: the coroutine is running");
	stack_destroy(c->stack);
}

/*
 * Step 2. The jump in, enter(c): remember the caller's stack, be current,
 * switch to the coroutine's stack. When somebody switches back, undo all
 * three, in such a way that a coroutine may resume another.
 * 第 2 步：跳进去的那一步 enter(c)：记住调用者的栈，把 current 设成 c，再切到
 * 它的栈。等有人切回来，再一一还原；协程里还可能恢复另一个协程，别弄乱。
 */

void *coro_resume(struct coro *c, int thrown)
{
	if (c->caller)
		panic("coro_resume: the coroutine is running");
	if (c->done)
		panic("coro_resume: the coroutine is done");
	/*
	 * Step 3. Leave `thrown` where coro_yield finds it, and enter. An
	 * error thrown into a coroutine that has not begun: it never begins,
	 * and is done with that error. Hand out what was passed, once.
	 * 第 3 步：把 thrown 放在 coro_yield 找得到的地方，然后 enter。还没开
	 * 始就被扔进错误：那就永远不开始，带着这个错误算作做完。递出来的值交
	 * 出去，只交一次。
	 */
	not_written(__func__);
}

int coro_yield(void *value)
{
	struct coro *c = current;

	if (!c)
		panic("coro_yield: not inside a coroutine");
	/*
	 * Step 4. Leave the value where coro_resume finds it, and switch back
	 * to the caller. Whoever resumes us next has left an answer: take it.
	 * 第 4 步：把 value 放在 coro_resume 找得到的地方，切回调用者的栈。下
	 * 次谁恢复我们，谁就留下了回话：取来返回。
	 */
	not_written(__func__);
}

struct coro *coro_current(void)
{
	return current;
}

bool coro_done(const struct coro *c)
{
	return c->done;
}

int coro_result(const struct coro *c, void **result)
{
	if (!c->done)
		panic("coro_result: the coroutine is not done");
	if (result)
		*result = c->result;
	return c->rc;
}
