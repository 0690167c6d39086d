/*
 * depth.c - no variable holds the coroutine that runs, only how deep we are.
 *
 * Coroutines are resumed one inside the other, so the innermost is the one whose
 * stack we stand on, and its record lies there. Depth 0 is main. What fn answers
 * is kept in a local until it has returned. The suite must not mind.
 */
#include "coro.h"

#include "panic.h"

static int depth; /* how many coroutines are running, one in the other */

static void body(void *record)
{
	struct coro *self = record;
	void *answer = NULL;
	int rc = self->fn(self->arg, &answer);

	self->result = answer;
	self->rc = rc;
	self->done = true;
	depth--;
	stack_exit(self->caller);
}

void *coro_create(size_t size, coro_fn *fn, void *arg)
{
	struct stack *stack = stack_create(size, body);
	struct coro *c = stack ? stack_record(stack) : NULL;

	if (c) {
		c->stack = stack;
		c->fn = fn;
		c->arg = arg;
	}
	return c;
}

void coro_destroy(struct coro *c)
{
	if (!c)
		return;
	if (c->caller)
		panic("coro_destroy: the coroutine is running");
	stack_destroy(c->stack);
}

void *coro_resume(struct coro *c, int thrown)
{
	if (c->caller)
		panic("coro_resume: the coroutine is running");
	if (c->done)
		panic("coro_resume: the coroutine is done");
	if (!c->started && thrown < 0) {
		c->rc = thrown;
		c->done = true;
		return NULL;
	}
	c->thrown = thrown;
	c->started = true;
	c->caller = stack_current();
	depth++;
	stack_switch(c->stack);
	c->caller = NULL;
	return c->done ? NULL : c->passed;
}

int coro_yield(void *value)
{
	struct coro *c = coro_current();

	if (!c)
		panic("coro_yield: not inside a coroutine");
	depth--;
	c->passed = value;
	stack_switch(c->caller);
	return c->thrown;
}

struct coro *coro_current(void)
{
	return depth > 0 ? stack_record(stack_current()) : NULL;
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
