/*
 * timeout.c - the suite of lab timeout.
 *
 * A `block` sleeps between timeout_begin and timeout_end, and says what came
 * out. A `child` sleeps, says its name and ends as it was told; a `stubborn`
 * one cleans up first when it is cancelled. At the end stand the given
 * modules that live on this lab: groups, and async_wait.
 */
#include "timeout.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"
#include "gather.h"
#include "group.h"
#include "loop.h"
#include "run.h"
#include "virtual.h"
#include "waiting.h"

#define HOUR 3600.0

static void turn(void)
{
	loop_run_once(loop_current());
}

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

/* Turn until every task is done, or nothing can happen any more. */
static void turn_all(void)
{
	while (pending() > 0 && loop_run_once(loop_current()) == 0)
		;
}

static void end(void)
{
	struct task *t;

	turn_all();
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
}

static double hours(void)
{
	return (virtual_now() - VIRTUAL_START) / HOUR;
}

static int timers(void)
{
	return (int)timers_count(loop_current()->timers);
}

/* Numbers differ from system to system. */
static const char *word(int rc)
{
	switch (rc) {
	case 0:
		return "ok";
	case -ECANCELED:
		return "cancelled";
	case -ETIMEDOUT:
		return "timed-out";
	case -EINVAL:
		return "invalid";
	case -EIO:
		return "broken";
	case -ECONNREFUSED:
		return "refused";
	case -ENOMEM:
		return "no-memory";
	default:
		return rc > 0 ? "more" : "something-else";
	}
}

/* Two answers are right: the one that came, or else the first. */
static const char *one_of(const char *first, const char *second)
{
	return strcmp(traced(), second) == 0 ? second : first;
}

static void cancel_it(void *task)
{
	task_cancel(task);
}

/* A callback cancels the task in so many hours; `timer` is the test's. */
static void cancel_in(double h, struct task *t, struct timer *timer)
{
	*timer = (struct timer){ 0 };
	loop_call_later(loop_current(), h * HOUR, cancel_it, t, timer);
}

/* ---- those who sleep ---- */

struct child {
	char *name;
	double hours;
	int rc;
};

static int child(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(c->hours * HOUR);

	trace(rc < 0 ? "%s:%s" : "%s", c->name, word(rc));
	if (rc < 0)
		return rc;
	*result = c->name;
	return c->rc;
}

/* Asked to stop, it cleans up for one hour, and ends as it was told. */
static int stubborn(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(c->hours * HOUR);

	if (rc < 0)
		rc = async_sleep(HOUR);
	trace("%s:cleaned:%s", c->name, word(rc));
	*result = c->name;
	return rc < 0 ? rc : c->rc;
}

static struct task *start(coro_fn *fn, struct child *c)
{
	return task_create_named(fn, c, c->name);
}

/* ---- step 1: timeout_begin ---- */

/* Begins, sleeps, and takes the timer back without timeout_end. */
static int begin_and_sleep(void *arg, void **result)
{
	const double *h = arg; /* the limit, the sleep */
	struct timeout to;
	int rc;

	memset(&to, 0x5a, sizeof(to)); /* a local holds anything */
	trace("%s", word(timeout_begin(&to, h[0] * HOUR)));
	rc = async_sleep(h[1] * HOUR);
	trace("%s expired:%d requests:%d", word(rc), to.expired,
	      task_cancelling(task_current()));
	loop_cancel_timer(loop_current(), &to.timer);
	return 0;
}

/* That, all alone. */
static void sleep_with_limit(double limit, double sleep)
{
	double h[] = { limit, sleep };

	loop_create();
	task_create(begin_and_sleep, h);
	turn_all();
	end();
}

START_TEST(what_runs_too_long_is_cancelled)
{
	look_at("what the timer does when time is up",
		"时间到了，定时器做什么");
	sleep_with_limit(1, 5);
	expect_trace("ok cancelled expired:1 requests:1");
	expect_double(hours(), 1, 1e-6);
}
END_TEST

START_TEST(what_is_done_in_time_is_left_alone)
{
	look_at("a timer that is not due yet", "还没到时间的定时器");
	sleep_with_limit(5, 1);
	expect_trace("ok ok expired:0 requests:0");
	expect_double(hours(), 1, 1e-6);
}
END_TEST

static int begin_without_limit(void *arg, void **result)
{
	struct timeout to;

	trace("%s", word(timeout_begin(&to, INFINITY)));
	trace("timers:%d", timers());
	trace("%s expired:%d", word(async_sleep(1000 * HOUR)), to.expired);
	return 0;
}

START_TEST(a_limit_of_INFINITY_is_none)
{
	look_at("seconds, when it is INFINITY: no timer",
		"seconds 是 INFINITY：不用定时器");
	loop_create();
	task_create(begin_without_limit, NULL);
	turn_all();
	expect_trace("ok timers:0 ok expired:0");
	end();
}
END_TEST

START_TEST(a_limit_of_zero_ends_the_first_wait)
{
	look_at("seconds, when it is zero: time is up at once",
		"seconds 是 0：时间马上就到");
	sleep_with_limit(0, 1);
	expect_trace("ok cancelled expired:1 requests:1");
	expect_double(hours(), 0, 1e-6);
}
END_TEST

START_TEST(a_limit_of_zero_ends_a_sleep_of_zero)
{
	look_at("who comes first: time that is up, or a task that yields once",
		"谁在前：时间到，还是只让出一次的任务");
	sleep_with_limit(0, 0);
	expect_trace("ok cancelled expired:1 requests:1");
}
END_TEST

START_TEST(less_than_zero_is_zero)
{
	look_at("seconds below zero", "seconds 是负数的时候");
	sleep_with_limit(-1, 0);
	sleep_with_limit(-INFINITY, 0);
	expect_trace("ok cancelled expired:1 requests:1 "
		     "ok cancelled expired:1 requests:1");
}
END_TEST

static int begin_and_look(void *arg, void **result)
{
	struct timeout to;

	timeout_begin(&to, 0);
	trace("expired:%d requests:%d", to.expired,
	      task_cancelling(task_current()));
	loop_cancel_timer(loop_current(), &to.timer);
	trace("%s", word(async_sleep(1)));
	return 0;
}

START_TEST(timeout_begin_itself_cancels_nobody)
{
	look_at("who cancels when time is up at once: the loop, not "
		"timeout_begin",
		"时间马上就到时，由谁取消：事件循环，不是 timeout_begin");
	loop_create();
	task_create(begin_and_look, NULL);
	turn_all();
	expect_trace("expired:0 requests:0 ok");
	end();
}
END_TEST

static int begin_with_nan(void *arg, void **result)
{
	struct timeout to;

	trace("%s", word(timeout_begin(&to, NAN)));
	trace("timers:%d", timers());
	trace("%s", word(async_sleep(HOUR)));
	return 0;
}

START_TEST(what_is_not_a_number_is_refused)
{
	look_at("seconds, when it is not a number", "seconds 不是数字的时候");
	loop_create();
	task_create(begin_with_nan, NULL);
	turn_all();
	expect_trace("invalid timers:0 ok");
	end();
}
END_TEST

static int begin_until_memory_ends(void *arg, void **result)
{
	static struct timeout to[1000];
	int n = 0, rc;

	allocation_fails(1);
	do
		rc = timeout_begin(&to[n], HOUR);
	while (rc == 0 && ++n < 1000);
	allocation_fails(0);
	for (int i = 0; i <= n && i < 1000; i++)
		loop_cancel_timer(loop_current(), &to[i].timer);
	trace("%s", word(rc));
	trace("%s", word(async_sleep(2 * HOUR)));
	return 0;
}

START_TEST(no_memory_for_the_timer_is_an_error)
{
	look_at("what loop_call_later answers", "loop_call_later 返回了什么");
	loop_create();
	task_create(begin_until_memory_ends, NULL);
	turn_all();
	expect_trace("no-memory ok");
	end();
}
END_TEST

static void begin_outside(void *arg)
{
	struct timeout to;

	sleep_with_limit(2, 1);
	loop_create();
	timeout_begin(&to, 1);
}

START_TEST(beginning_outside_a_task_panics)
{
	look_at("a timeout where there is no task to cancel",
		"没有任务可取消的地方，却要计时");
	expect_panic(begin_outside, NULL, "timeout_begin: ");
}
END_TEST

/* ---- step 2: timeout_end ---- */

struct block {
	double limit, sleep; /* hours */
	double cleanup;	     /* when cancelled */
	int instead;	     /* what it then returns; 0: -ECANCELED */
};

static int block(void *arg, void **result)
{
	const struct block *b = arg;
	struct timeout to;
	int rc;

	timeout_begin(&to, b->limit * HOUR);
	rc = async_sleep(b->sleep * HOUR);
	trace("body:%s", word(rc));
	if (rc < 0 && b->cleanup > 0)
		trace("cleanup:%s", word(async_sleep(b->cleanup * HOUR)));
	if (rc < 0 && b->instead)
		rc = b->instead;
	rc = timeout_end(&to, rc);
	trace("end:%s requests:%d", word(rc), task_cancelling(task_current()));
	return rc;
}

static void run_block(struct block *b)
{
	loop_create();
	task_create(block, b);
	turn_all();
	end();
}

START_TEST(in_time_it_returns_what_it_was_given)
{
	struct block b = { .limit = 2, .sleep = 1 };

	look_at("rc, when time is not up: it passes through",
		"没到时间：rc 原样传出去");
	run_block(&b);
	expect_trace("body:ok end:ok requests:0");
}
END_TEST

START_TEST(too_late_is_ETIMEDOUT)
{
	struct block b = { .limit = 1, .sleep = 2 };

	look_at("-ECANCELED, when the timeout itself has cancelled",
		"-ECANCELED 是这个超时自己发的，怎么办");
	run_block(&b);
	expect_trace("body:cancelled end:timed-out requests:0");
}
END_TEST

static int end_with(void *arg, void **result)
{
	static const int codes[] = { 3, -EIO, -ECANCELED, -ETIMEDOUT };
	struct timeout to;

	for (int i = 0; i < 4; i++) {
		timeout_begin(&to, HOUR);
		trace("%s", word(timeout_end(&to, codes[i])));
	}
	return 0;
}

START_TEST(whatever_the_calls_returned_passes_through)
{
	look_at("rc, when the timer did not fire", "定时器没响过时的 rc");
	loop_create();
	task_create(end_with, NULL);
	turn_all();
	expect_trace("more broken cancelled timed-out");
	end();
}
END_TEST

static int end_and_sleep(void *arg, void **result)
{
	for (int i = 0; i < 3; i++) {
		struct timeout to;

		timeout_begin(&to, i);
		timeout_end(&to, 0);
		memset(&to, 0x5a, sizeof(to));
		trace("timers:%d", timers());
	}
	trace("%s", word(async_sleep(HOUR)));
	return 0;
}

