/*
 * tiny.c - a whole event loop in forty lines.
 *
 * An array of (deadline, callback). tiny_run looks for the earliest, sleeps
 * until then in select(2), calls it, and looks again.
 *
 * Invariant: tiny.calls[0..tiny.count) are the calls still to come, in the
 * order in which they were asked for.
 */
#include "tiny.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#define A_DAY 86400.0

struct call {
	double when;
	callback_fn *fn;
	void *arg;
};

static struct {
	struct call calls[TINY_MAX];
	int count;
} tiny;

double tiny_time(void)
{
	/* lab: step 1
	 * en: Read CLOCK_MONOTONIC with clock_gettime(2) and answer in
	 *     seconds, fractions included.
	 * zh: 用 clock_gettime(2) 读 CLOCK_MONOTONIC，换算成秒返回，小数部分也要。
	 */
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	/* lab: end */
}

int tiny_call_later(double delay, callback_fn *fn, void *arg)
{
	if (tiny.count == TINY_MAX)
		return -ENOSPC;
	/* lab: step 2
	 * en: Write the call behind the last one. The deadline is now plus
	 *     delay.
	 * zh: 把这次调用写在最后一项后面。截止时刻是现在的时刻加上 delay。
	 */
	tiny.calls[tiny.count++] =
		(struct call){ tiny_time() + delay, fn, arg };
	return 0;
	/* lab: end */
}

/* lab: step 3
 * en: A helper, sleep_until(when): one select(2) that watches nothing and
 *     waits until `when` has come, but a day at most. Round up to whole
 *     microseconds, or you wake up too early; then split them. A deadline
 *     that has passed needs no sleep.
 * zh: 写辅助函数 sleep_until(when)：只用一次 select(2)，什么描述符也不盯，一直等到
 *     when，但最多等一天。先换算成微秒，向上取整，不然会醒得太早；取整以后再拆成秒和微秒。
 *     截止时刻已过，就不用睡。
 */
static void sleep_until(double when)
{
	double seconds = when - tiny_time();
	struct timeval wait;
	long long us;

	if (seconds <= 0)
		return;
	us = (long long)ceil(fmin(seconds, A_DAY) * 1e6);
	wait.tv_sec = (time_t)(us / 1000000);
	wait.tv_usec = (suseconds_t)(us % 1000000);
	select(0, NULL, NULL, NULL, &wait);
}

/* lab: end */
/* lab: step 4
 * en: A helper, take_earliest(): find the call with the smallest deadline,
 *     the first one among equals. Take it out and close the gap, so that
 *     the others stay in order.
 * zh: 写辅助函数 take_earliest()：找出截止时刻最早的一项，同样早就取先来的。把它取出来，
 *     后面的往前挪一格，次序不乱。
 */
static struct call take_earliest(void)
{
	struct call *first = tiny.calls;
	struct call *end = tiny.calls + tiny.count;
	struct call earliest;

	for (struct call *c = first; c < end; c++)
		if (c->when < first->when)
			first = c;
	earliest = *first;
	memmove(first, first + 1, (size_t)(end - first - 1) * sizeof(*first));
	tiny.count--;
	return earliest;
}

/* lab: end */
void tiny_run(void)
{
	/* lab: step 5
	 * en: While calls are left: take the earliest, sleep until it is due,
	 *     call it. It may ask for more.
	 * zh: 只要还有调用没做：取最早的一项，睡到它的时刻，调用它。它可能又登记新的。
	 */
	while (tiny.count > 0) {
		struct call call = take_earliest();

		/* A signal may end the sleep early: so look again. */
		while (tiny_time() < call.when)
			sleep_until(call.when);
		call.fn(call.arg);
	}
	/* lab: end */
}
