/*
 * task.c - witnesses round whatever pauses: contexts, coroutines, futures,
 * tasks, and the beginning and the end.
 */
#include "task.h"

#include "context.h"
#include "loop.h"
#include "run.h"
#include "trace.h"

#define F struct future *f
#define C struct coro *c
#define T struct task *t

/* ---- context, coro ---- */

/*
 * coro_resume says where it goes before it jumps. Whoever yields or ends goes
 * back to where somebody else once stood, in here, and knows that.
 */
void __real_context_switch(struct context **save, struct context *to);
void __wrap_context_switch(struct context **save, struct context *to);
void __wrap_context_switch(struct context **save, struct context *to)
{
	int here = trace_stack;

	trace("context", "call", "context_switch");
	trace_stack = trace_number(coro_current());
	__real_context_switch(save, to);
	trace_stack = here;
	trace("context", "back", "context_switch");
}

WITNESS(int, "coro", coro_yield, (void *value), (value))

void *__real_coro_resume(C, int thrown);
void *__wrap_coro_resume(C, int thrown);
void *__wrap_coro_resume(C, int thrown)
{
	void *passed;

	trace("coro", "call", "coro_resume\t%d", trace_number(c));
	passed = __real_coro_resume(c, thrown);
	trace("coro", "back", "coro_resume");
	return passed;
}

static const char *name_of_next = "coroutine";

void *__real_coro_create(size_t size, coro_fn *fn, void *arg);
void *__wrap_coro_create(size_t size, coro_fn *fn, void *arg);
void *__wrap_coro_create(size_t size, coro_fn *fn, void *arg)
{
	void *c = __real_coro_create(size, fn, arg);

	if (c)
		trace_born(c, name_of_next);
	return c;
}

void __real_coro_destroy(C);
void __wrap_coro_destroy(C);
void __wrap_coro_destroy(C)
{
	trace_gone(c);
	__real_coro_destroy(c);
}

/* ---- future ---- */

SILENT("future", future_set_result, (F, void *value), (f, value), "\t%s",
       f->what)
SILENT("future", future_set_error, (F, int rc), (f, rc), "\t%s\t%d", f->what,
       rc)
WITNESS(bool, "future", future_set_result_unless_done, (F, void *value),
	(f, value), "\t%s", f->what)
WITNESS(bool, "future", future_cancel, (F), (f), "\t%s", f->what)
SILENT("future", future_add_done_callback,
       (F, callback_fn *fn, void *arg, struct handle *h), (f, fn, arg, h),
       "\t%s\t%s", f->what, trace_callback(h, fn, arg))
WITNESS(int, "future", future_await, (F, void **value), (f, value), "\t%s",
	f->what)

/* ---- task ---- */

WITNESS(int, "task", task_await, (T, void **value), (t, value), "\t%s",
	task_name(t))
WITNESS(bool, "task", task_cancel, (T), (t), "\t%s", task_name(t))
SILENT("task", task_detach, (T), (t), "\t%s", task_name(t))

struct task *__real_task_create_named(coro_fn *fn, void *arg, const char *name);
struct task *__wrap_task_create_named(coro_fn *fn, void *arg, const char *name);
struct task *__wrap_task_create_named(coro_fn *fn, void *arg, const char *name)
{
	struct task *t;

	trace("task", "call", "task_create\t%s", name);
	name_of_next = name;
	t = __real_task_create_named(fn, arg, name);
	name_of_next = "coroutine";
	trace("task", "back", "task_create");
	return t;
}

/* ---- run ---- */

WITNESS(int, "run", async_run, (coro_fn * fn, void *arg, void **value),
	(fn, arg, value))
WITNESS(int, "run", async_sleep, (double seconds), (seconds), "\t%g", seconds)