START_TEST(after_the_end_no_timer_is_left)
{
	look_at("the timer, when the calls were quick: on the heap, or in the "
		"ready queue",
		"很快就做完了，定时器在哪里：还在堆里，或者在就绪队列里");
	loop_create();
	task_create(end_and_sleep, NULL);
	turn_all();
	expect_trace("timers:0 timers:0 timers:0 ok");
	end();
}
END_TEST

START_TEST(another_error_is_not_replaced)
{
	struct block b = { .limit = 1, .sleep = 2, .instead = -EIO };

	look_at("an error that is not -ECANCELED, although time was up",
		"时间虽然到了，错误却不是 -ECANCELED");
	run_block(&b);
	expect_trace("body:cancelled end:broken requests:0");
}
END_TEST

START_TEST(who_goes_on_all_the_same_keeps_the_value)
{
	struct block b = { .limit = 1, .sleep = 2, .instead = 7 };

	look_at("calls that swallow the cancel and return a value",
		"把取消吞掉、照样返回值的调用");
	run_block(&b);
	expect_trace("body:cancelled end:more requests:0");
}
END_TEST

START_TEST(cleaning_up_may_take_longer_than_the_limit)
{
	struct block b = { .limit = 1, .sleep = 9, .cleanup = 4 };

	look_at("how often time is up: once", "时间到几次：一次");
	run_block(&b);
	expect_trace("body:cancelled cleanup:ok end:timed-out requests:0");
	expect_double(hours(), 5, 1e-6);
}
END_TEST

START_TEST(a_cancel_from_outside_stays_a_cancel)
{
	struct block b = { .limit = 5, .sleep = 9 };
	struct timer timer;
	struct task *t;

	look_at("-ECANCELED, when somebody else has cancelled",
		"-ECANCELED 是别人发的，怎么办");
	loop_create();
	t = task_create(block, &b);
	cancel_in(1, t, &timer);
	turn_all();
	expect_trace("body:cancelled end:cancelled requests:1");
	expect_true(task_cancelled(t));
	end();
}
END_TEST

START_TEST(deadline_and_cancel_in_one_turn_are_a_cancel)
{
	struct block b = { .limit = 1, .sleep = 9 };
	struct timer timer;
	struct task *t;

	look_at("two requests in one turn, and one of them is not ours",
		"同一轮来了两次请求，其中一次不是我们发的");
	for (int after = 0; after < 2; after++) {
		loop_create();
		t = task_create(block, &b);
		if (after)
			turn();
		cancel_in(1, t, &timer);
		turn_all();
		expect_true(task_cancelled(t));
		end();
	}
	expect_trace("body:cancelled end:cancelled requests:1 "
		     "body:cancelled end:cancelled requests:1");
}
END_TEST

START_TEST(a_deadline_during_the_cleanup_of_a_cancel_is_a_cancel)
{
	struct block b = { .limit = 2, .sleep = 9, .cleanup = 5 };
	struct timer timer;

	look_at("a cancel from outside, and then time is up as well",
		"先被别人取消，接着时间也到了");
	loop_create();
	cancel_in(1, task_create(block, &b), &timer);
	turn_all();
	expect_trace("body:cancelled cleanup:cancelled end:cancelled "
		     "requests:1");
	expect_double(hours(), 2, 1e-6);
	end();
}
END_TEST

START_TEST(a_cancel_during_the_cleanup_of_a_timeout_is_a_cancel)
{
	struct block b = { .limit = 1, .sleep = 9, .cleanup = 5 };
	struct timer timer;

	look_at("time is up, and then somebody cancels as well",
		"先是时间到了，接着又被别人取消");
	loop_create();
	cancel_in(2, task_create(block, &b), &timer);
	turn_all();
	expect_trace("body:cancelled cleanup:cancelled end:cancelled "
		     "requests:1");
	expect_double(hours(), 2, 1e-6);
	end();
}
END_TEST

static int swallow_then_block(void *arg, void **result)
{
	async_sleep(HOUR);
	return block(arg, result);
}

START_TEST(an_older_request_does_not_hide_the_timeout)
{
	struct block b = { .limit = 2, .sleep = 9 };
	struct timer timer;

	look_at("requests from before timeout_begin: they were not for these "
		"calls",
		"timeout_begin 之前的请求：和这几次调用无关");
	loop_create();
	cancel_in(0.5, task_create(swallow_then_block, &b), &timer);
	turn_all();
	expect_trace("body:cancelled end:timed-out requests:1");
	end();
}
END_TEST

START_TEST(a_new_request_after_an_older_one_is_a_cancel)
{
	struct block b = { .limit = 2, .sleep = 9, .cleanup = 5 };
	struct timer timer[2];
	struct task *t;

	look_at("how many requests there were at the beginning, and how many "
		"there are now",
		"开始时有几次请求，现在有几次");
	loop_create();
	t = task_create(swallow_then_block, &b);
	cancel_in(0.5, t, &timer[0]);
	cancel_in(1, t, &timer[1]);
	turn_all();
	expect_trace("body:cancelled cleanup:cancelled end:cancelled "
		     "requests:2");
	end();
}
END_TEST

struct nested {
	double outer, inner, sleep;
};

static int nest(void *arg, void **result)
{
	const struct nested *n = arg;
	struct timeout outer, inner;
	int rc;

	timeout_begin(&outer, n->outer * HOUR);
	timeout_begin(&inner, n->inner * HOUR);
	rc = timeout_end(&inner, async_sleep(n->sleep * HOUR));
	trace("inner:%s", word(rc));
	rc = timeout_end(&outer, rc);
	trace("outer:%s requests:%d", word(rc),
	      task_cancelling(task_current()));
	return 0;
}

static void run_nested(double outer, double inner, double sleep)
{
	struct nested n = { outer, inner, sleep };

	loop_create();
	task_create(nest, &n);
	turn_all();
	end();
}

START_TEST(of_two_nested_the_one_that_expires_tells) /* W10 */
{
	look_at("whose timer it was: each timeout asks itself",
		"是谁的定时器：每个超时问自己");
	run_nested(1, 2, 9);
	run_nested(2, 1, 9);
	run_nested(2, 3, 1);
	expect_trace("inner:cancelled outer:timed-out requests:0 "
		     "inner:timed-out outer:timed-out requests:0 "
		     "inner:ok outer:ok requests:0");
}
END_TEST

START_TEST(when_both_expire_the_outer_one_tells) /* W10 */
{
	look_at("two timeouts in one turn: for the inner one, the outer is "
		"somebody else",
		"两个超时落在同一轮：对里面的来说，外面的就是别人");
	run_nested(1, 1, 9);
	run_nested(0, 0, 9);
	expect_trace("inner:cancelled outer:timed-out requests:0 "
		     "inner:cancelled outer:timed-out requests:0");
}
END_TEST

static int be_busy(void *arg, void **result)
{
	struct timeout outer, inner;
	int rc;

	timeout_begin(&outer, 1 * HOUR);
	timeout_begin(&inner, 2 * HOUR);
	virtual_advance(5 * HOUR); /* it computes, and never waits */
	trace("busy:%s", word(timeout_end(&inner, 0)));
	rc = timeout_end(&outer, async_sleep(HOUR));
	trace("outer:%s", word(rc));
	return async_sleep(HOUR);
}

START_TEST(who_never_waits_is_not_cancelled)
{
	struct task *t;

	look_at("calls that take too long, but never wait: nobody can cancel "
		"them",
		"耗时太长，但从不等待的调用：谁也取消不了");
	loop_create();
	t = task_create(be_busy, NULL);
	turn_all();
	expect_trace("busy:ok outer:timed-out");
	expect_int(task_result(t, NULL), 0);
	end();
}
END_TEST

static int clean_up_with_a_limit(void *arg, void **result)
{
	struct timeout to, again;
	int rc;

	timeout_begin(&to, HOUR);
	rc = async_sleep(9 * HOUR);
	timeout_begin(&again, 2 * HOUR);
	trace("again:%s", word(timeout_end(&again, async_sleep(9 * HOUR))));
	rc = timeout_end(&to, rc);
	trace("end:%s requests:%d", word(rc), task_cancelling(task_current()));
	return 0;
}

START_TEST(the_cleanup_may_have_a_limit_of_its_own) /* W10 */
{
	look_at("a timeout that begins when another has expired already",
		"一个超时已经到了，里面又开始一个");
	loop_create();
	task_create(clean_up_with_a_limit, NULL);
	turn_all();
	expect_trace("again:timed-out end:timed-out requests:0");
	expect_double(hours(), 3, 1e-6);
	end();
}
END_TEST

static int await_with_a_limit(void *task, void **result)
{
	struct timeout to;
	int rc;

	timeout_begin(&to, HOUR);
	rc = timeout_end(&to, task_await(task, NULL));
	trace("end:%s", word(rc));
	return 0;
}

START_TEST(a_task_awaited_in_the_block_is_cancelled_with_it)
{
	struct child c = { "a", 9, 0 };
	struct task *t;

	look_at("whom the cancel reaches: what the block waits for",
		"取消传给了谁：块里正在等的");
	loop_create();
	t = start(child, &c);
	task_create(await_with_a_limit, t);
	turn_all();
	expect_trace("a:cancelled end:timed-out");
	end();
}
END_TEST

static int use_many_times(void *arg, void **result)
{
	long before = allocations();

	for (int i = 0; i < 100; i++) {
		struct timeout to;

		timeout_begin(&to, 1);
		timeout_end(&to, async_sleep(i % 2 ? 0.5 : 2));
	}
	before = allocations() - before;
	trace("allocations:%ld", before);
	return 0;
}

START_TEST(a_timeout_costs_no_memory)
{
	double h[] = { 2, 1 };

	look_at("an allocation between timeout_begin and timeout_end",
		"timeout_begin 和 timeout_end 之间，有没有申请内存");
	loop_create();
	task_create(begin_and_sleep, h); /* the heap has grown, then */
	turn_all();
	trace_clear();
	task_create(use_many_times, NULL);
	turn_all();
	expect_trace("allocations:0");
	end();
}
END_TEST

/* ---- step 3: async_shield ---- */

static int shielder(void *task, void **result)
{
	void *value = "untouched";
	int rc = async_shield(task, &value);

	trace("shield:%s:%s", word(rc), (char *)value);
	return rc;
}

START_TEST(a_shield_passes_the_result_through) /* T23 */
{
	struct child c = { "a", 1, 0 };

	look_at("what async_shield gives when the task is done",
		"任务做完时，async_shield 给出什么");
	loop_create();
	task_create(shielder, start(child, &c));
	turn_all();
	expect_trace("a shield:ok:a");
	end();
}
END_TEST

START_TEST(a_shield_passes_a_failure_through) /* T23 */
{
	struct child c = { "a", 1, -EIO };

	look_at("what async_shield gives when the task has failed",
		"任务失败时，async_shield 给出什么");
	loop_create();
	task_create(shielder, start(child, &c));
	turn_all();
	expect_trace("a shield:broken:untouched");
	end();
}
END_TEST

