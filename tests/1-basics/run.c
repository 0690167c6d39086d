/*
 * run.c - the suite of lab run.
 *
 * Step 1 drives its sleepers by hand, on a loop of its own, so that it can
 * pass before async_run is there.
 */
#include "run.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "counting.h"
#include "expect.h"
#include "future.h"
#include "kernel.h"
#include "loop.h"
#include "task.h"
#include "virtual.h"

#define HOUR 3600.0

static double elapsed(void)
{
	return virtual_now() - VIRTUAL_START;
}

/* ---- step 1: async_sleep ---- */

/* Turn until all tasks are done; then free them and the loop. */
static void drive(struct loop *l)
{
	struct task *t = task_first();

	while (t) {
		if (task_done(t))
			t = task_next(t);
		else
			expect_int(loop_run_once(l), 0);
	}
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(l);
}

static int sleep_hours(void *arg, void **result)
{
	return async_sleep(HOUR * (double)(intptr_t)arg);
}

START_TEST(a_sleep_takes_as_long_as_it_says) /* T05 */
{
	struct loop *l = loop_create();

	look_at("what loop_call_later is told",
		"交给 loop_call_later 的是什么");
	task_create(sleep_hours, (void *)3);
	drive(l);
	expect_double(elapsed(), 3 * HOUR, 1e-6);
}
END_TEST

static int sleep_and_tell(void *arg, void **result)
{
	int rc = async_sleep((double)(intptr_t)arg);

	trace("%d", (int)(intptr_t)arg);
	return rc;
}

START_TEST(sleepers_wake_in_the_order_of_their_deadlines)
{
	struct loop *l = loop_create();

	look_at("whether each sleep has a timer and a future of its own",
		"是不是每次睡眠都有自己的定时器和 future");
	task_create(sleep_and_tell, (void *)3);
	task_create(sleep_and_tell, (void *)1);
	task_create(sleep_and_tell, (void *)2);
	drive(l);
	expect_trace("1 2 3");
}
END_TEST

static int walk(void *arg, void **result)
{
	for (int i = 1; i <= 3; i++) {
		int rc;

		trace("%s%d", (char *)arg, i);
		rc = async_sleep(0);
		if (rc < 0)
			return rc;
	}
	return 0;
}

START_TEST(a_sleep_of_zero_gives_the_others_one_turn) /* T04 */
{
	struct loop *l = loop_create();

	look_at("a sleep of zero: one bare yield", "睡 0 秒：让出一次就好");
	task_create(walk, "a");
	task_create(walk, "b");
	drive(l);
	expect_trace("a1 b1 a2 b2 a3 b3");
	expect_double(elapsed(), 0, 0);
}
END_TEST

static int yield_thrice(void *arg, void **result)
{
	for (int i = 1; i <= 3; i++) {
		trace("%s%d", (char *)arg, i);
		coro_yield(NULL);
	}
	return 0;
}

START_TEST(a_sleep_of_zero_is_one_turn_and_no_more)
{
	struct loop *l = loop_create();

	look_at("how many turns a sleep of zero takes: a bare yield takes one",
		"睡 0 秒要占几轮：光是让出，只占一轮");
	task_create(walk, "a");
	task_create(yield_thrice, "b");
	drive(l);
	expect_trace("a1 b1 a2 b2 a3 b3");
}
END_TEST

static int sleep_less_than_nothing(void *arg, void **result)
{
	trace("begins");
	trace("%d", async_sleep(-HOUR));
	return 0;
}

START_TEST(less_than_zero_is_zero)
{
	struct loop *l = loop_create();

	look_at("seconds below zero", "seconds 是负数的时候");
	task_create(sleep_less_than_nothing, NULL);
	task_create(walk, "a");
	drive(l);
	expect_trace("begins a1 0 a2 a3");
}
END_TEST

static int sleep_nan(void *arg, void **result)
{
	return async_sleep(NAN);
}

START_TEST(not_a_number_is_refused)
{
	struct loop *l = loop_create();
	struct task *t = task_create(sleep_nan, NULL);

	look_at("what loop_call_later answers", "loop_call_later 返回了什么");
	while (!task_done(t))
		expect_int(loop_run_once(l), 0);
	expect_int(task_result(t, NULL), -EINVAL);
	drive(l);
}
END_TEST

static int sleep_for_ever(void *arg, void **result)
{
	int rc = async_sleep(INFINITY);

	trace("woken:%d", rc == -ECANCELED);
	return rc;
}

