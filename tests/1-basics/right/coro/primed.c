/*
 * primed.c - the stack is entered at once, and left before fn begins.
 *
 * coro_create goes onto the new stack and straight back, so every resume comes
 * back out of the same place: a pause. Also the first one, and the error that is
 * thrown into a coroutine that has not begun is seen on its own stack, which it
 * then never leaves. The suite must not mind.
 */
#include "coro.h"

#include "panic.h"

static struct coro *current;

/* Stop here, until somebody enters again; what was thrown in. */
static int pause_here(struct coro *c)
{
	int thrown;

	stack_switch(c->caller);
	thrown = c->thrown;
	c->thrown = 0;
	return thrown;
}

static void enter(struct coro *c)
{
	c->caller = stack_current();
	stack_switch(c->stack);
	c->caller = NULL;
}

static void begin(void *record)
{
	struct coro *c = record;
	int rc = pause_here(c);

	if (rc == 0) {
		c->started = true;
		rc = c->fn(c->arg, &c->result);
	}
	c->rc = rc;
	c->done = true;
	stack_exit(c->caller);
}

void *coro_create(size_t size, coro_fn *fn, void *arg)
{
	struct stack *s = stack_create(size, begin);
	struct coro *c;

	if (!s)
		return NULL;
	c = stack_record(s);
	*c = (struct coro){ .stack = s, .fn = fn, .arg = arg };
	enter(c);
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
	struct coro *outer = current;
	void *value;

	c->thrown = thrown;
	c->passed = NULL;
	current = c;
	enter(c);
	current = outer;
	value = c->passed;
	c->passed = NULL;
	return value;
}

int coro_yield(void *value)
{
	struct coro *c = current;

	if (!c)
		panic("coro_yield: not inside a coroutine");
	c->passed = value;
	return pause_here(c);
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
