/*
 * timeout.c - another correct one: async_wait_for needs no timeout.
 *
 * Its timer cancels the task itself, not the one who waits for it. So the
 * task's own result tells how it ended, and the requests made to us are all
 * somebody else's.
 */
#include "timeout.h"

#include <errno.h>
#include <math.h>

#include "loop.h"
#include "panic.h"

/* ---- timeout_begin, timeout_end ---- */

static void expire(void *arg)
{
	struct timeout *to = arg;

	to->expired = task_cancel(to->task);
}

int timeout_begin(struct timeout *to, double seconds)
{
	struct loop *l = loop_current();

	if (!task_current())
		panic("timeout_begin: only inside a task");
	*to = (struct timeout){ .task = task_current() };
	to->cancelling = task_cancelling(to->task);
	if (isnan(seconds))
		return -EINVAL;
	if (seconds <= 0)
		loop_call_soon(l, expire, to, &to->timer.handle);
	else if (!isinf(seconds))
		return loop_call_at(l, loop_time(l) + seconds, expire, to,
				    &to->timer);
	return 0;
}

int timeout_end(struct timeout *to, int rc)
{
	int others;

	loop_cancel_timer(loop_current(), &to->timer);
	handle_cancel(&to->timer.handle);
	if (!to->expired)
		return rc;
	others = task_uncancel(to->task) - to->cancelling;
	return rc == -ECANCELED && others <= 0 ? -ETIMEDOUT : rc;
}

/* ---- the end of a task, without touching it ---- */

static void wake(void *arg)
{
	future_set_result_unless_done(arg, NULL);
}

/* true: we were cancelled, once or more often, before it was done. */
static bool stay_until_done(struct task *t)
{
	bool cancelled = false;

	while (!task_done(t)) {
		struct future ended;
		struct handle h = { 0 };

		future_init(&ended, "async_cancel_and_wait");
		future_add_done_callback(task_future(t), wake, &ended, &h);
		if (future_await(&ended, NULL) < 0)
			cancelled = true;
		handle_cancel(&h);
	}
	return cancelled;
}

int async_shield(struct task *t, void **value)
{
	struct future ended;
	struct handle h = { 0 };
	int rc;

	if (task_done(t))
		return task_result(t, value);
	future_init(&ended, "shield");
	future_add_done_callback(task_future(t), wake, &ended, &h);
	rc = future_await(&ended, NULL);
	handle_cancel(&h);
	return rc < 0 ? rc : task_result(t, value);
}

int async_cancel_and_wait(struct task *tasks[], int n)
{
	bool cancelled = false;

	for (int i = 0; i < n; i++) {
		if (tasks[i] && tasks[i] == task_current())
			panic("async_cancel_and_wait: that is us");
		if (tasks[i])
			task_cancel(tasks[i]);
	}
	for (int i = 0; i < n; i++)
		if (stay_until_done(tasks[i]))
			cancelled = true;
	return cancelled ? -ECANCELED : 0;
}

/* ---- async_wait_for ---- */

struct limit {
	struct timer timer;
	struct task *task;
	bool up;
};

static void stop_it(void *arg)
{
	struct limit *l = arg;

	l->up = true;
	task_cancel(l->task);
}

int async_wait_for(struct task *t, double seconds, void **value)
{
	struct task *us = task_current();
	struct limit l = { .task = t };
	int before, rc = 0;

	if (task_done(t))
		return task_result(t, value);
	if (isnan(seconds))
		return -EINVAL;
	before = task_cancelling(us);
	if (seconds <= 0)
		stop_it(&l);
	else if (!isinf(seconds))
		rc = loop_call_later(loop_current(), seconds, stop_it, &l,
				     &l.timer);
	if (rc < 0)
		return rc;
	rc = task_await(t, value);
	loop_cancel_timer(loop_current(), &l.timer);
	if (rc == -ECANCELED && l.up && task_cancelling(us) <= before)
		rc = -ETIMEDOUT;
	return rc;
}
