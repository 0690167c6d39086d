/*
 * looks_first.c - a future is asked whether it is done before anybody waits for it.
 *
 * A task that waits for one that is done goes straight back into the ready
 * queue. A cancel request that is pending is passed on before the task waits,
 * not after. `waiting` is cleared by whoever wakes the task: its callback is
 * not its step. The suite must not mind.
 */
#include "task.h"

#include <errno.h>
#include <stddef.h>

#include "loop.h"
#include "panic.h"

static struct task *current;
static struct task *first, *last;

/* ---- every task there is ---- */

static void enlist(struct task *t)
{
	t->prev = last;
	if (last)
		last->next = t;
	else
		first = t;
	last = t;
}

static void delist(struct task *t)
{
	if (t->prev)
		t->prev->next = t->next;
	else
		first = t->next;
	if (t->next)
		t->next->prev = t->prev;
	else
		last = t->prev;
}

struct task *task_first(void)
{
	return first;
}

struct task *task_next(const struct task *t)
{
	return t->next;
}

/* ---- the end of a task ---- */

/* Nobody who waits for it will ever be called: they are given up too. */
static void give_up(struct task *t)
{
	fprintf(stderr, "%s was destroyed, but it is pending\n", t->name);
	while (handles_pop(&t->future.callbacks))
		;
}

void task_destroy(struct task *t)
{
	if (!t)
		return;
	if (t == current)
		panic("task_destroy: %s is running", t->name);
	if (!task_done(t))
		give_up(t);
	handle_cancel(&t->step);
	future_destroy(&t->future);
	delist(t);
	coro_destroy(&t->coro);
}

static void release(void *arg)
{
	task_destroy(arg);
}

static void release_soon(struct task *t)
{
	loop_call_soon(loop_current(), release, t, &t->step);
}

static void end(struct task *t)
{
	void *value = NULL;
	int rc = coro_result(&t->coro, &value);

	if (rc == 0 && t->must_cancel)
		rc = -ECANCELED;
	t->future.sealed = false;
	if (rc < 0)
		future_set_error(&t->future, rc);
	else
		future_set_result(&t->future, value);
	t->future.sealed = true;
	if (t->detached)
		release_soon(t);
}

/* ---- one step ---- */

static void step(void *arg);

static void woken(void *arg)
{
	struct task *t = arg;

	t->waiting = NULL;
	step(t);
}

static void wait_for(struct task *t, struct future *f)
{
	if (f == &t->future)
		panic("task %s awaits itself", t->name);
	if (f->done) {
		t->waiting = f;
		loop_call_soon(loop_current(), woken, t, &t->step);
		return;
	}
	if (t->must_cancel && future_cancel(f))
		t->must_cancel = false;
	t->waiting = f;
	future_add_done_callback(f, woken, t, &t->step);
}

static void step(void *arg)
{
	struct task *t = arg;
	int thrown = t->must_cancel ? -ECANCELED : 0;
	struct future *f;

	t->waiting = NULL;
	t->must_cancel = false;
	current = t;
	f = coro_resume(&t->coro, thrown);
	current = NULL;
	if (coro_done(&t->coro))
		end(t);
	else if (f)
		wait_for(t, f);
	else
		loop_call_soon(loop_current(), step, t, &t->step);
}

/* ---- its beginning ---- */

/* It steps, although what it waits for is not done. */
static void throw_out(struct task *t)
{
	handle_cancel(&t->step);
	t->must_cancel = true;
	loop_call_soon(loop_current(), step, t, &t->step);
}

/*
 * Tasks that wait for each other in a circle would ask each other for ever.
 * The first that is asked again, while it asks, has to leave the circle.
 */
static bool cancel_owner(struct future *f)
{
	char *record = (char *)f - offsetof(struct task, future);
	struct task *t = (struct task *)record;
	bool taken;

	if (t->asking) {
		throw_out(t);
		return true;
	}
	t->asking = true;
	taken = task_cancel(t);
	t->asking = false;
	return taken;
}

struct task *task_create_named(coro_fn *fn, void *arg, const char *name)
{
	struct task *t;

	if (!loop_current())
		panic("task_create: there is no loop; see async_run");
	if (!fn)
		panic("task_create: no function for %s", name);
	t = coro_create(sizeof(*t), fn, arg);
	if (!t)
		return NULL;
	future_init(&t->future, name);
	t->future.cancel = cancel_owner;
	t->future.sealed = true;
	task_set_name(t, name);
	enlist(t);
	loop_call_soon(loop_current(), step, t, &t->step); /* not now */
	return t;
}

void task_detach(struct task *t)
{
	if (!t || t->detached)
		return;
	t->detached = true;
	if (task_done(t))
		release_soon(t);
}

/* ---- cancel ---- */

bool task_cancel(struct task *t)
{
	if (!t || task_done(t))
		return false;
	t->cancelling++;
	if (!t->waiting || !future_cancel(t->waiting))
		t->must_cancel = true;
	return true;
}

int task_cancelling(const struct task *t)
{
	return t ? t->cancelling : 0;
}

int task_uncancel(struct task *t)
{
	if (t && t->cancelling > 0)
		t->cancelling--;
	return task_cancelling(t);
}

/* ---- looking at it ---- */

int task_await(struct task *t, void **value)
{
	return t ? future_await(&t->future, value) : -ENOMEM;
}

bool task_done(const struct task *t)
{
	return !t || future_done(&t->future);
}

bool task_cancelled(const struct task *t)
{
	return t && future_cancelled(&t->future);
}

int task_result(struct task *t, void **value)
{
	return t ? future_result(&t->future, value) : -ENOMEM;
}

struct future *task_future(struct task *t)
{
	return t ? &t->future : NULL;
}

const char *task_name(const struct task *t)
{
	return t ? t->name : "(no memory)";
}

void task_set_name(struct task *t, const char *name)
{
	if (!t)
		return;
	t->name = name;
	t->future.what = name;
	stack_set_name(t->coro.stack, name);
}

struct task *task_current(void)
{
	return current;
}