static int cancel_after_an_hour(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	task_cancel(arg);
	return rc;
}

START_TEST(a_cancelled_sleep_ends_at_once) /* T07 */
{
	struct loop *l = loop_create();
	struct task *t = task_create(sleep_for_ever, NULL);

	look_at("what async_sleep returns when future_await fails",
		"future_await 返回错误时，async_sleep 返回什么");
	task_create(cancel_after_an_hour, t);
	while (!task_done(t))
		expect_int(loop_run_once(l), 0);
	expect_true(task_cancelled(t));
	expect_double(elapsed(), HOUR, 1e-6);
	expect_trace("woken:1");
	drive(l);
}
END_TEST

START_TEST(a_cancelled_sleep_leaves_no_timer)
{
	struct loop *l = loop_create();
	struct task *t = task_create(sleep_hours, (void *)1);

	look_at("the timer, when the sleep ends early",
		"提前醒来时，定时器还在不在堆里");
	loop_run_once(l);
	expect_int(timers_count(l->timers), 1);
	task_cancel(t);
	loop_run_once(l);
	expect_true(task_done(t));
	expect_int(timers_count(l->timers), 0);
	drive(l);
}
END_TEST

static void cancel_it(void *task)
{
	task_cancel(task);
}

START_TEST(cancelled_in_the_turn_in_which_it_is_due)
{
	struct loop *l = loop_create();
	struct timer timer = { 0 };
	struct task *t;

	look_at("wake_up, when the future is done already",
		"wake_up 遇到已经做完的 future");
	t = task_create(sleep_hours, (void *)1);
	/* Due at the same instant, and called first: it was set first. */
	loop_call_at(l, VIRTUAL_START + HOUR, cancel_it, t, &timer);
	while (!task_done(t))
		expect_int(loop_run_once(l), 0);
	expect_true(task_cancelled(t));
	drive(l);
}
END_TEST

static int sleep_and_count(void *arg, void **result)
{
	long before;

	async_sleep(1); /* the heap may grow, once */
	before = allocations();
	for (int i = 0; i < 100; i++)
		async_sleep(1);
	trace("%ld", allocations() - before);
	return 0;
}

START_TEST(sleeping_allocates_nothing)
{
	struct loop *l = loop_create();

	look_at("where the timer and the future live: on the sleeper's stack",
		"定时器和 future 放在哪儿：睡觉的人自己的栈上");
	task_create(sleep_and_count, NULL);
	drive(l);
	expect_trace("0");
}
END_TEST

static int sleep_without_memory(void *arg, void **result)
{
	int rc;

	allocation_fails(1);
	rc = async_sleep(1);
	trace("%d", rc == -ENOMEM);
	return 0;
}

START_TEST(no_memory_for_the_first_timer_is_told)
{
	struct loop *l = loop_create();

	look_at("what loop_call_later answers", "loop_call_later 返回了什么");
	task_create(sleep_without_memory, NULL);
	drive(l);
	expect_trace("1");
	expect_double(elapsed(), 0, 0);
}
END_TEST

static void sleep_outside(void *arg)
{
	async_sleep(*(double *)arg);
}

static void sleep_without_a_loop(void *seconds)
{
	loop_destroy(loop_current());
	async_sleep(*(double *)seconds);
}

static int sleep_as_a_coroutine(void *seconds, void **result)
{
	return async_sleep(*(double *)seconds);
}

static void sleep_in_a_coroutine_without_a_loop(void *seconds)
{
	loop_destroy(loop_current());
	coro_resume(
		coro_create(sizeof(struct coro), sleep_as_a_coroutine, seconds),
		0);
}

START_TEST(only_a_coroutine_can_sleep)
{
	struct loop *l = loop_create();
	double none = 0, some = 1;

	look_at("async_sleep, called from outside a coroutine",
		"在协程外面调用 async_sleep");
	expect_panic(sleep_outside, &none, "async_sleep: ");
	expect_panic(sleep_outside, &some, "async_sleep: ");
	expect_panic(sleep_without_a_loop, &some, "async_sleep: ");
	expect_panic(sleep_in_a_coroutine_without_a_loop, &some,
		     "async_sleep: ");
	task_create(sleep_hours, (void *)1);
	drive(l);
	expect_double(elapsed(), HOUR, 1e-6);
}
END_TEST

/* ---- step 2: run until main is done ---- */

static int answer(void *arg, void **result)
{
	*result = arg;
	return 0;
}