START_TEST(cancelling_us_leaves_the_task_running) /* T21 */
{
	struct child c = { "a", 2, 0 };
	struct task *t, *outer;

	look_at("whom the cancel reaches: us, not the task",
		"取消到了谁那里：是我们，不是那个任务");
	loop_create();
	t = start(child, &c);
	outer = task_create(shielder, t);
	turn();
	task_cancel(outer);
	turn_all();
	expect_trace("shield:cancelled:untouched a");
	expect_int(task_cancelling(t), 0);
	expect_int(task_result(t, NULL), 0);
	end();
}
END_TEST

START_TEST(after_a_cancelled_shield_the_task_calls_nobody) /* T21 */
{
	struct child c = { "a", 2, 0 };
	struct task *t, *outer;

	look_at("the callback on the task, when we leave before it ends",
		"我们先走了，任务上挂着的回调怎么办");
	loop_create();
	t = start(child, &c);
	outer = task_create(shielder, t);
	turn();
	task_cancel(outer);
	turn();
	task_destroy(outer);
	turn_all();
	expect_trace("shield:cancelled:untouched a");
	end();
}
END_TEST

START_TEST(if_somebody_cancels_the_task_the_shield_says_so) /* T23 */
{
	struct child c = { "a", 9, 0 };
	struct task *t, *outer;

	look_at("a task that is cancelled behind the shield",
		"屏蔽后面的任务，自己被取消了");
	loop_create();
	t = start(child, &c);
	outer = task_create(shielder, t);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("a:cancelled shield:cancelled:untouched");
	expect_int(task_cancelling(outer), 0);
	end();
}
END_TEST

START_TEST(a_cancel_in_the_turn_of_the_result_is_heard)
{
	struct child c = { "a", 1, 0 };
	struct task *t, *outer;
	void *value = NULL;

	look_at("the task is done and we are cancelled, in one turn",
		"同一轮里，任务做完了，我们也被取消了");
	loop_create();
	t = start(child, &c);
	outer = task_create(shielder, t);
	while (!task_done(t))
		turn();
	task_cancel(outer);
	turn_all();
	expect_trace("a shield:cancelled:untouched");
	expect_int(task_result(t, &value), 0);
	expect_str(value, "a");
	end();
}
END_TEST

static int shield_done_ones(void *arg, void **result)
{
	struct child a = { "a", 0, 0 }, b = { "b", 0, -EIO };
	struct task *t = start(child, &a), *failed = start(child, &b);

	shielder(t, result);
	shielder(failed, result);
	shielder(t, result); /* they are done now */
	shielder(failed, result);
	shielder(NULL, result);
	return async_shield(t, NULL);
}

START_TEST(who_is_done_gives_its_result_at_once) /* T23 */
{
	struct task *t;

	look_at("a shield round a task that is done, or NULL",
		"屏蔽一个已经做完的任务，或者 NULL");
	loop_create();
	t = task_create(shield_done_ones, NULL);
	turn_all();
	expect_trace("a b shield:ok:a shield:broken:untouched shield:ok:a "
		     "shield:broken:untouched shield:no-memory:untouched");
	expect_int(task_result(t, NULL), 0);
	end();
}
END_TEST

START_TEST(two_shields_are_told_of_one_end)
{
	struct child c = { "a", 2, 0 };
	struct task *t, *outer;

	look_at("several who wait for one task, and one of them leaves",
		"好几个人屏蔽着等同一个任务，其中一个走了");
	loop_create();
	t = start(child, &c);
	task_create(shielder, t);
	outer = task_create(shielder, t);
	task_create(shielder, t);
	turn();
	task_cancel(outer);
	turn_all();
	expect_trace("shield:cancelled:untouched a shield:ok:a shield:ok:a");
	end();
}
END_TEST

struct gathering {
	struct task *tasks[4];
	int n;
};

static int gatherer(void *arg, void **result)
{
	struct gathering *g = arg;
	int rc = async_gather(g->tasks, g->n, NULL, NULL);

	trace("gathered:%s", word(rc));
	return rc;
}

START_TEST(a_shielded_child_survives_cancel_of_the_gather) /* G12 */
{
	struct child a = { "a", 2, 0 }, b = { "b", 2, 0 };
	struct gathering g = { .n = 2 };
	struct task *t;

	look_at("a gather that is cancelled, and a shield among its tasks",
		"gather 被取消，它的任务里有一个屏蔽着别人");
	loop_create();
	g.tasks[0] = task_create(shielder, start(child, &a));
	g.tasks[1] = start(child, &b);
	t = task_create(gatherer, &g);
	turn();
	task_cancel(t);
	turn_all();
	expect_true(task_cancelled(t));
	expect_true(task_cancelled(g.tasks[0]));
	expect_str(strrchr(traced(), ' '), " a");
	end();
}
END_TEST

START_TEST(a_shielded_gather_goes_on) /* T21 */
{
	struct child a = { "a", 1, 0 }, b = { "b", 2, 0 };
	struct gathering g = { .n = 2 };
	struct task *outer;

	look_at("a shield round a task that gathers",
		"屏蔽一个在 gather 的任务");
	loop_create();
	g.tasks[0] = start(child, &a);
	g.tasks[1] = start(child, &b);
	outer = task_create(shielder, task_create(gatherer, &g));
	turn();
	task_cancel(outer);
	turn_all();
	expect_trace("shield:cancelled:untouched a b gathered:ok");
	end();
}
END_TEST

static int shield_with_a_limit(void *task, void **result)
{
	struct timeout to;
	int rc;

	timeout_begin(&to, HOUR);
	rc = timeout_end(&to, async_shield(task, NULL));
	trace("end:%s", word(rc));
	return rc == -ETIMEDOUT ? async_shield(task, result) : rc;
}

START_TEST(a_shield_with_a_limit_gives_up_and_the_task_goes_on) /* T21 */
{
	struct child c = { "a", 2, 0 };
	struct task *t;
	void *value = NULL;

	look_at("a shield between timeout_begin and timeout_end",
		"timeout_begin 和 timeout_end 之间的屏蔽");
	loop_create();
	t = task_create(shield_with_a_limit, start(child, &c));
	turn_all();
	expect_trace("end:timed-out a");
	expect_int(task_result(t, &value), 0);
	expect_str(value, "a");
	end();
}
END_TEST

/* ---- step 4: async_cancel_and_wait ---- */

static int ender(void *arg, void **result)
{
	struct gathering *g = arg;
	int rc = async_cancel_and_wait(g->tasks, g->n);

	for (int i = 0; i < g->n; i++)
		trace("%s", task_done(g->tasks[i]) ? "done" : "pending");
	trace("ended:%s", word(rc));
	return rc;
}

START_TEST(all_are_asked_before_any_is_waited_for)
{
	struct child a = { "a", 9, 0 }, b = { "b", 9, 0 }, c = { "c", 9, 0 };
	struct gathering g = { .n = 3 };

	look_at("how long three cleanups take: as long as one",
		"三个任务收拾残局要多久：和一个一样久");
	loop_create();
	g.tasks[0] = start(stubborn, &a);
	g.tasks[1] = start(child, &b);
	g.tasks[2] = start(stubborn, &c);
	task_create(ender, &g);
	turn_all();
	expect_trace("b:cancelled a:cleaned:ok c:cleaned:ok "
		     "done done done ended:ok");
	expect_double(hours(), 1, 1e-6);
	end();
}
END_TEST

START_TEST(how_they_end_is_their_business)
{
	struct child a = { "a", 9, -EIO }, b = { "b", 9, 0 };
	struct gathering g = { .n = 2 };

	look_at("what is returned when a task fails in its cleanup",
		"任务收拾残局时失败了，返回什么");
	loop_create();
	g.tasks[0] = start(stubborn, &a);
	g.tasks[1] = start(stubborn, &b);
	task_create(ender, &g);
	turn_all();
	expect_trace("a:cleaned:ok b:cleaned:ok done done ended:ok");
	expect_int(task_result(g.tasks[0], NULL), -EIO);
	expect_int(task_cancelling(g.tasks[0]), 1);
	end();
}
END_TEST

START_TEST(cancelled_meanwhile_it_still_waits_for_all)
{
	struct child a = { "a", 9, 0 }, b = { "b", 9, 0 };
	struct gathering g = { .n = 2 };
	struct timer timer[2];
	struct task *t;

	look_at("a cancel while others clean up: remember it, wait on, and "
		"do not ask them again",
		"别人收拾残局时我们被取消：记住，接着等，别再催他们");
	loop_create();
	g.tasks[0] = start(stubborn, &a);
	g.tasks[1] = start(stubborn, &b);
	turn();
	t = task_create(ender, &g);
	cancel_in(0.5, t, &timer[0]);
	cancel_in(0.7, t, &timer[1]);
	turn_all();
	expect_trace("a:cleaned:ok b:cleaned:ok done done ended:cancelled");
	expect_int(task_cancelling(g.tasks[0]), 1);
	expect_int(task_cancelling(g.tasks[1]), 1);
	end();
}
END_TEST

static int end_after_a_self_cancel(void *arg, void **result)
{
	task_cancel(task_current());
	return ender(arg, result);
}

START_TEST(cancelled_before_it_waits_it_still_waits_for_all)
{
	struct child a = { "a", 9, 0 };
	struct gathering g = { .n = 1 };

	look_at("a request that is there before the first wait",
		"第一次等待之前就有的请求");
	loop_create();
	g.tasks[0] = start(stubborn, &a);
	turn();
	task_create(end_after_a_self_cancel, &g);
	turn_all();
	expect_trace("a:cleaned:ok done ended:cancelled");
	end();
}
END_TEST

START_TEST(who_is_done_and_NULL_are_passed_over)
{
	struct child a = { "a", 0, 0 }, b = { "b", 0, -EIO };
	struct gathering g = { .n = 3 };

	look_at("tasks that cannot be cancelled any more: then nothing "
		"pauses, and it may stand outside any coroutine",
		"已经没法取消的任务：那就不会停，不在协程里也行");
	loop_create();
	g.tasks[0] = start(child, &a);
	g.tasks[2] = start(child, &b);
	turn_all();
	expect_int(async_cancel_and_wait(g.tasks, 3), 0);
	expect_int(async_cancel_and_wait(NULL, 0), 0);
	expect_int(task_cancelling(g.tasks[0]), 0);
	end();
}
END_TEST

START_TEST(who_has_not_begun_never_begins)
{
	struct child a = { "a", 1, 0 };
	struct gathering g = { .n = 2 };

	look_at("a task that is cancelled before its first step; and the same "
		"task twice",
		"第一步之前就被取消的任务，而且名单上有两次");
	loop_create();
	task_create(ender, &g);
	g.tasks[0] = g.tasks[1] = start(child, &a);
	turn_all();
	expect_trace("done done ended:ok");
	expect_true(task_cancelled(g.tasks[0]));
	end();
}
END_TEST

