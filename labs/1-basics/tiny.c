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

#include "panic.h"

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
	/*
	 * Step 1. Read CLOCK_MONOTONIC with clock_gettime(2) and answer in
	 * seconds, fractions included.
	 * 第 1 步：用 clock_gettime(2) 读 CLOCK_MONOTONIC，换算成秒返回，小数
	 * 部分也要。
	 */
	not_written(__func__);
}

int tiny_call_later(double delay, callback_fn *fn, void *arg)
{
	if (tiny.count == TINY_MAX)
		return -ENOSPC;
	/*
	 * Step 2. Write the call behind the last one. The deadline is now
	 * plus delay.
	 * 第 2 步：把这次调用写在最后一项后面。截止时刻是现在的时刻加上
	 * delay。
	 */
	not_written(__func__);
}

/*
 * Step 3. A helper, sleep_until(when): one select(2) that watches nothing and
 * waits until `when` has come, but a day at most. Round up to whole
 * microseconds, or you wake up too early; then split them. A deadline that
 * has passed needs no sleep.
 * 第 3 步：写辅助函数 sleep_until(when)：只用一次 select(2)，什么描述符也不
 * 盯，一直等到 when，但最多等一天。先换算成微秒，向上取整，不然会醒得太早；取
 * 整以后再拆成秒和微秒。截止时刻已过，就不用睡。
 */

/*
 * Step 4. A helper, take_earliest(): find the call with the smallest
 * deadline, the first one among equals. Take it out and close the gap, so
 * that the others stay in order.
 * 第 4 步：写辅助函数 take_earliest()：找出截止时刻最早的一项，同样早就取先来
 * 的。把它取出来，后面的往前挪一格，次序不乱。
 */

void tiny_run(void)
{
	/*
	 * Step 5. While calls are left: take the earliest, sleep until it is
	 * due, call it. It may ask for more.
	 * 第 5 步：只要还有调用没做：取最早的一项，睡到它的时刻，调用它。它可
	 * 能又登记新的。
	 */
	not_written(__func__);
}
