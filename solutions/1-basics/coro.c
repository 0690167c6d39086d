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

/* lab: step 1
 * en: The first function on a coroutine's stack, run(record): call fn, keep
 *     what it returns, be done, and leave the stack for good.
 * zh: 协程栈上的第一个函数 run(record)：调用 fn，记下它的返回值，标上做完了，从此离开
 *     这个栈。
 */
static void run(void *record)
{
	struct coro *c = record;

	c->rc = c->fn(c->arg, &c->result);
	c->done = true;
	stack_exit(c->caller);
}

/* lab: end */
void *coro_create(size_t size, coro_fn *fn, void *arg)
{
	/* lab: step 1
	 * en: A stack with room for `size` bytes of record, which begins in
	 *     run. The record is zero already; fill in what is known.
	 * zh: 要一个栈，留出 size 字节放记录，从 run 开始。记录本来就是零，把已知的填上。
	 */
	struct stack *stack = stack_create(size, run);
	struct coro *c;

	if (!stack)
		return NULL;
	c = stack_record(stack);
	c->stack = stack;
	c->fn = fn;
	c->arg = arg;
	return c;
	/* lab: end */
}

void coro_destroy(struct coro *c)
{
	if (!c)
		return;
	if (c->caller)
		panic("coro_destroy: the coroutine is running");
	stack_destroy(c->stack);
}

/* lab: step 2
 * en: The jump in, enter(c): remember the caller's stack, be current, switch
 *     to the coroutine's stack. When somebody switches back, undo all three,
 *     in such a way that a coroutine may resume another.
 * zh: 跳进去的那一步 enter(c)：记住调用者的栈，把 current 设成 c，再切到它的栈。等有人切回
 *     来，再一一还原；协程里还可能恢复另一个协程，别弄乱。
 */
static void enter(struct coro *c)
{
	struct coro *outer = current;

	c->caller = stack_current();
	c->started = true;
	current = c;
	stack_switch(c->stack);
	current = outer;
	c->caller = NULL;
}

/* lab: end */
void *coro_resume(struct coro *c, int thrown)
{
	if (c->caller)
		panic("coro_resume: the coroutine is running");
	if (c->done)
		panic("coro_resume: the coroutine is done");
	/* lab: step 3
	 * en: Leave `thrown` where coro_yield finds it, and enter. An error
	 *     thrown into a coroutine that has not begun: it never begins, and
	 *     is done with that error. Hand out what was passed, once.
	 * zh: 把 thrown 放在 coro_yield 找得到的地方，然后 enter。还没开始就被扔进错误：
	 *     那就永远不开始，带着这个错误算作做完。递出来的值交出去，只交一次。
	 */
	if (thrown < 0 && !c->started) {
		c->rc = thrown;
		c->done = true;
		return NULL;
	}
	c->thrown = thrown;
	c->passed = NULL;
	enter(c);
	return c->passed;
	/* lab: end */
}

int coro_yield(void *value)
{
	struct coro *c = current;

	if (!c)
		panic("coro_yield: not inside a coroutine");
	/* lab: step 4
	 * en: Leave the value where coro_resume finds it, and switch back to
	 *     the caller. Whoever resumes us next has left an answer: take it.
	 * zh: 把 value 放在 coro_resume 找得到的地方，切回调用者的栈。下次谁恢复我们，谁就
	 *     留下了回话：取来返回。
	 */
	c->passed = value;
	stack_switch(c->caller);
	return c->thrown;
	/* lab: end */
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
