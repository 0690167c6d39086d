/*
 * turn_by_turn.c - main is driven one turn at a time, without loop_stop.
 *
 * So nothing is left to take back when main is done. The suite
 * must not mind.
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

static void ring(void *future)
{
	future_set_result_unless_done(future, NULL);
}

int async_sleep(double seconds)
{
	if (!loop_current() || !coro_current())
		panic("async_sleep: not inside a coroutine that a loop runs");
	struct timer alarm = { 0 };
	struct future rung;
	int rc;

	if (seconds <= 0)
		return coro_yield(NULL);
	future_init(&rung, "sleep");
	rc = loop_call_at(loop_current(), loop_time(loop_current()) + seconds,
			  ring, &rung, &alarm);
	if (rc < 0)
		return rc;
	rc = future_await(&rung, NULL);
	loop_cancel_timer(loop_current(), &alarm);
	future_destroy(&rung);
	return rc;
}

/* ---- async_run ---- */

static int run_until_done(struct loop *l, struct task *main)
{
	while (!task_done(main)) {
		int rc = loop_run_once(l);

		if (rc < 0)
			return rc;
		if (l->stopping && !task_done(main))
			panic("async_run: the loop was stopped before main "
			      "was done");
	}
	loop_stop(l); /* one more, that does not sleep */
	return loop_run_forever(l);
}

static int cancel_all(const struct task *except)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t)) {
		if (t == except || task_done(t))
			continue;
		t->ending = true;
		task_cancel(t);
		n++;
	}
	return n;
}

static bool still_ending(void)
{
	struct task *t = task_first();

	while (t && (!t->ending || task_done(t)))
		t = task_next(t);
	return t != NULL;
}

static void end_all(struct loop *l, const struct task *except)
{
	if (cancel_all(except) == 0)
		return;
	while (still_ending()) {
		if (loop_run_once(l) == 0)
			continue;
		report_tasks("these do not end");
		return;
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
		end_all(l, NULL);
		task_result(main, NULL);
		return rc;
	}
	end_all(l, NULL);
	rc = task_result(main, value);
	return rc == -ECANCELED && interrupt_seen() ? -EINTR : rc;
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
