/*
 * timeout.c - another correct one: async_wait_for waits behind a shield.
 *
 * When time is up, or somebody cancels us, only our waiting ends; then we
 * cancel the task and wait for its end, which nothing interrupts. Tasks are
 * asked from the first to the last, and waited for from the last to the
 * first.
 */
#include "timeout.h"

#include <errno.h>
#include <math.h>

#include "loop.h"
#include "panic.h"

static void up(void *arg)
{
	struct timeout *to = arg;

	to->expired = true;
	task_cancel(to->task);
}

int timeout_begin(struct timeout *to, double seconds)
{
	to->task = task_current();
	if (!to->task)
		panic("timeout_begin: there is no task to cancel");
	to->timer = (struct timer){ 0 };
	to->expired = false;
	to->cancelling = task_cancelling(to->task);
	if (seconds > 0)
		return isinf(seconds) ? 0
				      : loop_call_later(loop_current(), seconds,
							up, to, &to->timer);
	if (isnan(seconds))
		return -EINVAL;
	loop_call_soon(loop_current(), up, to, &to->timer.handle);
	return 0;
}

int timeout_end(struct timeout *to, int rc)
{
	handle_cancel(&to->timer.handle);
	loop_cancel_timer(loop_current(), &to->timer);
	if (to->expired && task_uncancel(to->task) <= to->cancelling &&
	    rc == -ECANCELED)
		return -ETIMEDOUT;
	return rc;
}

struct visit {
	struct handle handle;
	struct future over;
};

static void leave(void *arg)
{
	struct visit *v = arg;

	if (!future_done(&v->over))
		future_set_result(&v->over, NULL);
}

static int stand_by(struct task *t, const char *what)
{
	struct visit v = { 0 };
	int rc;

	if (task_done(t))
		return 0;
	future_init(&v.over, what);
	future_add_done_callback(task_future(t), leave, &v, &v.handle);
	rc = future_await(&v.over, NULL);
	handle_cancel(&v.handle);
	return rc;
}

int async_shield(struct task *t, void **value)
{
	int rc = stand_by(t, "shield");

	return rc < 0 ? rc : task_result(t, value);
}

static bool asked_before(struct task *tasks[], int i)
{
	for (int k = 0; k < i; k++)
		if (tasks[k] == tasks[i])
			return true;
	return false;
}

int async_cancel_and_wait(struct task *tasks[], int n)
{
	int rc = 0;

	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_cancel_and_wait: not ourselves");
	for (int i = 0; i < n; i++)
		if (tasks[i] && !asked_before(tasks, i))
			task_cancel(tasks[i]);
	for (int i = n - 1; i >= 0; i--)
		while (!task_done(tasks[i]))
			if (stand_by(tasks[i], "cancel_and_wait") < 0)
				rc = -ECANCELED;
	return rc;
}

int async_wait_for(struct task *t, double seconds, void **value)
{
	struct timeout to;
	int rc, ended;

	if (t && t == task_current())
		panic("async_wait_for: %s waits for itself", task_name(t));
	if (task_done(t))
		return task_result(t, value);
	rc = timeout_begin(&to, seconds);
	if (rc < 0)
		return rc;
	rc = seconds > 0 ? stand_by(t, "wait_for") : -ETIMEDOUT;
	rc = timeout_end(&to, rc);
	if (rc < 0 && async_cancel_and_wait(&t, 1) < 0)
		rc = -ECANCELED;
	if (rc == -ECANCELED)
		return rc;
	ended = task_result(t, value);
	return rc == -ETIMEDOUT && ended == -ECANCELED ? rc : ended;
}