START_TEST(run_gives_the_result) /* U01 L12 */
{
	void *value = NULL;

	look_at("where main's value goes", "main 的值去了哪里");
	expect_int(async_run(answer, "42", &value), 0);
	expect_str(value, "42");
	expect_int(async_run(answer, "43", NULL), 0);
}
END_TEST

static int refuse(void *arg, void **result)
{
	*result = "not this";
	return -ECONNREFUSED;
}

START_TEST(run_lets_the_failure_out) /* U02 */
{
	void *value = "untouched";

	look_at("what main's future says when main fails",
		"main 失败时，它的 future 怎么说");
	expect_int(async_run(refuse, NULL, &value), -ECONNREFUSED);
	expect_str(value, "untouched");
	expect_ptr(loop_current(), NULL);
	expect_ptr(task_first(), NULL);
}
END_TEST

static int hello(void *arg, void **result)
{
	int rc;

	trace("Hello");
	rc = async_sleep(1);
	if (rc < 0)
		return rc;
	trace("again");
	return 0;
}

START_TEST(the_first_program_runs)
{
	look_at("the order: loop, main, turns, end",
		"次序：造循环，造 main，一轮轮转，收场");
	expect_int(async_run(hello, NULL, NULL), 0);
	expect_trace("Hello again");
	expect_double(elapsed(), 1, 1e-6);
}
END_TEST

START_TEST(there_is_no_loop_before_and_none_after)
{
	look_at("what is left when async_run returns",
		"async_run 返回之后，还剩下什么");
	expect_ptr(loop_current(), NULL);
	for (int i = 0; i < 3; i++)
		expect_int(async_run(hello, NULL, NULL), 0);
	expect_ptr(loop_current(), NULL);
	expect_ptr(task_current(), NULL);
}
END_TEST

static int tell_begun(void *arg, void **result)
{
	trace("begun");
	return 0;
}

static int create_and_leave(void *arg, void **result)
{
	trace("main");
	task_create(tell_begun, NULL);
	return 0;
}

START_TEST(a_task_created_last_still_begins) /* U05 */
{
	look_at("when the loop stops: in the turn after main is done",
		"循环什么时候停：main 做完的下一轮");
	expect_int(async_run(create_and_leave, NULL, NULL), 0);
	expect_trace("main begun");
}
END_TEST

static int stop_the_loop(void *arg, void **result)
{
	loop_stop(loop_current());
	return async_sleep(1);
}

static void run_stopped(void *arg)
{
	async_run(stop_the_loop, NULL, NULL);
}

START_TEST(a_loop_stopped_by_somebody_else_panics)
{
	look_at("the loop has stopped, and main is not done",
		"循环停了，main 却没做完");
	expect_panic(run_stopped, NULL, "panic: ");
	expect_int(async_run(hello, NULL, NULL), 0);
}
END_TEST

static int run_again(void *arg, void **result)
{
	return async_run(hello, NULL, NULL);
}

static void run_in_run(void *arg)
{
	async_run(run_again, NULL, NULL);
}

START_TEST(run_inside_run_panics) /* L14 */
{
	look_at("async_run, called inside a running loop",
		"循环正在跑，又调用 async_run");
	expect_panic(run_in_run, NULL, "async_run: ");
	expect_int(async_run(hello, NULL, NULL), 0);
}
END_TEST

static void run_nothing(void *arg)
{
	async_run(NULL, NULL, NULL);
}

START_TEST(no_memory_to_begin_is_an_answer)
{
	int rc, refused = 0;
	void *value;

	look_at("whatever has no memory: the answer, and what is left behind",
		"不管是谁要不到内存：返回什么，又留下了什么");
	for (int n = 2; n <= 40; n++) { /* a stack that was used is kept */
		allocation_fails(n / 2);
		value = "";
		rc = async_run(answer, "42", &value);
		allocation_fails(0);
		refused += rc == -ENOMEM;
		expect_int(rc, strcmp(value, "42") == 0 ? 0 : -ENOMEM);
		expect_ptr(loop_current(), NULL);
		expect_ptr(task_first(), NULL);
	}
	expect_true(refused > 0);
}
END_TEST

START_TEST(run_takes_only_a_coroutine_function) /* U03 */
{
	look_at("async_run(NULL, ...)", "async_run(NULL, ...)");
	expect_panic(run_nothing, NULL, "async_run: ");
	expect_int(async_run(hello, NULL, NULL), 0);
}
END_TEST