static void end_oneself(void *arg)
{
	struct child a = { "a", 9, 0 };
	struct gathering g = { .n = 1 };

	loop_create();
	g.tasks[0] = start(child, &a);
	task_create(ender, &g);
	turn_all();
	g.n = 2;
	g.tasks[1] = task_create_named(ender, &g, "loner");
	turn_all();
}

START_TEST(who_waits_for_its_own_end_panics)
{
	look_at("ourselves among those to be ended",
		"要结束的任务里有我们自己");
	expect_panic(end_oneself, NULL, "async_cancel_and_wait: ");
}
END_TEST

static int count_down(void *counter, void **result)
{
	int rc = 0;

	while (rc == 0 && --*(int *)counter > 0)
		rc = async_sleep(HOUR);
	if (rc < 0)
		*(int *)counter = -1; /* its last look at our locals */
	return *(int *)counter < 0 ? rc : -EIO;
}

static int give_locals_to_tasks(void *arg, void **result)
{
	int counters[] = { 3, 1000, 1000 };
	struct task *tasks[3];
	int rc;

	for (int i = 0; i < 3; i++)
		tasks[i] = task_create(count_down, &counters[i]);
	rc = async_gather(tasks, 3, NULL, NULL);
	trace("%s", word(rc));
	async_cancel_and_wait(tasks, 3);
	trace("%d %d %d", counters[0], counters[1], counters[2]);
	return rc;
}

START_TEST(nobody_reads_our_locals_any_more)
{
	look_at("who still runs when the function returns whose locals they "
		"read",
		"函数要返回了，读它局部变量的任务还有谁在跑");
	expect_int(async_run(give_locals_to_tasks, NULL, NULL), -EIO);
	expect_trace("broken 0 -1 -1");
	expect_double(hours(), 2, 1e-6);
}
END_TEST

/* ---- step 5: async_wait_for ---- */

struct waiter {
	struct task *task;
	double limit; /* hours */
};

static int waiter(void *arg, void **result)
{
	const struct waiter *w = arg;
	void *value = "untouched";
	int rc = async_wait_for(w->task, w->limit * HOUR, &value);

	trace("waited:%s:%s requests:%d", word(rc), (char *)value,
	      task_cancelling(task_current()));
	return rc;
}

/* One task, and one who waits for it so long. */
static struct task *wait_for(struct waiter *w, double limit, coro_fn *fn,
			     struct child *c)
{
	loop_create();
	w->task = start(fn, c);
	w->limit = limit;
	return task_create(waiter, w);
}

START_TEST(in_time_the_result_comes) /* W01 */
{
	struct child c = { "a", 1, 0 };
	struct waiter w;

	look_at("a task that is done in time", "及时做完的任务");
	wait_for(&w, 2, child, &c);
	turn_all();
	expect_trace("a waited:ok:a requests:0");
	expect_double(hours(), 1, 1e-6);
	end();
}
END_TEST

START_TEST(in_time_a_failure_comes_too) /* W01 */
{
	struct child c = { "a", 1, -EIO };
	struct waiter w;

	look_at("a task that fails in time", "没到时间就失败的任务");
	wait_for(&w, 2, child, &c);
	turn_all();
	expect_trace("a waited:broken:untouched requests:0");
	end();
}
END_TEST

START_TEST(too_late_the_task_is_cancelled) /* W02 */
{
	struct child c = { "a", 9, 0 };
	struct waiter w;

	look_at("what becomes of the task when time is up, and what we "
		"return",
		"时间到了，任务怎么办，我们返回什么");
	wait_for(&w, 1, child, &c);
	turn_all();
	expect_trace("a:cancelled waited:timed-out:untouched requests:0");
	expect_true(task_cancelled(w.task));
	expect_double(hours(), 1, 1e-6);
	end();
}
END_TEST

START_TEST(it_comes_back_when_the_task_has_cleaned_up) /* W02 */
{
	struct child c = { "a", 9, -ECANCELED };
	struct waiter w;

	look_at("when async_wait_for returns after time was up: when the task "
		"is done",
		"时间到了之后，async_wait_for 什么时候返回：任务做完时");
	wait_for(&w, 1, stubborn, &c);
	turn_all();
	expect_trace("a:cleaned:ok waited:timed-out:untouched requests:0");
	expect_double(hours(), 2, 1e-6);
	end();
}
END_TEST

START_TEST(a_failure_in_the_cleanup_is_the_result) /* W02 */
{
	struct child c = { "a", 9, -EIO };
	struct waiter w;

	look_at("a task that fails while it cleans up after the deadline",
		"过了时间，任务收拾残局时失败了");
	wait_for(&w, 1, stubborn, &c);
	turn_all();
	expect_trace("a:cleaned:ok waited:broken:untouched requests:0");
	end();
}
END_TEST

START_TEST(a_task_that_goes_on_all_the_same_gives_its_value) /* W09 */
{
	struct child c = { "a", 9, 0 };
	struct waiter w;

	look_at("a task that swallows the cancel and returns a value",
		"任务吞掉了取消，照样返回值");
	wait_for(&w, 1, stubborn, &c);
	turn_all();
	expect_trace("a:cleaned:ok waited:ok:a requests:0");
	end();
}
END_TEST

/* Done in a turn of our choice, not by a timer. */
static int yield_once(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(0);

	trace("%s", c->name);
	*result = c->name;
	return rc < 0 ? rc : c->rc;
}

static void deadline_and_end_in_one_turn(int rc)
{
	struct child c = { "a", 0, rc };
	struct waiter w;

	wait_for(&w, 1, yield_once, &c);
	turn();
	virtual_advance(2 * HOUR);
	turn_all();
	end();
}

START_TEST(a_result_in_the_turn_of_the_deadline_is_not_lost) /* W09 */
{
	look_at("the task is done and time is up, in one turn",
		"同一轮里，任务做完了，时间也到了");
	deadline_and_end_in_one_turn(0);
	expect_trace("a waited:ok:a requests:0");
}
END_TEST

START_TEST(a_failure_in_the_turn_of_the_deadline_is_not_lost) /* W09 */
{
	look_at("the task has failed and time is up, in one turn",
		"同一轮里，任务失败了，时间也到了");
	deadline_and_end_in_one_turn(-EIO);
	expect_trace("a waited:broken:untouched requests:0");
}
END_TEST

START_TEST(a_cancel_of_us_in_the_turn_of_the_result_is_heard)
{
	struct child c = { "a", 1, 0 };
	struct waiter w;
	struct task *t;

	look_at("the task is done and we are cancelled, in one turn",
		"同一轮里，任务做完了，我们也被取消了");
	t = wait_for(&w, 2, child, &c);
	while (!task_done(w.task))
		turn();
	task_cancel(t);
	turn_all();
	expect_trace("a waited:cancelled:untouched requests:1");
	expect_int(task_result(w.task, NULL), 0);
	end();
}
END_TEST

static int wait_for_a_moment(void *task, void **result)
{
	struct child soon = { "b", 0.25 / HOUR, 0 };
	struct timeout to;
	int rc;

	timeout_begin(&to, 0.5);
	rc = timeout_end(&to, async_sleep(0.25));
	trace("slept:%s", word(rc));
	rc = async_wait_for(task, 0.5, NULL);
	trace("waited:%s", word(rc));
	task = start(child, &soon);
	trace("done:%d", async_wait((struct task **)&task, 1, 0.5, 0));
	return rc;
}

START_TEST(a_moment_is_not_zero)
{
	struct child c = { "a", 0.5 / HOUR, 0 };

	look_at("a limit of half a second, for what takes half as long",
		"时限半秒，事情只要一半的时间");
	loop_create();
	task_create(wait_for_a_moment, start(child, &c));
	turn_all();
	expect_trace("slept:ok a waited:ok b done:1");
	end();
}
END_TEST

START_TEST(INFINITY_waits_without_limit) /* W06 */
{
	struct child c = { "a", 1000, 0 };
	struct waiter w;

	look_at("seconds, when it is INFINITY", "seconds 是 INFINITY 的时候");
	wait_for(&w, INFINITY, child, &c);
	turn_all();
	expect_trace("a waited:ok:a requests:0");
	end();
}
END_TEST

START_TEST(a_wait_for_that_is_not_a_number_is_refused)
{
	struct child c = { "a", 1, 0 };
	struct waiter w;

	look_at("seconds, when it is not a number: the task goes on",
		"seconds 不是数字的时候：任务照样跑");
	wait_for(&w, NAN, child, &c);
	turn_all();
	expect_trace("waited:invalid:untouched requests:0 a");
	end();
}
END_TEST

static int wait_for_nothing(void *arg, void **result)
{
	struct child a = { "a", 0, 0 }, b = { "b", 0, -EIO }, c = { "c", 9, 0 };
	struct waiter w = { start(child, &a), 9 };

	waiter(&w, result);
	w.limit = 0;
	waiter(&w, result); /* a is done */
	w.limit = -1;
	waiter(&w, result);
	w.task = start(child, &b);
	async_sleep(0);
	async_sleep(0);
	waiter(&w, result); /* b has failed */
	w.task = start(child, &c);
	waiter(&w, result); /* c has not begun */
	w.limit = 0;
	w.task = start(child, &c);
	return waiter(&w, result); /* nor has it now */
}

START_TEST(without_time_a_done_task_gives_its_result) /* W04 */
{
	look_at("zero or less, for a task that is done, and for one that is "
		"not",
		"零或负数：任务已经做完，还有没做完");
	loop_create();
	task_create(wait_for_nothing, NULL);
	turn_all();
	expect_trace("a waited:ok:a requests:0 waited:ok:a requests:0 "
		     "waited:ok:a requests:0 "
		     "b waited:broken:untouched requests:0 "
		     "waited:timed-out:untouched requests:0 "
		     "waited:timed-out:untouched requests:0");
	end();
}
END_TEST

static int wait_for_the_end(void *arg, void **result)
{
	const struct waiter *w = arg;
	int rc = async_wait_for(w->task, w->limit, result);

	trace("%s", word(rc));
	return rc;
}

START_TEST(who_is_done_gives_its_result_whatever_the_limit)
{
	struct child c = { "a", 1, 0 }, d = { "b", 9, 0 };
	struct waiter w = { .limit = 0 };
	const double limits[] = { 0, 5, -1, INFINITY, NAN };
	struct task *a;

	look_at("a task that is done, or was cancelled, before anybody waits "
		"for it; then nothing pauses, and no coroutine is needed",
		"还没人等，任务就已经做完或者被取消了：用不着停下，也用不着协"
		"程");
	loop_create();
	a = start(child, &c);
	w.task = start(child, &d);
	task_create(wait_for_the_end, &w); /* which cancels it */
	turn_all();
	expect_trace("b:cancelled timed-out a");
	for (int i = 0; i < 5; i++) {
		void *value = NULL;

		expect_int(async_wait_for(a, limits[i], &value), 0);
		expect_str(value, "a");
		expect_int(async_wait_for(w.task, limits[i], NULL), -ECANCELED);
		expect_int(async_wait_for(NULL, limits[i], NULL), -ENOMEM);
	}
	end();
}
END_TEST

