/*
 * one_entry.c - whatever wakes a task calls the same function, which looks why.
 *
 * A step that ends throws nothing away: the task asks itself whether a request
 * is left, and passes it on as task_cancel would. The list of all tasks is a
 * ring. The suite must not mind.
 */
#include "task.h"

#include <errno.h>
#include <stddef.h>

#include "loop.h"
#include "panic.h"

static struct task *current;
static struct task *last; /* a ring: behind the last is the first */

/* ---- every task there is ---- */

static void enlist(struct task *t)
{
	if (last) {
		t->next = last->next;
		t->prev = last;
		t->next->prev = last->next = t;
	} else {
		t->next = t->prev = t;
	}
	last = t;
}

static void delist(struct task *t)
{
	t->prev->next = t->next;
	t->next->prev = t->prev;
	if (last == t)
		last = t->prev != t ? t->prev : NULL;
}

struct task *task_first(void)
{
	return last ? last->next : NULL;
}

struct task *task_next(const struct task *t)
{
	return t != last ? t->next : NULL;
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

static void settle(struct task *t, int rc, void *value)
{
	struct future *f = &t->future;

	f->sealed = false;
	if (rc < 0)
		future_set_error(f, rc);
	else if (t->must_cancel)
		future_set_error(f, -ECANCELED);
	else
		future_set_result(f, value);
	f->sealed = true;
}

static void leave(struct task *t)
{
	void *value;
	int rc = coro_result(&t->coro, &value);

	settle(t, rc, value);
	if (t->detached)
		release_soon(t);
}

/* ---- one step ---- */

static void step(void *arg);

/* The request that nobody has delivered yet: ask whom the task waits for. */
static bool deliver(struct task *t)
{
	return t->waiting && future_cancel(t->waiting);
}

static void wait_for(struct task *t, struct future *f)
{
	if (f == &t->future)
		panic("task_await: %s would wait for itself for ever",
		      task_name(t));
	t->waiting = f;
	future_add_done_callback(f, step, t, &t->step);
	if (t->must_cancel)
		t->must_cancel = !deliver(t);
}

static void step(void *arg)
{
	struct task *t = arg, *before = current;
	bool throw = t->must_cancel;
	void *f;

	t->must_cancel = false;
	t->waiting = NULL;
	current = t;
	f = coro_resume(&t->coro, throw ? -ECANCELED : 0);
	current = before;
	if (t->coro.done) {
		leave(t);
		return;
	}
	if (f)
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
	t = coro_create(sizeof(struct task), fn, arg);
	if (t == NULL)
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
	t->cancelling += 1;
	if (deliver(t))
		return true;
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