static int who_am_i(void *arg, void **result)
{
	trace("%s", task_name(task_current()));
	return 0;
}

START_TEST(main_is_a_task_called_main)
{
	look_at("the task that async_run creates", "async_run 造的任务");
	expect_int(async_run(who_am_i, NULL, NULL), 0);
	expect_trace("main");
}
END_TEST

/* ---- step 3 and 4: whoever is left ends, too ---- */

static int sleeper(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	trace("%s:%s", (char *)arg, rc == -ECANCELED ? "cancelled" : "woken");
	return rc;
}

static int leave_two(void *arg, void **result)
{
	task_create(sleeper, "a");
	task_create(sleeper, "b");
	return async_sleep(0);
}

START_TEST(whoever_is_left_is_cancelled) /* U05 */
{
	look_at("the tasks that are not done when main is",
		"main 做完时，还没做完的任务");
	expect_int(async_run(leave_two, NULL, NULL), 0);
	expect_true(strstr(traced(), "a:cancelled")); /* in any order */
	expect_true(strstr(traced(), "b:cancelled"));
	expect_double(elapsed(), 0, 0);
}
END_TEST

static int slow_to_end(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	trace("cleans up");
	trace(async_sleep(2) == 0 ? "in peace" : "disturbed");
	return rc;
}

static int leave_a_slow_one(void *arg, void **result)
{
	task_create(slow_to_end, NULL);
	return async_sleep(1);
}

START_TEST(run_waits_for_those_who_clean_up)
{
	look_at("how long the loop turns after the cancelling",
		"取消之后，循环还要转多久");
	expect_int(async_run(leave_a_slow_one, NULL, NULL), 0);
	expect_double(elapsed(), 3, 1e-6);
}
END_TEST

START_TEST(a_task_that_cleans_up_is_not_cancelled_again)
{
	look_at("how often a task that is left is cancelled: once",
		"剩下的任务，取消几次：一次");
	expect_int(async_run(leave_a_slow_one, NULL, NULL), 0);
	expect_trace("cleans up in peace");
}
END_TEST

static int end_in_peace(void *arg, void **result)
{
	async_sleep(HOUR);
	task_uncancel(task_current());
	trace(async_sleep(2) == 0 ? "in peace" : "disturbed");
	return 0;
}

static int leave_one_that_uncancels(void *arg, void **result)
{
	task_create(end_in_peace, NULL);
	return async_sleep(1);
}

START_TEST(who_takes_the_request_back_is_awaited_too) /* U05 */
{
	look_at("whom the end waits for: whoever was asked",
		"收场要等谁：请过的都要等");
	expect_int(async_run(leave_one_that_uncancels, NULL, NULL), 0);
	expect_trace("in peace");
	expect_double(elapsed(), 3, 1e-6);
}
END_TEST

static int quick(void *arg, void **result)
{
	trace("quick");
	return 0;
}

static int leave_one_that_is_done(void *arg, void **result)
{
	struct task *t = task_create(quick, NULL);
	int rc = task_await(t, NULL);

	task_create(sleeper, "a");
	async_sleep(0);
	return rc;
}

START_TEST(who_is_done_is_left_alone)
{
	look_at("tasks that are done already", "已经做完的任务");
	expect_int(async_run(leave_one_that_is_done, NULL, NULL), 0);
	expect_trace("quick a:cancelled");
	expect_ptr(task_first(), NULL);
}
END_TEST

static int fail_and_leave_one(void *arg, void **result)
{
	task_create(sleeper, "a");
	async_sleep(0);
	return -EIO;
}

START_TEST(whoever_is_left_is_cancelled_when_main_fails_too) /* U02 U05 */
{
	look_at("the end of a run in which main failed",
		"main 失败的那次运行，怎么收场");
	expect_int(async_run(fail_and_leave_one, NULL, NULL), -EIO);
	expect_trace("a:cancelled");
}
END_TEST

/* What fn says on stderr, but for what a sanitizer says of itself. */
static const char *said_by(void (*fn)(void *), void *arg)
{
	const char *text = captured(fn, arg).text;

	while (strncmp(text, "==", 2) == 0)
		text += strcspn(text, "\n") + (strchr(text, '\n') != NULL);
	return text;
}

static void run_and_leave_a_slow_one(void *arg)
{
	async_run(leave_a_slow_one, NULL, NULL);
}