START_TEST(without_time_it_waits_for_the_cleanup_too) /* W04 */
{
	struct child c = { "a", 9, -ECANCELED };
	struct waiter w;

	look_at("zero, for a task that cleans up when it is cancelled",
		"零秒：任务被取消后要收拾残局");
	wait_for(&w, 0, stubborn, &c);
	turn_all();
	expect_trace("a:cleaned:ok waited:timed-out:untouched requests:0");
	expect_double(hours(), 1, 1e-6);
	end();
}
END_TEST

START_TEST(without_time_the_answer_of_a_stubborn_task_counts) /* W04 */
{
	struct child a = { "a", 9, 0 }, b = { "b", 9, -EIO };
	struct waiter w[2];

	look_at("zero, for a task that swallows the cancel, and for one that "
		"fails",
		"零秒：任务吞掉了取消，或者失败了");
	wait_for(&w[0], -1, stubborn, &a);
	w[1] = (struct waiter){ start(stubborn, &b), -1 };
	turn();
	task_create(waiter, &w[1]);
	turn_all();
	expect_trace("a:cleaned:ok b:cleaned:ok waited:ok:a requests:0 "
		     "waited:broken:untouched requests:0");
	end();
}
END_TEST

START_TEST(without_time_a_cancel_of_us_is_a_cancel)
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;

	look_at("zero, and we are cancelled while the task cleans up",
		"零秒，任务收拾残局时我们被取消");
	cancel_in(0.5, wait_for(&w, 0, stubborn, &c), &timer);
	turn_all();
	expect_trace(one_of(
		"a:cleaned:ok waited:cancelled:untouched requests:1",
		"a:cleaned:cancelled waited:cancelled:untouched requests:1"));
	end();
}
END_TEST

START_TEST(cancelling_us_cancels_the_task) /* W07 */
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;
	struct task *t;

	look_at("whom a cancel of ours reaches: the task, too",
		"我们被取消，还传到了谁那里：那个任务");
	t = wait_for(&w, 5, child, &c);
	cancel_in(1, t, &timer);
	turn_all();
	expect_trace("a:cancelled waited:cancelled:untouched requests:1");
	expect_true(task_cancelled(t));
	expect_true(task_cancelled(w.task));
	end();
}
END_TEST

START_TEST(cancelled_it_waits_for_the_cleanup) /* W07 */
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;

	look_at("a task that swallows the cancel which came by way of us",
		"任务把我们转过去的取消吞掉了");
	cancel_in(1, wait_for(&w, 5, stubborn, &c), &timer);
	turn_all();
	expect_trace(
		one_of("a:cleaned:ok waited:ok:a requests:1",
		       "a:cleaned:ok waited:cancelled:untouched requests:1"));
	expect_double(hours(), 2, 1e-6);
	end();
}
END_TEST

START_TEST(deadline_and_our_cancel_in_one_turn_are_a_cancel) /* W07 */
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;

	look_at("time is up and we are cancelled, in one turn",
		"同一轮里，时间到了，我们也被取消了");
	cancel_in(1, wait_for(&w, 1, child, &c), &timer);
	turn_all();
	expect_trace("a:cancelled waited:cancelled:untouched requests:1");
	end();
}
END_TEST

START_TEST(cancelled_while_it_cleans_up_after_the_deadline)
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;

	look_at("time was up, and then we are cancelled as well",
		"时间已经到了，我们又被取消");
	cancel_in(1.5, wait_for(&w, 1, stubborn, &c), &timer);
	turn_all();
	expect_trace(one_of(
		"a:cleaned:cancelled waited:cancelled:untouched requests:1",
		"a:cleaned:ok waited:cancelled:untouched requests:1"));
	end();
}
END_TEST

START_TEST(a_task_that_others_cancel_did_not_time_out)
{
	struct child c = { "a", 9, 0 };
	struct timer timer;
	struct waiter w;

	look_at("-ECANCELED, when the task was cancelled by somebody else",
		"任务被别人取消时的 -ECANCELED");
	wait_for(&w, 5, child, &c);
	cancel_in(1, w.task, &timer);
	turn_all();
	expect_trace("a:cancelled waited:cancelled:untouched requests:0");
	end();
}
END_TEST

START_TEST(nested_waits_give_up_together) /* W10 */
{
	struct child c = { "a", 9, 0 };
	struct waiter inner, outer = { NULL, 1 };

	look_at("a wait_for round a task that waits for another",
		"wait_for 的任务自己又在 wait_for");
	outer.task = wait_for(&inner, 2, child, &c);
	task_create(waiter, &outer);
	turn_all();
	expect_trace("a:cancelled waited:cancelled:untouched requests:1 "
		     "waited:timed-out:untouched requests:0");
	end();
}
END_TEST

START_TEST(no_timer_stays_when_the_task_was_quick)
{
	struct child c = { "a", 1, 0 };
	struct waiter w;

	look_at("the timer, when the task was in time",
		"任务及时做完，定时器还在不在");
	wait_for(&w, 9, child, &c);
	turn_all();
	expect_int(timers(), 0);
	end();
}
END_TEST

static void wait_for_oneself(void *limit)
{
	struct child c = { "a", 1, 0 };
	struct waiter w;

	wait_for(&w, 2, child, &c);
	turn_all();
	w.limit = *(double *)limit;
	w.task = task_create_named(waiter, &w, "loner");
	turn_all();
}

START_TEST(who_waits_for_itself_panics)
{
	double some = 1, none = 0;

	look_at("a task that waits for its own end", "任务在等自己做完");
	expect_panic(wait_for_oneself, &some, "panic: ");
	expect_panic(wait_for_oneself, &none, "panic: ");
}
END_TEST

/* ---- given: group ---- */

struct member {
	coro_fn *fn;
	struct child child;
};

struct opened {
	struct member members[4];
	double sleep; /* between begin and end, in hours */
	int rc;	      /* what the lines between return then; 0: as it is */
	double late;  /* a late member comes in so many hours */
	struct task *tasks[4];
};

static struct group *the_group;
static struct child late = { "late", 0, 0 };

static int come_late(void *arg, void **result)
{
	double *h = arg;

	async_sleep(*h * HOUR);
	trace("comes");
	group_create_task(the_group, child, &late);
	return 0;
}

static int opener(void *arg, void **result)
{
	struct opened *o = arg;
	struct group *g = the_group = group_begin();
	int rc = 0;

	for (int i = 0; i < 4 && o->members[i].fn; i++)
		o->tasks[i] = group_create_task_named(g, o->members[i].fn,
						      &o->members[i].child,
						      o->members[i].child.name);
	if (o->late > 0)
		group_create_task(g, come_late, &o->late);
	if (o->sleep > 0) {
		rc = async_sleep(o->sleep * HOUR);
		trace("body:%s", word(rc));
	}
	rc = group_end(g, o->rc ? o->rc : rc);
	trace("group:%s requests:%d", word(rc),
	      task_cancelling(task_current()));
	return rc;
}

static struct task *open_group(struct opened *o)
{
	loop_create();
	return task_create(opener, o);
}

static void run_group(struct opened *o)
{
	open_group(o);
	turn_all();
	end();
}

START_TEST(a_group_ends_when_all_its_members_have)
{
	struct opened o = { .members = { { child, { "a", 2, 0 } },
					 { child, { "b", 1, 0 } } } };

	look_at("async_shield, with which a group waits for its members",
		"async_shield：group 靠它等成员");
	run_group(&o);
	expect_trace("b a group:ok requests:0");
	expect_double(hours(), 2, 1e-6);
}
END_TEST

static int begin_and_end(void *arg, void **result)
{
	struct child c = { "a", 1, 0 };
	struct group *g = group_begin();
	void *value = NULL;
	struct task *t = group_create_task(g, child, &c);

	trace("%s", task_name(t));
	async_shield(t, &value);
	trace("%s", (char *)value);
	trace("%s", word(group_end(g, 0)));
	async_sleep(0);
	trace("%d", task_next(task_first()) == NULL);
	trace("%s", word(group_end(group_begin(), -EIO)));
	return 0;
}

START_TEST(a_group_frees_its_members)
{
	look_at("async_shield, on a member of a group",
		"async_shield，用在 group 的成员上");
	loop_create();
	task_create(begin_and_end, NULL);
	turn_all();
	expect_trace("child a a ok 1 broken");
	end();
}
END_TEST

START_TEST(a_failing_member_cancels_the_others) /* W17 */
{
	struct opened o = { .members = { { child, { "a", 9, 0 } },
					 { child, { "b", 1, -EIO } },
					 { stubborn, { "c", 9, 0 } } } };

	look_at("how a group waits while its members clean up",
		"成员收拾残局时，group 怎么等");
	run_group(&o);
	expect_trace("b a:cancelled c:cleaned:ok group:broken requests:0");
	expect_double(hours(), 2, 1e-6);
}
END_TEST

START_TEST(a_failing_member_cancels_the_lines_between) /* W17 */
{
	struct opened o = { .sleep = 9,
			    .members = { { child, { "a", 9, 0 } },
					 { child, { "b", 1, -EIO } },
					 { stubborn, { "c", 9, 0 } } } };

	look_at("how a group waits for members that were cancelled",
		"成员被取消后，group 怎么等它们");
	run_group(&o);
	expect_trace("b a:cancelled body:cancelled c:cleaned:ok "
		     "group:broken requests:0");
}
END_TEST

START_TEST(members_that_clean_up_are_asked_once)
{
	struct opened o = { .sleep = 9,
			    .members = { { stubborn, { "a", 9, 0 } },
					 { child, { "b", 1, -EIO } } } };

	look_at("how often a member is asked to stop, when the opener was "
		"stopped, too",
		"打开 group 的人也停下了，成员一共被催了几次");
	run_group(&o);
	expect_trace("b body:cancelled a:cleaned:ok group:broken requests:0");
	expect_double(hours(), 2, 1e-6);
}
END_TEST

/* Asked to stop, it fails. */
static int contrary(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(c->hours * HOUR);

	trace("%s:%s", c->name, word(rc));
	return rc < 0 ? c->rc : 0;
}

START_TEST(a_second_failure_asks_nobody_again)
{
	struct opened o = {
		.members = { { child, { "a", 1, -EIO } },
			     { contrary, { "b", 9, -ECONNREFUSED } },
			     { stubborn, { "c", 9, 0 } } },
	};

	look_at("how a group waits for one that cleans up, while another one "
		"fails",
		"一个成员在收拾残局，另一个又失败了，group 怎么等");
	run_group(&o);
	expect_trace("a b:cancelled c:cleaned:ok group:broken requests:0");
	expect_double(hours(), 2, 1e-6);
}
END_TEST

