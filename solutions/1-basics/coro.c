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
 * en: The first function on a coroutine's stack, void run(void *record): call
 *     fn, which leaves its answer in the record's `result`; keep what it
 *     returns, be done, and leave the stack for good.
 * zh: 协程栈上的第一个函数 void run(void *record)：调用 fn，答案写进记录的 result；记下它的
 *     返回值，标上做完了，从此离开这个栈。
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
	 *     run. The record is zero already; fill in stack, fn and arg.
	 * zh: 要一个栈，留出 size 字节放记录，从 run 开始。记录本来就是零，填上 stack、fn 和
	 *     arg。
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
 * en: The jump in, enter(c): caller is the stack that we stand on, `current`
 *     is c, and c has started. Switch to its stack. When somebody switches
 *     back, two of the three are put back: caller is NULL, `current` is who
 *     it was before (a coroutine may resume another). `started` stays.
 * zh: 跳进去的那一步 enter(c)：caller 记下此刻站着的栈，current 设成 c，标上 started，
 *     再切到它的栈。等有人切回来，还原其中两样：caller 变回 NULL，current 变回原来那个
 *     （协程里还可能恢复另一个协程）。started 不还原。
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
	 * en: First the special case: an error for a coroutine that has not
	 *     begun. It never begins, and is done with that error: NULL.
	 *     Otherwise leave `thrown` where coro_yield finds it, and enter.
	 *     Hand out what was passed, once.
	 * zh: 先看特殊情形：还没开始，就被扔进错误。那就永远不开始，带着这个错误算作做完，返回
	 *     NULL。否则把 thrown 放在 coro_yield 找得到的地方，然后 enter。递出来的值交出去，
	 *     只交一次。
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