START_TEST(a_run_that_ends_well_says_nothing)
{
	look_at("what is said when whoever is left ends as asked",
		"剩下的都照吩咐收了场，还有什么可说的");
	expect_str(said_by(run_and_leave_a_slow_one, NULL), "");
}
END_TEST

static void run_without_ctrl_c(void *arg)
{
	kernel_fails("pipe", EMFILE, 1);
	if (async_run(hello, NULL, NULL) != -EMFILE)
		abort();
}

START_TEST(a_run_that_cannot_begin_says_nothing)
{
	look_at("main, when Ctrl-C cannot be taken over: it has not begun",
		"Ctrl-C 接管不了的时候，main 还没开始");
	expect_str(said_by(run_without_ctrl_c, NULL), "");
	expect_int(async_run(hello, NULL, NULL), 0);
}
END_TEST

static int never_ends(void *arg, void **result)
{
	struct future never;
	int rc;

	future_init(&never, "never");
	rc = async_sleep(HOUR);
	trace("cancelled:%d", rc == -ECANCELED);
	return future_await(&never, NULL);
}

static int leave_one_that_never_ends(void *arg, void **result)
{
	task_create(never_ends, NULL);
	return async_sleep(0);
}

static void run_one_that_never_ends(void *arg)
{
	async_run(leave_one_that_never_ends, NULL, NULL);
}

START_TEST(who_never_ends_is_named_and_given_up)
{
	look_at("a task that waits for ever after it was cancelled",
		"被取消之后，又去永远等待的任务");
	expect_stderr(run_one_that_never_ends, NULL,
		      "never_ends waits for never");
	expect_stderr(run_one_that_never_ends, NULL,
		      "never_ends was destroyed, but it is pending");
}
END_TEST

static int fail_unseen(void *arg, void **result)
{
	return -ECONNREFUSED;
}

static int leave_one_that_fails(void *arg, void **result)
{
	task_create(fail_unseen, NULL);
	return async_sleep(1);
}

static void run_one_that_fails(void *arg)
{
	async_run(leave_one_that_fails, NULL, NULL);
}

START_TEST(a_failure_that_nobody_asked_for_is_told) /* F07 */
{
	look_at("what is said about a failed task that nobody awaited",
		"任务失败了，又没人等它，该怎么交代");
	expect_stderr(run_one_that_fails, NULL,
		      "fail_unseen failed, and nobody asked why: "
		      "Connection refused");
}
END_TEST

static int fail_to_clean_up(void *arg, void **result)
{
	async_sleep(HOUR);
	return -EIO;
}

static int leave_one_that_fails_later(void *arg, void **result)
{
	task_create(fail_to_clean_up, NULL);
	return async_sleep(1);
}

static void run_one_that_fails_later(void *arg)
{
	if (async_run(leave_one_that_fails_later, NULL, NULL) != 0)
		abort();
}

START_TEST(a_failure_while_ending_is_told_and_is_not_mains) /* U05 */
{
	look_at("a task that fails after it was cancelled at the end",
		"收场时被取消的任务，又失败了");
	expect_stderr(run_one_that_fails_later, NULL,
		      "fail_to_clean_up failed, and nobody asked why");
}
END_TEST

static int leave_very_many(void *n, void **result)
{
	for (int i = 1; i < *(int *)n; i++) /* main is one of them */
		task_create(quick, NULL);
	return 0;
}

static void run_very_many(void *n)
{
	setenv("ASYNC_DEBUG", "1", 1);
	async_run(leave_very_many, n, NULL);
}

static void run_very_many_as_always(void *n)
{
	async_run(leave_very_many, n, NULL);
}

START_TEST(in_debug_mode_very_many_undetached_tasks_are_told)
{
	int many = 1001, just_not = 1000;

	look_at("more than a thousand finished tasks, each with its stack",
		"一千多个做完的任务，各占着一个栈");
	expect_stderr(run_very_many, &many, "detach");
	expect_str(said_by(run_very_many, &just_not), "");
	expect_str(said_by(run_very_many_as_always, &many), "");
}
END_TEST

/* ---- step 5: put together; when nothing can happen; Ctrl-C ---- */

static struct future never;

static int wait_for_ever(void *arg, void **result)
{
	int rc = future_await(&never, NULL);

	trace("child:%d", rc == -ECANCELED);
	return rc;
}

static int wait_for_the_child(void *arg, void **result)
{
	struct task *child = task_create(wait_for_ever, NULL);
	int rc;

	future_init(&never, "never");
	rc = task_await(child, NULL);
	trace("main:%d", rc == -ECANCELED);
	return rc;
}