START_TEST(a_group_returns_the_first_of_its_failures)
{
	struct opened o = { .members = {
				    { stubborn, { "a", 9, -ECONNREFUSED } },
				    { child, { "b", 2, -ECONNREFUSED } },
				    { child, { "c", 1, -EIO } } } };

	look_at("how a group waits, when several members fail",
		"好几个成员失败时，group 怎么等");
	run_group(&o);
	expect_trace("c b:cancelled a:cleaned:ok group:broken requests:0");
}
END_TEST

START_TEST(a_cancelled_member_is_no_failure)
{
	struct opened o = { .members = { { child, { "a", 9, 0 } },
					 { child, { "b", 2, 0 } } } };
	struct timer timer;

	look_at("async_shield, when the member was cancelled, and not we",
		"async_shield：被取消的是成员，不是我们");
	open_group(&o);
	turn();
	cancel_in(1, o.tasks[0], &timer);
	turn_all();
	expect_trace("a:cancelled b group:ok requests:0");
	end();
}
END_TEST

START_TEST(an_error_of_the_lines_between_cancels_the_members)
{
	struct opened o = { .sleep = 1,
			    .rc = -EIO,
			    .members = { { child, { "a", 9, 0 } },
					 { stubborn, { "b", 9, 0 } } } };

	look_at("how a group waits after the lines between have failed",
		"中间的代码失败后，group 怎么等");
	run_group(&o);
	expect_trace("body:ok a:cancelled b:cleaned:ok group:broken "
		     "requests:0");
}
END_TEST

START_TEST(a_group_that_waits_can_be_cancelled_from_outside)
{
	struct opened o = { .members = { { child, { "a", 9, 0 } },
					 { stubborn, { "b", 9, 0 } } } };
	struct timer timer[2];

	look_at("async_shield, when we are cancelled: the group passes it on, "
		"once",
		"我们被取消时的 async_shield：由 group 转给成员，只转一次");
	cancel_in(1, open_group(&o), &timer[0]);
	cancel_in(1.5, task_first(), &timer[1]);
	turn_all();
	expect_trace("a:cancelled b:cleaned:ok group:cancelled requests:2");
	end();
}
END_TEST

START_TEST(the_lines_between_can_be_cancelled_from_outside)
{
	struct opened o = { .sleep = 9,
			    .members = { { child, { "a", 9, 0 } },
					 { stubborn, { "b", 9, 0 } } } };
	struct timer timer;

	look_at("how a group waits after a cancel from outside",
		"从外面取消之后，group 怎么等");
	cancel_in(1, open_group(&o), &timer);
	turn_all();
	expect_trace("body:cancelled a:cancelled b:cleaned:ok "
		     "group:cancelled requests:1");
	end();
}
END_TEST

START_TEST(a_failure_after_a_cancel_from_outside_is_told)
{
	struct opened o = { .members = { { stubborn, { "a", 9, -EIO } } } };
	struct timer timer;

	look_at("how a group waits for a member that fails in its cleanup",
		"成员收拾残局时失败了，group 怎么等");
	cancel_in(1, open_group(&o), &timer);
	turn_all();
	expect_trace("a:cleaned:ok group:broken requests:1");
	end();
}
END_TEST

START_TEST(a_cancel_from_outside_does_not_disturb_the_cleanup)
{
	struct opened o = { .members = { { child, { "a", 1, -EIO } },
					 { stubborn, { "b", 9, 0 } } } };
	struct timer timer;

	look_at("async_shield, when we are cancelled while members clean up",
		"成员收拾残局时，我们被取消：async_shield 怎么办");
	cancel_in(1.5, open_group(&o), &timer);
	turn_all();
	expect_trace("a b:cleaned:ok group:broken requests:1");
	end();
}
END_TEST

START_TEST(failure_and_cancel_in_one_turn_are_the_failure)
{
	struct opened o = { .sleep = 9,
			    .members = { { child, { "a", 9, 0 } },
					 { yield_once, { "b", 0, -EIO } } } };
	struct task *t;

	look_at("how a group waits, when two ask its opener to stop",
		"两边都叫打开 group 的人停下，group 怎么等");
	t = open_group(&o);
	turn();
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("b body:cancelled a:cancelled group:broken requests:1");
	end();
}
END_TEST

START_TEST(a_failure_that_nobody_has_looked_at_yet_counts)
{
	struct opened o = { .sleep = 1,
			    .members = { { child, { "a", 1, -EIO } },
					 { child, { "b", 9, 0 } } } };

	look_at("a member that fails in the very turn of group_end",
		"正好在 group_end 的那一轮失败的成员");
	run_group(&o);
	expect_trace("body:ok a b:cancelled group:broken requests:0");
}
END_TEST

static int open_and_sleep(void *arg, void **result)
{
	int rc = opener(arg, result);
	struct timeout to;

	timeout_begin(&to, 2 * HOUR);
	trace("slept:%s", word(timeout_end(&to, async_sleep(HOUR))));
	return rc;
}

START_TEST(a_failure_just_before_group_end_leaves_no_request)
{
	struct opened o = { .sleep = 1.5,
			    .members = { { child, { "a", 1, -EIO } } } };

	look_at("the only member has failed in the turn of group_end; then the "
		"opener sleeps, with a limit that is long enough",
		"唯一的成员就在 group_end 那一轮里失败了；之后打开 group "
		"的人限时睡一会儿，时限够长");
	loop_create();
	task_create(open_and_sleep, &o);
	turn();
	turn();
	virtual_advance(2 * HOUR);
	turn_all();
	expect_trace("a body:ok group:broken requests:0 slept:ok");
	end();
}
END_TEST

static int open_after_a_request(void *arg, void **result)
{
	task_cancel(task_current());
	trace("slept:%s", word(async_sleep(0)));
	return opener(arg, result);
}

START_TEST(an_older_request_does_not_concern_the_group)
{
	struct opened o = { .members = { { child, { "a", 1, 0 } } } };

	look_at("how a group waits for one who was asked to stop before, and "
		"went on",
		"打开 group 的人早先被取消过，没理会；group 怎么等");
	loop_create();
	task_create(open_after_a_request, &o);
	turn_all();
	expect_trace("slept:cancelled a group:ok requests:1");
	end();
}
END_TEST

START_TEST(a_member_may_create_members)
{
	struct opened o = { .late = 2,
			    .members = { { child, { "a", 1, 0 } } } };

	late.hours = 3;
	look_at("a member that comes while the group waits",
		"group 等待的时候又来了成员");
	run_group(&o);
	late.hours = 0;
	expect_trace("a comes late group:ok requests:0");
	expect_double(hours(), 5, 1e-6);
}
END_TEST

START_TEST(who_comes_after_a_failure_never_begins)
{
	struct opened o = { .late = 2,
			    .members = { { child, { "a", 1, -EIO } },
					 { stubborn, { "b", 9, 0 } } } };

	look_at("a member that comes while the others clean up",
		"别的成员在收拾残局，又来了一个");
	run_group(&o);
	expect_trace("a comes b:cleaned:ok group:broken requests:0");
}
END_TEST

struct groups {
	struct child outer, inner;
};

static int nest_groups(void *arg, void **result)
{
	struct groups *two = arg;
	struct group *outer = group_begin(), *inner;
	int rc;

	group_create_task(outer, child, &two->outer);
	inner = group_begin();
	group_create_task(inner, child, &two->inner);
	rc = group_end(inner, 0);
	trace("inner:%s", word(rc));
	rc = group_end(outer, rc);
	trace("outer:%s requests:%d", word(rc),
	      task_cancelling(task_current()));
	return rc;
}

static void run_groups(struct groups *two)
{
	loop_create();
	task_create(nest_groups, two);
	turn_all();
	end();
}

START_TEST(a_failure_goes_out_through_nested_groups)
{
	struct groups two = { { "out", 9, 0 }, { "in", 1, -EIO } };

	look_at("a group in a group, and the inner one fails",
		"group 里还有 group，里面的失败了");
	run_groups(&two);
	expect_trace("in inner:broken out:cancelled outer:broken requests:0");
}
END_TEST

START_TEST(a_failure_goes_in_through_nested_groups)
{
	struct groups two = { { "out", 1, -EIO }, { "in", 9, 0 } };

	look_at("a group in a group, and the outer one fails",
		"group 里还有 group，外面的失败了");
	run_groups(&two);
	expect_trace("out in:cancelled inner:cancelled outer:broken "
		     "requests:0");
}
END_TEST

static int group_with_a_limit(void *arg, void **result)
{
	struct timeout to;
	int rc;

	timeout_begin(&to, HOUR);
	rc = timeout_end(&to, opener(arg, result));
	trace("end:%s requests:%d", word(rc), task_cancelling(task_current()));
	return 0;
}

START_TEST(a_timeout_round_a_group_ends_its_members)
{
	struct opened o = { .members = { { child, { "a", 9, 0 } },
					 { stubborn, { "b", 9, 0 } } } };

	look_at("a group between timeout_begin and timeout_end",
		"timeout_begin 和 timeout_end 之间的 group");
	loop_create();
	task_create(group_with_a_limit, &o);
	turn_all();
	expect_trace("a:cancelled b:cleaned:ok group:cancelled requests:1 "
		     "end:timed-out requests:0");
	end();
}
END_TEST

static int limit_inside_a_group(void *arg, void **result)
{
	struct child c = { "a", 2, 0 };
	struct group *g = group_begin();
	struct timeout to;
	int rc;

	group_create_task(g, child, &c);
	timeout_begin(&to, HOUR);
	rc = timeout_end(&to, async_sleep(9 * HOUR));
	trace("end:%s", word(rc));
	rc = group_end(g, 0);
	trace("group:%s requests:%d", word(rc),
	      task_cancelling(task_current()));
	return 0;
}

START_TEST(a_timeout_inside_a_group_does_not_concern_it)
{
	look_at("a timeout that is over before group_end",
		"group_end 之前就结束了的超时");
	loop_create();
	task_create(limit_inside_a_group, NULL);
	turn_all();
	expect_trace("end:timed-out a group:ok requests:0");
	end();
}
END_TEST

static int group_without_memory(void *arg, void **result)
{
	struct child c = { "a", 1, 0 };
	struct group *g;

	allocation_fails(1);
	trace("%d", group_begin() == NULL);
	g = group_begin();
	group_create_task(g, child, &c);
	for (int n = 1; n <= 2; n++) {
		allocation_fails(n);
		trace("%d", group_create_task(g, child, &c) == NULL);
	}
	allocation_fails(0);
	trace("%s", word(group_end(g, 0)));
	return 0;
}

START_TEST(a_group_without_memory_says_so)
{
	look_at("how a group waits for its only member",
		"只有一个成员的 group 怎么等");
	loop_create();
	task_create(group_without_memory, NULL);
	turn_all();
	expect_trace("1 1 1 a ok");
	end();
}
END_TEST

