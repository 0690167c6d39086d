/*
 * report.c - who is there, and what each waits for. Given.
 *
 * Written for a person who looks at a program that stands still: one line a
 * task, on stderr, after everything that was printed before.
 */
#define _GNU_SOURCE /* for dladdr, in POSIX since 2024 */
#include "report.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "task.h"

static const char *state_of(const struct task *t)
{
	if (t == task_current())
		return "runs";
	if (!t->coro.started)
		return "has not begun";
	return t->waiting ? "waits for " : "is ready";
}

static int count_pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

void report_tasks(const char *title)
{
	int n = count_pending();

	fflush(stdout);
	fprintf(stderr, "%s: %d task%s\n", title, n, n == 1 ? "" : "s");
	for (struct task *t = task_first(); t; t = task_next(t)) {
		if (task_done(t))
			continue;
		fprintf(stderr, "  %s %s%s\n", task_name(t), state_of(t),
			t->waiting ? t->waiting->what : "");
	}
}

static const struct task *task_of_step(callback_fn *fn, const void *arg)
{
	for (struct task *t = task_first(); t; t = task_next(t))
		if (t == arg && t->step.fn == fn)
			return t;
	return NULL;
}

/* "program+0x1234" is what addr2line takes for a function without a symbol. */
static void say_function(callback_fn *fn)
{
	Dl_info info = { 0 };
	uintptr_t address = (uintptr_t)fn;
	const char *file;

	if (dladdr((void *)address, &info) && info.dli_sname) {
		fprintf(stderr, "callback %s", info.dli_sname);
		return;
	}
	file = info.dli_fname ? info.dli_fname : "?";
	fprintf(stderr, "callback %s+0x%lx", file,
		(unsigned long)(address - (uintptr_t)info.dli_fbase));
}

static void report_slow(callback_fn *fn, void *arg, double seconds)
{
	const struct task *t = task_of_step(fn, arg);

	fflush(stdout);
	if (t)
		fprintf(stderr, "task %s", task_name(t));
	else
		say_function(fn);
	fprintf(stderr, " held the thread for %.3f s; nobody else could run\n",
		seconds);
}

/* The handle may be gone when its callback returns: copy first. */
void report_call(struct handle *h, double slow)
{
	callback_fn *fn = h->fn;
	void *arg = h->arg;
	double start, held;

	if (slow <= 0) {
		fn(arg);
		return;
	}
	start = monotonic();
	fn(arg);
	held = monotonic() - start;
	if (held >= slow)
		report_slow(fn, arg, held);
}