START_TEST(a_deadlock_is_an_answer)
{
	look_at("what run_main returns when the loop answers -EDEADLK",
		"循环返回 -EDEADLK 时，run_main 返回什么");
	expect_int(async_run(wait_for_the_child, NULL, NULL), -EDEADLK);
}
END_TEST

static int wait_beside_the_child(void *arg, void **result)
{
	struct future mine;
	int rc;

	future_init(&never, "never");
	future_init(&mine, "mine");
	task_create(wait_for_ever, NULL);
	rc = future_await(&mine, NULL);
	trace("main:%d", rc == -ECANCELED);
	return rc;
}

START_TEST(in_a_deadlock_the_children_end_before_main)
{
	look_at("whom to end first: main's locals are the others' arguments",
		"先让谁收场：main 的局部变量是别人的参数");
	expect_int(async_run(wait_beside_the_child, NULL, NULL), -EDEADLK);
	expect_trace("child:1 main:1");
}
END_TEST

static void run_a_deadlock(void *arg)
{
	async_run(wait_for_the_child, NULL, NULL);
}

START_TEST(a_deadlock_names_everybody_and_what_they_wait_for)
{
	look_at("the report, before anybody is cancelled",
		"取消任何人之前，先报告");
	expect_stderr(run_a_deadlock, NULL, "2 tasks");
	expect_stderr(run_a_deadlock, NULL, "main waits for wait_for_ever");
	expect_stderr(run_a_deadlock, NULL, "wait_for_ever waits for never");
}
END_TEST

static int child_of_main(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	trace("child reads %s", (char *)arg);
	return rc;
}

/* Check catches Ctrl-C for itself; a program that has just begun does not. */
static void as_in_a_terminal(void)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
}

static int interrupted(void *arg, void **result)
{
	int rc;

	task_create(child_of_main, "on");
	trace("main");
	async_sleep(1);
	raise(SIGINT);
	rc = async_sleep(HOUR);
	trace("cleans up:%d", rc == -ECANCELED);
	async_sleep(1);
	trace("clean");
	return rc;
}

START_TEST(ctrl_c_cancels_main_and_comes_out) /* U07 */
{
	look_at("main ended cancelled, and interrupt_seen()",
		"main 以取消告终，而且 interrupt_seen()");
	as_in_a_terminal();
	expect_int(async_run(interrupted, NULL, NULL), -EINTR);
	expect_trace("main cleans up:1 clean child reads on");
	expect_double(elapsed(), 2, 1e-6);
}
END_TEST

static int swallow(void *arg, void **result)
{
	raise(SIGINT);
	trace("%d", async_sleep(HOUR) == -ECANCELED);
	*result = "all the same";
	return 0;
}

START_TEST(a_main_that_swallows_ctrl_c_has_its_result)
{
	void *value = NULL;

	look_at("main went on after Ctrl-C and returned a value",
		"收到 Ctrl-C，main 照样干完，返回了值");
	as_in_a_terminal();
	expect_int(async_run(swallow, NULL, &value), 0);
	expect_str(value, "all the same");
	expect_trace("1");
}
END_TEST

static int cancel_myself(void *arg, void **result)
{
	task_cancel(task_current());
	return async_sleep(HOUR);
}

START_TEST(a_main_that_was_cancelled_is_no_ctrl_c)
{
	look_at("-ECANCELED, without interrupt_seen()",
		"-ECANCELED，却没有 interrupt_seen()");
	as_in_a_terminal();
	expect_int(async_run(interrupted, NULL, NULL), -EINTR);
	expect_int(async_run(cancel_myself, NULL, NULL), -ECANCELED);
}
END_TEST

static int await_a_sleeper(void *arg, void **result)
{
	int rc;

	raise(SIGINT);
	rc = task_await(task_create(sleeper, "inner"), NULL);
	trace("outer:%s", rc == -ECANCELED ? "cancelled" : "woken");
	return rc;
}

START_TEST(ctrl_c_goes_down_to_what_main_awaits) /* U07 */
{
	look_at("Ctrl-C while main awaits another task",
		"main 正等着另一个任务，来了 Ctrl-C");
	as_in_a_terminal();
	expect_int(async_run(await_a_sleeper, NULL, NULL), -EINTR);
	expect_trace("inner:cancelled outer:cancelled");
	expect_double(elapsed(), 0, 0);
}
END_TEST