static void open_outside(void *arg)
{
	struct opened o = { .members = { { child, { "a", 1, 0 } } } };

	run_group(&o);
	loop_create();
	group_begin();
}

START_TEST(opening_a_group_outside_a_task_panics)
{
	look_at("a group that nobody opens", "没有人来打开的 group");
	expect_panic(open_outside, NULL, "group_begin: not inside a task");
}
END_TEST

/* ---- given: async_wait ---- */

struct several {
	struct child children[4];
	struct task *tasks[4];
	int n, when;
	double limit; /* hours */
};

static int wait_several(void *arg, void **result)
{
	struct several *s = arg;
	int rc = async_wait(s->tasks, s->n, s->limit * HOUR, s->when);

	trace("wait:%s", rc < 0 ? word(rc) : "");
	for (int i = 0; i < s->n && rc >= 0; i++)
		trace("%s%s", i == rc ? "| " : "", task_name(s->tasks[i]));
	return rc < 0 ? rc : 0;
}

static struct task *wait_for_several(struct several *s)
{
	loop_create();
	for (s->n = 0; s->n < 4 && s->children[s->n].name; s->n++)
		s->tasks[s->n] = start(child, &s->children[s->n]);
	return task_create(wait_several, s);
}

static void run_several(struct several *s)
{
	wait_for_several(s);
	turn_all();
	end();
}

START_TEST(the_first_that_is_done_ends_the_wait) /* W12 */
{
	struct several s = {
		.children = { { "a", 3, 0 }, { "b", 1, 0 }, { "c", 2, 0 } },
		.limit = INFINITY,
		.when = WAIT_FIRST_COMPLETED,
	};

	look_at("timeout_begin and timeout_end, between which async_wait "
		"sleeps",
		"async_wait 睡在 timeout_begin 和 timeout_end 之间");
	run_several(&s);
	expect_trace("b wait: b | a c c a");
}
END_TEST

START_TEST(all_that_are_done_by_then_are_counted) /* W12 */
{
	struct several s = {
		.children = { { "a", 9, 0 }, { "b", 1, 0 }, { "c", 1, -EIO } },
		.limit = INFINITY,
		.when = WAIT_FIRST_COMPLETED,
	};

	look_at("a wait without limit that ends with two at once",
		"不限时的等待，两个同时做完");
	run_several(&s);
	expect_trace("b c wait: b c | a a");
}
END_TEST

START_TEST(a_failure_ends_a_wait_for_exceptions) /* W13 */
{
	struct several s = {
		.children = { { "a", 9, 0 }, { "b", 1, 0 }, { "c", 2, -EIO } },
		.limit = 5,
		.when = WAIT_FIRST_EXCEPTION,
	};

	look_at("timeout_end, when the wait ends before the limit",
		"没到时间就等到了：timeout_end 返回什么");
	run_several(&s);
	expect_trace("b c wait: b c | a a");
}
END_TEST

START_TEST(to_be_cancelled_is_no_exception) /* W13 */
{
	struct several s = {
		.children = { { "a", 2, 0 }, { "b", 9, 0 } },
		.limit = INFINITY,
		.when = WAIT_FIRST_EXCEPTION,
	};
	struct timer timer;

	look_at("a wait without limit, for tasks of which one is cancelled",
		"不限时地等，其中一个被取消了");
	wait_for_several(&s);
	cancel_in(1, s.tasks[1], &timer);
	turn_all();
	expect_trace("b:cancelled a wait: a b");
	end();
}
END_TEST

START_TEST(all_completed_waits_for_failures_too)
{
	struct several s = {
		.children = { { "a", 3, 0 }, { "b", 1, -EIO }, { "c", 2, 0 } },
		.limit = INFINITY,
		.when = WAIT_ALL_COMPLETED,
	};

	look_at("a wait without limit that ends with the last one",
		"不限时的等待，等到最后一个");
	run_several(&s);
	expect_trace("b c a wait: a b c");
}
END_TEST

START_TEST(when_time_is_up_the_others_go_on)
{
	struct several s = {
		.children = { { "a", 9, 0 }, { "b", 1, 0 }, { "c", 8, 0 } },
		.limit = 2,
		.when = WAIT_ALL_COMPLETED,
	};
	struct task *t;

	look_at("timeout_end, when the wait lasted too long",
		"等得太久：timeout_end 返回什么");
	t = wait_for_several(&s);
	turn_all();
	expect_trace("b wait: b | a c c a");
	expect_int(task_cancelling(t), 0);
	end();
}
END_TEST

START_TEST(when_time_is_up_perhaps_nobody_is_done)
{
	struct several s = {
		.children = { { "a", 2, 0 } },
		.limit = 1,
		.when = WAIT_FIRST_COMPLETED,
	};

	look_at("timeout_end, when nobody was in time",
		"谁都没赶上：timeout_end 返回什么");
	run_several(&s);
	expect_trace("wait: | a a");
}
END_TEST

static int look_and_wait(void *arg, void **result)
{
	struct several *s = arg;

	s->limit = 0;
	wait_several(s, result);
	s->limit = -1;
	wait_several(s, result);
	s->limit = 5;
	wait_several(s, result);
	return wait_several(s, result); /* now they are done */
}

START_TEST(without_time_it_looks_and_does_not_wait)
{
	struct several s = {
		.children = { { "a", 2, 0 }, { "b", 0, 0 } },
		.when = WAIT_ALL_COMPLETED,
	};

	look_at("timeout_begin, for a wait that comes after two looks",
		"看了两眼之后的等待，它的 timeout_begin");
	loop_create();
	for (s.n = 0; s.n < 2; s.n++)
		s.tasks[s.n] = start(child, &s.children[s.n]);
	task_create(look_and_wait, &s);
	turn_all();
	expect_trace("wait: | a b wait: | a b b a wait: a b wait: a b");
	end();
}
END_TEST

static int wait_with_one_done(void *arg, void **result)
{
	struct several *s = arg;

	s->when = WAIT_FIRST_COMPLETED;
	wait_several(s, result); /* a is done: at once */
	wait_several(s, result); /* now it stands first */
	s->when = WAIT_FIRST_EXCEPTION;
	wait_several(s, result);	/* that is no failure: until b fails */
	return wait_several(s, result); /* it has: at once again */
}

START_TEST(who_is_done_already_may_be_enough) /* W12 W13 */
{
	struct several s = {
		.children = { { "c", 9, 0 }, { "a", 0, 0 }, { "b", 1, -EIO } },
		.limit = INFINITY,
	};

	look_at("a wait between two that have nothing to wait for",
		"前后两次都不用等，中间那次等待");
	loop_create();
	for (s.n = 0; s.n < 3; s.n++)
		s.tasks[s.n] = start(child, &s.children[s.n]);
	while (!task_done(s.tasks[1]))
		turn();
	task_create(wait_with_one_done, &s);
	turn_all();
	expect_trace("a wait: a | c b wait: a | c b b wait: a b | c "
		     "wait: a b | c c");
	end();
}
END_TEST

enum { MANY = 100 };

static int nap(void *seconds, void **result)
{
	return async_sleep((double)(intptr_t)seconds);
}

static int wait_for_many(void *arg, void **result)
{
	int rc = async_wait(arg, MANY, INFINITY, WAIT_FIRST_COMPLETED);

	*result = (void *)(intptr_t)rc;
	return rc < 0 ? rc : 0;
}

START_TEST(of_many_each_group_keeps_its_order)
{
	struct task *tasks[MANY], *apart[MANY], *t;
	int done = 0, pending = MANY, wrong = 0;
	void *found = NULL;

	look_at("a wait without limit that ends with a third of a hundred",
		"不限时地等一百个，等到了三分之一");
	loop_create();
	for (int i = 0; i < MANY; i++) {
		bool soon = i * i % 7 < 2;

		tasks[i] = task_create(nap, (void *)(intptr_t)(soon ? 1 : 9));
		done += soon;
	}
	for (int i = MANY, k = done; i-- > 0;)
		apart[i * i % 7 < 2 ? --k : --pending] = tasks[i];
	t = task_create(wait_for_many, tasks);
	while (!task_done(t))
		turn();
	expect_int(task_result(t, &found), 0);
	expect_int((intptr_t)found, done);
	for (int i = 0; i < MANY; i++)
		wrong += tasks[i] != apart[i];
	expect_int(wrong, 0);
	end();
}
END_TEST

START_TEST(who_waits_for_several_can_be_cancelled)
{
	struct several s = {
		.children = { { "a", 3, 0 }, { "b", 2, -EIO } },
		.limit = 9,
		.when = WAIT_ALL_COMPLETED,
	};
	struct timer timer;
	struct task *t;

	look_at("timeout_end, when we were cancelled from outside",
		"从外面被取消：timeout_end 返回什么");
	t = wait_for_several(&s);
	cancel_in(1, t, &timer);
	turn_all();
	expect_trace("wait:cancelled b a");
	expect_int(task_cancelling(s.tasks[0]), 0);
	expect_int(task_cancelling(t), 1);
	end();
}
END_TEST

START_TEST(an_end_in_the_turn_of_the_deadline_is_counted)
{
	struct several s = {
		.children = { { "a", 0, 0 }, { "b", 9, 0 } },
		.limit = 1,
		.when = WAIT_FIRST_COMPLETED,
	};

	look_at("the wait is over and time is up, in one turn",
		"同一轮里，等到了，时间也到了");
	wait_for_several(&s);
	turn();
	virtual_advance(2 * HOUR);
	turn_all();
	expect_trace("a wait: a | b b");
	end();
}
END_TEST

START_TEST(a_wait_that_is_not_a_number_is_refused)
{
	struct several s = {
		.children = { { "a", 1, 0 } },
		.limit = NAN,
		.when = WAIT_ALL_COMPLETED,
	};

	look_at("timeout_begin, when seconds is not a number",
		"seconds 不是数字：timeout_begin 返回什么");
	run_several(&s);
	expect_trace("wait:invalid a");
}
END_TEST

static int wait_without_memory(void *arg, void **result)
{
	allocation_fails(1);
	wait_several(arg, result);
	allocation_fails(0);
	return wait_several(arg, result);
}

START_TEST(a_wait_without_memory_is_an_error)
{
	struct several s = {
		.children = { { "a", 1, 0 } },
		.limit = 9,
		.when = WAIT_ALL_COMPLETED,
	};

	look_at("timeout_begin, for the second wait: the first had no memory",
		"第二次等待的 timeout_begin：第一次没要到内存");
	loop_create();
	s.tasks[0] = start(child, &s.children[0]);
	s.n = 1;
	task_create(wait_without_memory, &s);
	turn_all();
	expect_trace("wait:no-memory a wait: a");
	end();
}
END_TEST

