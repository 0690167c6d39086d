/*
 * stops_in_the_end.c - a callback stops the loop, when main ends and after it.
 *
 * Each task that is asked to end gets a callback that stops the loop; the loop
 * is run again until nobody is left. The youngest is asked first. The suite must not mind.
 */
#include "run.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "interrupt.h"
#include "loop.h"
#include "panic.h"
#include "report.h"
#include "task.h"

/* So many finished tasks that nobody detached are worth a word, in debug. */
#define MANY 1000

/* ---- async_sleep ---- */

struct nap {
	struct future over;
	struct timer timer;
};

static void over(void *arg)
{
	struct nap *nap = arg;

	if (!future_done(&nap->over))
		future_set_result(&nap->over, NULL);
}

int async_sleep(double seconds)
{
	if (!loop_current() || !coro_current())
		panic("async_sleep: not inside a coroutine that a loop runs");
	struct loop *l = loop_current();
	struct nap nap = { .timer = { .slot = 0 } };
	int rc;

	if (isnan(seconds))
		return -EINVAL;
	if (seconds <= 0)
		return coro_yield(NULL);
	future_init(&nap.over, "sleep");
	rc = loop_call_later(l, seconds, over, &nap, &nap.timer);
	if (rc == 0)
		rc = future_await(&nap.over, NULL);
	loop_cancel_timer(l, &nap.timer);
	return rc;
}

/* ---- async_run ---- */

static void stop(void *l)
{
	loop_stop(l);
}

static int run_until_done(struct loop *l, struct task *main)
{
	struct handle h = { 0 };
	int rc;

	future_add_done_callback(task_future(main), stop, l, &h);
	rc = loop_run_forever(l);
	handle_cancel(&h);
	if (rc == 0 && !task_done(main))
		panic("async_run: somebody else stopped the loop");
	return rc;
}

static struct task *ending(void)
{
	for (struct task *t = task_first(); t; t = task_next(t))
		if (t->ending && !task_done(t))
			return t;
	return NULL;
}

/* The youngest first. */
static void ask_all(const struct task *except)
{
	struct task *t = task_first();

	while (t && task_next(t))
		t = task_next(t);
	for (; t; t = t->prev)
		if (t != except && task_cancel(t))
			t->ending = true;
}

static void end_all(struct loop *l, const struct task *except)
{
	struct task *t;

	ask_all(except);
	while ((t = ending()) && !task_done(t)) {
		struct handle h = { 0 };
		int rc;

		future_add_done_callback(task_future(t), stop, l, &h);
		rc = loop_run_forever(l);
		handle_cancel(&h);
		if (rc < 0) {
			report_tasks("still there");
			return;
		}
	}
}

static void free_tasks(bool debug)
{
	int n = 0;

	for (struct task *t; (t = task_first()); n++)
		task_destroy(t);
	if (debug && n > MANY)
		fprintf(stderr,
			"async_run: %d tasks were never detached, "
			"each kept its stack: see task_detach\n",
			n);
}

static int run_main(struct loop *l, struct task *main, void **value)
{
	int rc = run_until_done(l, main);

	if (rc < 0) {
		report_tasks("deadlock");
		end_all(l, main);
	}
	end_all(l, NULL);
	if (rc == 0) {
		rc = task_result(main, value);
		if (rc == -ECANCELED && interrupt_seen())
			rc = -EINTR;
	} else {
		task_result(main, NULL);
	}
	return rc;
}

int async_run(coro_fn *fn, void *arg, void **value)
{
	struct loop *l;
	struct task *main;
	bool debug;
	int rc = -ENOMEM;

	if (loop_current())
		panic("async_run: there is a loop already");
	if (!fn)
		panic("async_run: no coroutine function to run");
	l = loop_create();
	if (!l)
		return -ENOMEM;
	main = task_create_named(fn, arg, "main");
	if (main)
		rc = interrupt_open(main);
	if (rc == 0) {
		rc = run_main(l, main, value);
	} else if (main) {
		task_cancel(main); /* it ends before it has begun */
		loop_run_once(l);
	}
	interrupt_close();
	debug = l->slow > 0;
	loop_destroy(l); /* before the stacks on which its timers lie */
	free_tasks(debug);
	return rc;
}