static int never_sleep(void *arg, void **result)
{
	int rc = 0;

	raise(SIGINT);
	while (rc == 0)
		rc = async_sleep(0);
	return rc;
}

START_TEST(ctrl_c_reaches_a_main_that_is_always_ready) /* U07 */
{
	look_at("a main that never waits, only gives the others a turn",
		"main 从不等待，只是一次次让出");
	as_in_a_terminal();
	expect_int(async_run(never_sleep, NULL, NULL), -EINTR);
	expect_double(elapsed(), 0, 0);
}
END_TEST

static int await_a_nap(void *arg, void **result)
{
	raise(SIGINT);
	return async_sleep(1);
}

static void run_as_nohup_does(void *arg)
{
	signal(SIGINT, SIG_IGN);
	if (async_run(await_a_nap, NULL, NULL) != 0)
		abort();
	raise(SIGINT);
	fprintf(stderr, "still ignored\n");
}

START_TEST(an_ignored_ctrl_c_stays_ignored)
{
	look_at("a program that was started with Ctrl-C ignored",
		"启动时就忽略 Ctrl-C 的程序");
	expect_stderr(run_as_nohup_does, NULL, "still ignored");
}
END_TEST

static void run_to_the_second_ctrl_c(void *arg)
{
	async_run(swallow, NULL, NULL);
	raise(SIGINT); /* ours no more */
}

static void run_and_raise(void *number)
{
	async_run(hello, NULL, NULL);
	raise(*(int *)number);
}

START_TEST(afterwards_ctrl_c_is_what_it_was)
{
	int ctrl_c = SIGINT, ctrl_backslash = SIGQUIT;

	look_at("interrupt_close, at the end of a run",
		"运行结束时，interrupt_close");
	as_in_a_terminal();
	expect_int(captured(run_to_the_second_ctrl_c, NULL).status, -SIGINT);
	expect_int(captured(run_and_raise, &ctrl_c).status, -SIGINT);
	expect_int(captured(run_and_raise, &ctrl_backslash).status, -SIGQUIT);
}
END_TEST

static int press_twice(void *arg, void **result)
{
	raise(SIGINT);
	raise(SIGINT);
	return 0;
}

static void run_press_twice(void *arg)
{
	async_run(press_twice, NULL, NULL);
}

START_TEST(a_second_ctrl_c_ends_the_program)
{
	look_at("Ctrl-C twice, without giving the loop a turn",
		"连按两次 Ctrl-C，中间循环没转过");
	as_in_a_terminal();
	expect_int(captured(run_press_twice, NULL).status, -SIGINT);
	expect_int(async_run(hello, NULL, NULL), 0);
}
END_TEST

static int press_quit(void *arg, void **result)
{
	int rc;

	task_create(sleeper, "a");
	async_sleep(0);
	raise(SIGQUIT);
	rc = async_sleep(1);
	fprintf(stderr, "goes on: %d", rc);
	return rc;
}

static void run_press_quit(void *arg)
{
	async_run(press_quit, NULL, NULL);
}

START_TEST(ctrl_backslash_tells_who_waits_and_goes_on)
{
	look_at("a signal that asks who waits for what",
		"用信号问一声：谁在等什么");
	as_in_a_terminal();
	expect_stderr(run_press_quit, NULL, "main waits for sleep");
	expect_stderr(run_press_quit, NULL, "sleeper waits for sleep");
	expect_stderr(run_press_quit, NULL, "goes on: 0");
}
END_TEST

static int hold_the_thread(void *arg, void **result)
{
	async_sleep(0);
	virtual_advance(0.25);
	return 0;
}

static void run_slowly(void *arg)
{
	setenv("ASYNC_DEBUG", "1", 1);
	async_run(hold_the_thread, NULL, NULL);
}

/* Beside main, which waits: a task, and a callback that has the task's arg. */
void hold_it_as_a_callback(void *arg);
void hold_it_as_a_callback(void *arg)
{
	virtual_advance(0.5);
}

static int two_hold_it(void *arg, void **result)
{
	static struct handle h;
	struct task *t = task_create_named(hold_the_thread, NULL, "other");

	loop_call_soon(loop_current(), hold_it_as_a_callback, t, &h);
	return task_await(t, NULL);
}

static void run_two_slowly(void *arg)
{
	setenv("ASYNC_DEBUG", "1", 1);
	async_run(two_hold_it, NULL, NULL);
}