START_TEST(NULL_and_twice_the_same_may_stand_there)
{
	struct several s = {
		.children = { { "a", 1, 0 }, { "b", 9, 0 } },
		.limit = 2,
		.when = WAIT_ALL_COMPLETED,
	};

	look_at("a wait for a NULL, and for one task twice",
		"等一个 NULL，还有同一个任务等两次");
	wait_for_several(&s);
	s.tasks[2] = NULL;
	s.tasks[3] = s.tasks[0];
	s.n = 4;
	turn_all();
	expect_trace("a wait: a (no memory) a | b b");
	end();
}
END_TEST

static void wait_for_nobody(void *arg)
{
	struct several s = {
		.children = { { "a", 1, 0 } },
		.limit = 2,
		.when = WAIT_ALL_COMPLETED,
	};

	run_several(&s);
	async_wait(s.tasks, 0, 1, WAIT_ALL_COMPLETED);
}

static void wait_for_something_unknown(void *when)
{
	struct several s = {
		.children = { { "a", 1, 0 } },
		.limit = 2,
		.when = WAIT_ALL_COMPLETED,
	};

	run_several(&s);
	async_wait(s.tasks, 1, 1, *(int *)when);
}

START_TEST(a_wait_for_nobody_panics)
{
	int above = 7, below = -1;

	look_at("a wait that makes no sense, after one that did",
		"先是有意义的等待，再来一个没有意义的");
	expect_panic(wait_for_nobody, NULL, "no task to wait for");
	expect_panic(wait_for_something_unknown, &above, "7 is no WAIT_");
	expect_panic(wait_for_something_unknown, &below, "-1 is no WAIT_");
}
END_TEST

static void add_step_1(Suite *suite)
{
	TCase *step = lab_step(suite, "1 timeout_begin");

	tcase_add_test(step, what_runs_too_long_is_cancelled);
	tcase_add_test(step, what_is_done_in_time_is_left_alone);
	tcase_add_test(step, a_limit_of_INFINITY_is_none);
	tcase_add_test(step, a_limit_of_zero_ends_the_first_wait);
	tcase_add_test(step, a_limit_of_zero_ends_a_sleep_of_zero);
	tcase_add_test(step, less_than_zero_is_zero);
	tcase_add_test(step, timeout_begin_itself_cancels_nobody);
	tcase_add_test(step, what_is_not_a_number_is_refused);
	tcase_add_test(step, no_memory_for_the_timer_is_an_error);
	tcase_add_test(step, beginning_outside_a_task_panics);
}

static void add_step_2(Suite *suite)
{
	TCase *step = lab_step(suite, "2 timeout_end");

	tcase_add_test(step, in_time_it_returns_what_it_was_given);
	tcase_add_test(step, too_late_is_ETIMEDOUT);
	tcase_add_test(step, whatever_the_calls_returned_passes_through);
	tcase_add_test(step, after_the_end_no_timer_is_left);
	tcase_add_test(step, another_error_is_not_replaced);
	tcase_add_test(step, who_goes_on_all_the_same_keeps_the_value);
	tcase_add_test(step, cleaning_up_may_take_longer_than_the_limit);
	tcase_add_test(step, a_cancel_from_outside_stays_a_cancel);
	tcase_add_test(step, deadline_and_cancel_in_one_turn_are_a_cancel);
	tcase_add_test(step,
		       a_deadline_during_the_cleanup_of_a_cancel_is_a_cancel);
	tcase_add_test(step,
		       a_cancel_during_the_cleanup_of_a_timeout_is_a_cancel);
	tcase_add_test(step, an_older_request_does_not_hide_the_timeout);
	tcase_add_test(step, a_new_request_after_an_older_one_is_a_cancel);
	tcase_add_test(step, of_two_nested_the_one_that_expires_tells);
	tcase_add_test(step, when_both_expire_the_outer_one_tells);
	tcase_add_test(step, who_never_waits_is_not_cancelled);
	tcase_add_test(step, the_cleanup_may_have_a_limit_of_its_own);
	tcase_add_test(step, a_task_awaited_in_the_block_is_cancelled_with_it);
	tcase_add_test(step, a_timeout_costs_no_memory);
}

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 async_shield");

	tcase_add_test(step, a_shield_passes_the_result_through);
	tcase_add_test(step, a_shield_passes_a_failure_through);
	tcase_add_test(step, cancelling_us_leaves_the_task_running);
	tcase_add_test(step, after_a_cancelled_shield_the_task_calls_nobody);
	tcase_add_test(step, if_somebody_cancels_the_task_the_shield_says_so);
	tcase_add_test(step, a_cancel_in_the_turn_of_the_result_is_heard);
	tcase_add_test(step, who_is_done_gives_its_result_at_once);
	tcase_add_test(step, two_shields_are_told_of_one_end);
	tcase_add_test(step, a_shielded_child_survives_cancel_of_the_gather);
	tcase_add_test(step, a_shielded_gather_goes_on);
	tcase_add_test(step,
		       a_shield_with_a_limit_gives_up_and_the_task_goes_on);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 async_cancel_and_wait");

	tcase_add_test(step, all_are_asked_before_any_is_waited_for);
	tcase_add_test(step, how_they_end_is_their_business);
	tcase_add_test(step, cancelled_meanwhile_it_still_waits_for_all);
	tcase_add_test(step, cancelled_before_it_waits_it_still_waits_for_all);
	tcase_add_test(step, who_is_done_and_NULL_are_passed_over);
	tcase_add_test(step, who_has_not_begun_never_begins);
	tcase_add_test(step, who_waits_for_its_own_end_panics);
	tcase_add_test(step, nobody_reads_our_locals_any_more);
}

static void add_step_5(Suite *suite)
{
	TCase *step = lab_step(suite, "5 async_wait_for");

	tcase_add_test(step, in_time_the_result_comes);
	tcase_add_test(step, in_time_a_failure_comes_too);
	tcase_add_test(step, too_late_the_task_is_cancelled);
	tcase_add_test(step, it_comes_back_when_the_task_has_cleaned_up);
	tcase_add_test(step, a_failure_in_the_cleanup_is_the_result);
	tcase_add_test(step, a_task_that_goes_on_all_the_same_gives_its_value);
	tcase_add_test(step, a_result_in_the_turn_of_the_deadline_is_not_lost);
	tcase_add_test(step, a_failure_in_the_turn_of_the_deadline_is_not_lost);
	tcase_add_test(step, a_cancel_of_us_in_the_turn_of_the_result_is_heard);
	tcase_add_test(step, a_moment_is_not_zero);
	tcase_add_test(step, INFINITY_waits_without_limit);
	tcase_add_test(step, a_wait_for_that_is_not_a_number_is_refused);
	tcase_add_test(step, without_time_a_done_task_gives_its_result);
	tcase_add_test(step, who_is_done_gives_its_result_whatever_the_limit);
	tcase_add_test(step, without_time_it_waits_for_the_cleanup_too);
	tcase_add_test(step, without_time_the_answer_of_a_stubborn_task_counts);
	tcase_add_test(step, without_time_a_cancel_of_us_is_a_cancel);
	tcase_add_test(step, cancelling_us_cancels_the_task);
	tcase_add_test(step, cancelled_it_waits_for_the_cleanup);
	tcase_add_test(step, deadline_and_our_cancel_in_one_turn_are_a_cancel);
	tcase_add_test(step, cancelled_while_it_cleans_up_after_the_deadline);
	tcase_add_test(step, a_task_that_others_cancel_did_not_time_out);
	tcase_add_test(step, nested_waits_give_up_together);
	tcase_add_test(step, no_timer_stays_when_the_task_was_quick);
	tcase_add_test(step, who_waits_for_itself_panics);
}

static void add_step_6(Suite *suite)
{
	TCase *step = lab_step(suite, "6 given: group");

	tcase_add_test(step, a_group_ends_when_all_its_members_have);
	tcase_add_test(step, a_group_frees_its_members);
	tcase_add_test(step, a_failing_member_cancels_the_others);
	tcase_add_test(step, a_failing_member_cancels_the_lines_between);
	tcase_add_test(step, members_that_clean_up_are_asked_once);
	tcase_add_test(step, a_second_failure_asks_nobody_again);
	tcase_add_test(step, a_group_returns_the_first_of_its_failures);
	tcase_add_test(step, a_cancelled_member_is_no_failure);
	tcase_add_test(step, an_error_of_the_lines_between_cancels_the_members);
	tcase_add_test(step, a_group_that_waits_can_be_cancelled_from_outside);
	tcase_add_test(step, the_lines_between_can_be_cancelled_from_outside);
	tcase_add_test(step, a_failure_after_a_cancel_from_outside_is_told);
	tcase_add_test(step,
		       a_cancel_from_outside_does_not_disturb_the_cleanup);
	tcase_add_test(step, failure_and_cancel_in_one_turn_are_the_failure);
	tcase_add_test(step, a_failure_that_nobody_has_looked_at_yet_counts);
	tcase_add_test(step, a_failure_just_before_group_end_leaves_no_request);
	tcase_add_test(step, an_older_request_does_not_concern_the_group);
	tcase_add_test(step, a_member_may_create_members);
	tcase_add_test(step, who_comes_after_a_failure_never_begins);
	tcase_add_test(step, a_failure_goes_out_through_nested_groups);
	tcase_add_test(step, a_failure_goes_in_through_nested_groups);
	tcase_add_test(step, a_timeout_round_a_group_ends_its_members);
	tcase_add_test(step, a_timeout_inside_a_group_does_not_concern_it);
	tcase_add_test(step, a_group_without_memory_says_so);
	tcase_add_test(step, opening_a_group_outside_a_task_panics);
}

static void add_step_7(Suite *suite)
{
	TCase *step = lab_step(suite, "6 given: async_wait");

	tcase_add_test(step, the_first_that_is_done_ends_the_wait);
	tcase_add_test(step, all_that_are_done_by_then_are_counted);
	tcase_add_test(step, a_failure_ends_a_wait_for_exceptions);
	tcase_add_test(step, to_be_cancelled_is_no_exception);
	tcase_add_test(step, all_completed_waits_for_failures_too);
	tcase_add_test(step, when_time_is_up_the_others_go_on);
	tcase_add_test(step, when_time_is_up_perhaps_nobody_is_done);
	tcase_add_test(step, without_time_it_looks_and_does_not_wait);
	tcase_add_test(step, who_is_done_already_may_be_enough);
	tcase_add_test(step, of_many_each_group_keeps_its_order);
	tcase_add_test(step, who_waits_for_several_can_be_cancelled);
	tcase_add_test(step, an_end_in_the_turn_of_the_deadline_is_counted);
	tcase_add_test(step, a_wait_that_is_not_a_number_is_refused);
	tcase_add_test(step, a_wait_without_memory_is_an_error);
	tcase_add_test(step, NULL_and_twice_the_same_may_stand_there);
	tcase_add_test(step, a_wait_for_nobody_panics);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("timeout");

	add_step_1(suite);
	add_step_2(suite);
	add_step_3(suite);
	add_step_4(suite);
	add_step_5(suite);
	add_step_6(suite);
	add_step_7(suite);
	return suite;
}