START_TEST(in_debug_mode_the_task_that_holds_the_thread_is_named)
{
	look_at("ASYNC_DEBUG=1, and a task that computes for long",
		"ASYNC_DEBUG=1，一个任务算了很久");
	expect_stderr(run_slowly, NULL,
		      "task main held the thread for 0.250 s");
	expect_stderr(run_two_slowly, NULL,
		      "task other held the thread for 0.250 s");
	expect_stderr(run_two_slowly, NULL,
		      "hold_it_as_a_callback held the thread for 0.500 s");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("run");
	TCase *sleep = lab_step(suite, "1 async_sleep");
	TCase *run = lab_step(suite, "2 until main is done");
	TCase *end = lab_step(suite, "4 end whoever is left");
	TCase *all = lab_step(suite, "5 put together");

	tcase_add_test(sleep, a_sleep_takes_as_long_as_it_says);
	tcase_add_test(sleep, sleepers_wake_in_the_order_of_their_deadlines);
	tcase_add_test(sleep, a_sleep_of_zero_gives_the_others_one_turn);
	tcase_add_test(sleep, a_sleep_of_zero_is_one_turn_and_no_more);
	tcase_add_test(sleep, less_than_zero_is_zero);
	tcase_add_test(sleep, not_a_number_is_refused);
	tcase_add_test(sleep, a_cancelled_sleep_ends_at_once);
	tcase_add_test(sleep, a_cancelled_sleep_leaves_no_timer);
	tcase_add_test(sleep, cancelled_in_the_turn_in_which_it_is_due);
	tcase_add_test(sleep, sleeping_allocates_nothing);
	tcase_add_test(sleep, no_memory_for_the_first_timer_is_told);
	tcase_add_test(sleep, only_a_coroutine_can_sleep);
	tcase_add_test(run, run_gives_the_result);
	tcase_add_test(run, run_lets_the_failure_out);
	tcase_add_test(run, the_first_program_runs);
	tcase_add_test(run, there_is_no_loop_before_and_none_after);
	tcase_add_test(run, a_task_created_last_still_begins);
	tcase_add_test(run, a_loop_stopped_by_somebody_else_panics);
	tcase_add_test(run, run_inside_run_panics);
	tcase_add_test(run, run_takes_only_a_coroutine_function);
	tcase_add_test(run, no_memory_to_begin_is_an_answer);
	tcase_add_test(run, main_is_a_task_called_main);
	tcase_add_test(end, whoever_is_left_is_cancelled);
	tcase_add_test(end, a_run_that_ends_well_says_nothing);
	tcase_add_test(end, a_run_that_cannot_begin_says_nothing);
	tcase_add_test(end, run_waits_for_those_who_clean_up);
	tcase_add_test(end, a_task_that_cleans_up_is_not_cancelled_again);
	tcase_add_test(end, who_takes_the_request_back_is_awaited_too);
	tcase_add_test(end, who_is_done_is_left_alone);
	tcase_add_test(end, whoever_is_left_is_cancelled_when_main_fails_too);
	tcase_add_test(end, who_never_ends_is_named_and_given_up);
	tcase_add_test(end, a_failure_that_nobody_asked_for_is_told);
	tcase_add_test(end, a_failure_while_ending_is_told_and_is_not_mains);
	tcase_add_test(end, in_debug_mode_very_many_undetached_tasks_are_told);
	tcase_add_test(all, a_deadlock_is_an_answer);
	tcase_add_test(all, in_a_deadlock_the_children_end_before_main);
	tcase_add_test(all, a_deadlock_names_everybody_and_what_they_wait_for);
	tcase_add_test(all, ctrl_c_cancels_main_and_comes_out);
	tcase_add_test(all, ctrl_c_goes_down_to_what_main_awaits);
	tcase_add_test(all, ctrl_c_reaches_a_main_that_is_always_ready);
	tcase_add_test(all, an_ignored_ctrl_c_stays_ignored);
	tcase_add_test(all, a_main_that_swallows_ctrl_c_has_its_result);
	tcase_add_test(all, a_main_that_was_cancelled_is_no_ctrl_c);
	tcase_add_test(all, afterwards_ctrl_c_is_what_it_was);
	tcase_add_test(all, a_second_ctrl_c_ends_the_program);
	tcase_add_test(all, ctrl_backslash_tells_who_waits_and_goes_on);
	tcase_add_test(all,
		       in_debug_mode_the_task_that_holds_the_thread_is_named);
	return suite;
}
