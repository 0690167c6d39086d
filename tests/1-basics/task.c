/*
 * task.c - the suite of lab task.
 *
 * Most tests turn the loop by hand, so that they can look at a task between
 * two of its steps. Who sleeps, sleeps by async_sleep of the reference.
 */
#include "task.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"
#include "loop.h"
#include "report.h"
#include "run.h"
#include "virtual.h"

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

/* One turn more for those who free themselves; then all is freed. */
static void end(void)
{
	struct task *t;

	turn_all();
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
}

/* -1 for -ECANCELED, whose number differs from system to system. */
static int shown(int rc)
{
	return rc == -ECANCELED ? -1 : rc;
}

static int say(void *word, void **result)
{
	trace("%s", (char *)word);
	return 0;
}

static int answer(void *value, void **result)
{
	*result = value;
	return 0;
}

static int be_refused(void *arg, void **result)
{
	return -ECONNREFUSED;
}

static int sleep_an_hour(void *word, void **result)
{
	int rc = async_sleep(HOUR);

	trace("%s:%d", (char *)word, shown(rc));
	return rc;
}

/* ---- step 1: task_create ---- */

START_TEST(creating_a_task_runs_nothing) /* T01 */
{
	struct task *t;

	look_at("when the first step comes: in a later turn",
		"第一步什么时候走：要等到后面的某一轮");
	loop_create();
	t = task_create(say, "begun");
	trace("created");
	expect_false(task_done(t));
	turn();
	trace("turned");
	expect_true(task_done(t));
	expect_trace("created begun turned");
	end();
}
END_TEST

START_TEST(tasks_begin_in_the_order_of_creation) /* T01 */
{
	look_at("who takes the first step first", "谁先走第一步");
	loop_create();
	task_create(say, "a");
	task_create(say, "b");
	task_create(say, "c");
	turn();
	expect_trace("a b c");
	end();
}
END_TEST

static int create_one(void *arg, void **result)
{
	trace("before");
	task_create(say, "child");
	trace("after");
	return 0;
}

START_TEST(a_task_created_by_a_task_begins_in_a_later_turn) /* T01 */
{
	look_at("when a task begins that another one creates",
		"任务里又造了任务，新的那个什么时候开始");
	loop_create();
	task_create(create_one, NULL);
	turn();
	trace("turned");
	turn();
	expect_trace("before after turned child");
	end();
}
END_TEST

START_TEST(a_task_is_named_after_its_function)
{
	struct task *plain, *named;

	look_at("the name of the task and of its future",
		"任务的名字，还有它的 future 的名字");
	loop_create();
	plain = task_create(say, "");
	named = task_create_named(say, "", "fetch 7");
	expect_str(task_name(plain), "say");
	expect_str(task_future(plain)->what, "say");
	expect_str(task_name(named), "fetch 7");
	task_set_name(named, "fetch 8");
	expect_str(task_name(named), "fetch 8");
	expect_str(task_future(named)->what, "fetch 8");
	end();
}
END_TEST

START_TEST(a_new_task_waits_for_nothing_and_is_not_done)
{
	struct task *t;

	look_at("what is true of a task that has not begun",
		"还没开始的任务是什么样子");
	loop_create();
	t = task_create(say, "");
	expect_false(task_done(t));
	expect_false(task_cancelled(t));
	expect_ptr(t->waiting, NULL);
	expect_int(task_cancelling(t), 0);
	end();
}
END_TEST

START_TEST(every_task_there_is_can_be_found)
{
	struct task *a, *b;

	look_at("the list of all tasks, oldest first",
		"所有任务的名单，老的在前");
	loop_create();
	a = task_create(say, "a");
	b = task_create(sleep_an_hour, "b");
	turn();
	expect_ptr(task_first(), a);
	expect_ptr(task_next(a), b);
	expect_ptr(task_next(b), NULL);
	end();
	expect_ptr(task_first(), NULL);
}
END_TEST

/* The names of all tasks there are. */
static void list_tasks(void)
{
	for (struct task *t = task_first(); t; t = task_next(t))
		trace("%s", task_name(t));
	trace("|");
}

START_TEST(who_is_freed_leaves_the_others_in_order)
{
	struct task *t[4];
	char *names[] = { "a", "b", "c", "d" };

	look_at("the list of all tasks when one leaves it: in the middle, at "
		"the front, at the end",
		"有任务离开名单的时候：走的在中间，在最前，在最后");
	loop_create();
	for (int i = 0; i < 4; i++)
		t[i] = task_create_named(answer, NULL, names[i]);
	turn_all();
	task_destroy(t[1]);
	list_tasks();
	task_destroy(t[0]);
	list_tasks();
	task_destroy(t[3]);
	list_tasks();
	task_create_named(answer, NULL, "e");
	list_tasks();
	expect_trace("a c d | c d | c | c e |");
	end();
	expect_ptr(task_first(), NULL);
}
END_TEST

/* Stacks that were used before are given out first, and cost nothing. */
static struct task *create_without_memory(void)
{
	struct task *t;
	int n = 0;

	allocation_fails(1);
	do
		t = task_create(answer, NULL);
	while (t && ++n < 1000);
	allocation_fails(0);
	return t;
}

START_TEST(no_memory_is_NULL)
{
	look_at("what task_create does when there is no coroutine to be had",
		"造不出协程的时候，task_create 怎么办");
	loop_create();
	expect_ptr(create_without_memory(), NULL);
	end();
}
END_TEST

static int await_NULL(void *value, void **result)
{
	return task_await(create_without_memory(), value);
}

START_TEST(NULL_is_a_task_that_failed)
{
	void *value = "untouched";
	struct task *none;

	look_at("what task_create returns without memory: everything takes "
		"it",
		"没有内存时 task_create 返回的东西：谁都得受得了它");
	loop_create();
	none = create_without_memory();
	expect_int(task_result(none, &value), -ENOMEM);
	expect_true(task_done(none));
	expect_false(task_cancelled(none));
	expect_false(task_cancel(none));
	expect_int(task_cancelling(none), 0);
	expect_int(task_uncancel(none), 0);
	expect_ptr(task_future(none), NULL);
	expect_str(task_name(none), "(no memory)");
	task_set_name(none, "still none");
	task_detach(none);
	task_destroy(none);
	turn_all();
	none = task_create(await_NULL, &value);
	turn_all();
	expect_int(task_result(none, NULL), -ENOMEM);
	expect_str(value, "untouched");
	end();
}
END_TEST

static void create_without_a_loop(void *arg)
{
	loop_create();
	task_create(say, "");
	end();
	task_create(say, "");
}

static void create_without_a_function(void *arg)
{
	loop_create();
	task_create(say, "");
	turn();
	task_create_named(NULL, NULL, "nothing");
}

START_TEST(a_task_needs_a_loop_and_a_function)
{
	look_at("task_create, when there is nothing to run, or nobody to run "
		"it",
		"task_create：没东西可跑，或者没人来跑");
	expect_panic(create_without_a_loop, NULL, "task_create");
	expect_panic(create_without_a_function, NULL, "task_create");
}
END_TEST

/* ---- step 2: one step ---- */

static int count_to_three(void *word, void **result)
{
	for (int i = 1; i <= 3; i++) {
		trace("%s%d", (char *)word, i);
		coro_yield(NULL);
	}
	return 0;
}

START_TEST(a_bare_yield_gives_every_other_task_one_turn)
{
	look_at("when a task goes on that yielded NULL",
		"让出了 NULL 的任务，什么时候接着走");
	loop_create();
	task_create(count_to_three, "a");
	task_create(count_to_three, "b");
	turn_all();
	expect_trace("a1 b1 a2 b2 a3 b3");
	end();
}
END_TEST

static void say_soon(void *arg)
{
	trace("callback");
}

static int sleep_zero(void *arg, void **result)
{
	static struct handle h;

	loop_call_soon(loop_current(), say_soon, NULL, &h);
	trace("before");
	trace("%d", async_sleep(0));
	return 0;
}

START_TEST(a_sleep_of_zero_is_exactly_one_turn) /* T04 */
{
	struct task *t;

	look_at("how many turns a bare yield takes: one, and behind those who "
		"were ready",
		"光是让出，要花几轮：一轮，排在已经就绪的后面");
	loop_create();
	t = task_create(sleep_zero, NULL);
	turn();
	expect_false(task_done(t));
	turn();
	expect_true(task_done(t));
	expect_trace("before callback 0");
	end();
}
END_TEST

static int tell_current(void *word, void **result)
{
	for (int i = 0; i < 2; i++) {
		trace("%s", task_name(task_current()));
		async_sleep(1);
	}
	trace("%s", task_name(task_current()));
	return 0;
}

START_TEST(current_is_right_while_tasks_interleave) /* T19 */
{
	look_at("`current`, when tasks take turns",
		"任务轮流走时，current 是谁");
	loop_create();
	task_create_named(tell_current, NULL, "a");
	task_create_named(tell_current, NULL, "b");
	turn_all();
	expect_trace("a b a b a b");
	end();
}
END_TEST

static void tell_nobody(void *arg)
{
	trace("%s", task_current() ? "somebody" : "nobody");
}

START_TEST(in_a_callback_and_outside_nobody_is_current) /* T19 */
{
	struct handle h[2] = { { 0 } };

	look_at("`current`, after a step", "走完一步之后，current 是谁");
	loop_create();
	tell_nobody(NULL);
	task_create(tell_current, NULL);
	loop_call_soon(loop_current(), tell_nobody, NULL, &h[0]);
	turn();
	tell_nobody(NULL);
	turn_all();
	loop_call_soon(loop_current(), tell_nobody, NULL, &h[1]);
	turn();
	expect_trace("nobody tell_current nobody nobody tell_current "
		     "tell_current nobody");
	end();
}
END_TEST

static int helper(void)
{
	trace("%s", task_name(task_current()));
	return async_sleep(0);
}

static int call_helper(void *arg, void **result)
{
	helper();
	helper();
	return 0;
}

START_TEST(a_direct_call_stays_in_the_same_task) /* T19 */
{
	look_at("whose step it is while one function calls another",
		"函数调用函数时，走的还是谁的那一步");
	loop_create();
	task_create_named(call_helper, NULL, "caller");
	turn_all();
	expect_trace("caller caller");
	end();
}
END_TEST

/* ---- step 3: the end ---- */

START_TEST(a_task_keeps_what_its_function_left) /* T02 */
{
	void *value = NULL;
	struct task *t;

	look_at("what becomes of coro_result when the function has returned",
		"函数返回后，coro_result 的答案去了哪里");
	loop_create();
	t = task_create(answer, "42");
	turn();
	expect_true(task_done(t));
	expect_false(task_cancelled(t));
	expect_int(task_result(t, &value), 0);
	expect_str(value, "42");
	expect_int(task_result(t, NULL), 0);
	end();
}
END_TEST

START_TEST(a_task_keeps_its_failure) /* T03 */
{
	void *value = "untouched";
	struct task *t;

	look_at("what becomes of a negative coro_result",
		"coro_result 是负数时怎么办");
	loop_create();
	t = task_create(be_refused, NULL);
	turn();
	expect_true(task_done(t));
	expect_false(task_cancelled(t));
	expect_int(task_result(t, &value), -ECONNREFUSED);
	expect_str(value, "untouched");
	end();
}
END_TEST

static int await_it(void *task, void **result)
{
	int rc = task_await(task, result);

	trace("%d", shown(rc));
	return rc;
}

START_TEST(await_gives_the_value_of_a_task) /* T02 */
{
	struct task *inner, *outer;
	void *value = NULL;

	look_at("who is woken when a task is done", "任务做完时，叫醒了谁");
	loop_create();
	inner = task_create(answer, "42");
	outer = task_create(await_it, inner);
	turn_all();
	expect_int(task_result(outer, &value), 0);
	expect_str(value, "42");
	end();
}
END_TEST

START_TEST(a_failure_goes_through_whoever_awaits) /* T03 */
{
	struct task *t;

	look_at("an error on its way up through three tasks",
		"一个错误，穿过三层任务往上传");
	loop_create();
	t = task_create(be_refused, NULL);
	for (int i = 0; i < 2; i++)
		t = task_create(await_it, t);
	turn_all();
	expect_int(task_result(t, NULL), -ECONNREFUSED);
	end();
}
END_TEST

START_TEST(several_may_await_one_task)
{
	struct task *t;

	look_at("everybody who waits for the same task",
		"等同一个任务的每一个人");
	loop_create();
	t = task_create(sleep_an_hour, "slept");
	task_create(await_it, t);
	task_create(await_it, t);
	turn_all();
	task_create(await_it, t);
	turn_all();
	expect_trace("slept:0 0 0 0");
	end();
}
END_TEST

static void ask_too_early(void *arg)
{
	struct task *t;

	loop_create();
	t = task_create(sleep_an_hour, "");
	turn();
	task_result(t, NULL);
}

START_TEST(asking_for_the_result_too_early_panics)
{
	look_at("when a task counts as done", "任务什么时候才算做完");
	expect_panic(ask_too_early, NULL, "not done");
}
END_TEST

static void set_its_result(void *after)
{
	struct task *t;

	loop_create();
	t = task_create(say, "");
	if (after)
		turn();
	future_set_result(task_future(t), "mine");
}

static void set_its_error(void *after)
{
	struct task *t;

	loop_create();
	t = task_create(say, "");
	if (after)
		turn();
	future_set_error(task_future(t), -EIO);
}

START_TEST(nobody_else_sets_the_result_of_a_task) /* T20 */
{
	look_at("`sealed`, before and after the task's own result",
		"sealed：任务设自己的结果之前和之后");
	expect_panic(set_its_result, NULL, "task's");
	expect_panic(set_its_error, NULL, "task's");
	expect_panic(set_its_result, "after", "task's");
	expect_panic(set_its_error, "after", "task's");
}
END_TEST

/* The line about a failure that nobody asked for; "" when there is none. */
static const char *complaint(void (*fn)(void *))
{
	const char *text = captured(fn, NULL).text;
	const char *line = strstr(text, "nobody asked");
	static char copy[200];

	while (line && line > text && line[-1] != '\n')
		line--;
	snprintf(copy, sizeof(copy), "%.*s",
		 line ? (int)strcspn(line, "\n") : 0, line ? line : "");
	return copy;
}

static void forget_a_failure(void *arg)
{
	loop_create();
	task_create_named(be_refused, NULL, "fetch");
	end();
}

START_TEST(a_failure_that_nobody_awaited_is_told) /* F07 */
{
	look_at("the future of a failed task, when the task is freed",
		"失败的任务被释放时，它的 future");
	expect_stderr(forget_a_failure, NULL, "fetch");
	expect_stderr(forget_a_failure, NULL, "Connection refused");
}
END_TEST

static void forget_a_cancel(void *arg)
{
	loop_create();
	task_cancel(task_create(sleep_an_hour, ""));
	end();
}

START_TEST(a_cancel_that_nobody_awaited_is_not_told) /* F07 */
{
	look_at("a cancelled task is not a failed one",
		"被取消的任务，不算失败的任务");
	expect_stderr(forget_a_cancel, NULL, "");
	expect_str(complaint(forget_a_cancel), "");
}
END_TEST

static int yield_forever(void *arg, void **result)
{
	while (coro_yield(NULL) == 0)
		;
	return 0;
}

static void throw_a_pending_one_away(void *arg)
{
	struct task *t;

	loop_create();
	t = task_create_named(yield_forever, NULL, "spinner");
	turn();
	task_destroy(t);
	end();
}

static void throw_a_done_one_away(void *arg)
{
	loop_create();
	task_create_named(answer, NULL, "spinner");
	end();
}

START_TEST(a_pending_task_thrown_away_is_told) /* T24 */
{
	const char *text;

	look_at("whether a task that waits counts as done",
		"还在等待的任务，是不是被当成做完了");
	expect_stderr(throw_a_pending_one_away, NULL, "spinner");
	expect_stderr(throw_a_pending_one_away, NULL, "pending");
	text = captured(throw_a_done_one_away, NULL).text;
	expect_false(strstr(text, "spinner"));
}
END_TEST

static void throw_an_awaited_one_away(void *arg)
{
	struct task *inner;

	loop_create();
	inner = task_create_named(yield_forever, NULL, "spinner");
	task_create(await_it, inner);
	turn();
	turn();
	task_destroy(inner);
	task_destroy(task_first());
	loop_destroy(loop_current());
}

START_TEST(a_pending_task_may_be_thrown_away_although_awaited)
{
	look_at("who still waits for a task that is freed before its end",
		"任务没做完就被释放，还在等它的人");
	expect_stderr(throw_an_awaited_one_away, NULL, "spinner");
}
END_TEST

static int destroy_itself(void *arg, void **result)
{
	task_destroy(task_current());
	return 0;
}

static void destroy_a_running_one(void *arg)
{
	loop_create();
	task_create(destroy_itself, NULL);
	turn();
}

START_TEST(destroying_the_one_that_runs_panics)
{
	look_at("`current`, during a step", "走一步的时候，current 是谁");
	expect_panic(destroy_a_running_one, NULL, "task_destroy");
}
END_TEST

static int dig(volatile char *above, int depth)
{
	volatile char hole[1024];

	hole[0] = above ? above[0] : 'd';
	if (depth > 0)
		hole[1] = (char)dig(hole, depth - 1);
	return hole[0] + depth;
}

static int dig_too_deep(void *arg, void **result)
{
	return dig(NULL, 1000000);
}

static void overflow(void *arg)
{
	loop_create();
	task_create_named(dig_too_deep, NULL, "digger");
	turn();
}

START_TEST(a_task_that_overflows_its_stack_is_named)
{
	look_at("the sentence about the overflow, and the name in it",
		"栈溢出的那句话，还有话里的名字");
	expect_panic(overflow, NULL, "coroutine 'digger': stack overflow");
}
END_TEST

/* ---- step 3, too: detached tasks ---- */

static int tasks(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n++;
	return n;
}

START_TEST(a_detached_task_frees_itself)
{
	struct task *t;

	look_at("who frees a task that is detached: it does, when it is done",
		"detach 过的任务由谁释放：做完时，它自己");
	loop_create();
	t = task_create(say, "ran");
	task_detach(t);
	task_detach(t);
	expect_int(tasks(), 1);
	turn();
	turn();
	expect_int(tasks(), 0);
	expect_trace("ran");
	end();
}
END_TEST

START_TEST(a_task_may_be_detached_while_it_waits)
{
	struct task *t;

	look_at("a task that is detached after its first step",
		"走过第一步才 detach 的任务");
	loop_create();
	t = task_create(sleep_an_hour, "slept");
	turn();
	task_detach(t);
	turn_all();
	turn();
	expect_int(tasks(), 0);
	expect_trace("slept:0");
	end();
}
END_TEST

START_TEST(a_done_task_is_freed_soon_after_detach)
{
	struct task *t;

	look_at("a task that was done before it is detached",
		"先做完、后 detach 的任务");
	loop_create();
	t = task_create(say, "");
	turn();
	task_detach(t);
	expect_true(task_done(t)); /* still there */
	turn();
	expect_int(tasks(), 0);
	end();
}
END_TEST

static int detach_itself(void *arg, void **result)
{
	task_detach(task_current());
	trace("detached");
	async_sleep(1);
	trace("goes on");
	return 0;
}

START_TEST(a_task_may_detach_itself)
{
	look_at("a task that detaches itself: it goes on all the same",
		"任务 detach 了自己：照样接着走");
	loop_create();
	task_create(detach_itself, NULL);
	turn_all();
	turn();
	expect_int(tasks(), 0);
	expect_trace("detached goes on");
	end();
}
END_TEST

static int await_string(void *task, void **result)
{
	void *value = "nothing";
	int rc = task_await(task, &value);

	trace("%d:%s", rc, (char *)value);
	return 0;
}

static int sleep_and_answer(void *value, void **result)
{
	*result = value;
	return async_sleep(1);
}

START_TEST(who_waits_for_a_detached_task_still_reads_it)
{
	struct task *t;

	look_at("who comes first: those who were woken, or the release",
		"谁在前：被叫醒的人，还是释放");
	loop_create();
	t = task_create(sleep_and_answer, "42");
	task_create(await_string, t);
	task_create(await_string, t);
	task_detach(t);
	turn_all();
	turn();
	expect_trace("0:42 0:42");
	expect_int(tasks(), 2);
	end();
}
END_TEST

START_TEST(who_was_woken_reads_it_after_a_late_detach)
{
	struct task *t;

	look_at("a detach between the end of the task and the turn of those "
		"it has woken",
		"任务做完了，被叫醒的人还没轮到，这时来了 detach");
	loop_create();
	t = task_create(answer, "42");
	task_create(await_string, t);
	turn(); /* it is done, and the other one waits for its turn */
	task_detach(t);
	turn();
	turn();
	expect_trace("0:42");
	expect_int(tasks(), 1);
	end();
}
END_TEST

static void detach_a_failure(void *arg)
{
	loop_create();
	task_detach(task_create_named(be_refused, NULL, "fetch"));
	turn();
	turn();
	loop_destroy(loop_current());
}

START_TEST(the_failure_of_a_detached_task_is_told) /* F07 */
{
	look_at("a detached task that fails, and nobody waits for it",
		"detach 过的任务失败了，也没人在等它");
	expect_stderr(detach_a_failure, NULL, "fetch");
}
END_TEST

static int yield_and_be_refused(void *arg, void **result)
{
	coro_yield(NULL);
	return -ECONNREFUSED;
}

static void detach_an_awaited_failure(void *arg)
{
	struct task *t;

	loop_create();
	t = task_create(yield_and_be_refused, NULL);
	task_create(await_string, t);
	task_detach(t);
	end();
}

START_TEST(the_awaited_failure_of_a_detached_task_is_not_told) /* F07 */
{
	look_at("a detached task that fails, and somebody waits for it",
		"detach 过的任务失败了，有人在等它");
	expect_stderr(detach_an_awaited_failure, NULL, "");
	expect_str(complaint(detach_an_awaited_failure), "");
}
END_TEST

START_TEST(detached_tasks_give_their_stacks_back)
{
	long before, cost;

	look_at("what a task that is gone has left behind",
		"任务走了以后，还留下了什么");
	loop_create();
	task_detach(task_create(answer, NULL));
	turn();
	turn();
	before = allocations();
	for (int i = 0; i < 300; i++) {
		task_detach(task_create(answer, NULL));
		turn();
		turn();
	}
	cost = allocations() - before;
	expect_int(tasks(), 0);
	expect_int(cost, 0);
	end();
}
END_TEST

/* ---- step 4: waiting ---- */

static int await_future(void *future, void **result)
{
	void *value = "nothing";
	int rc = future_await(future, &value);

	trace("%d:%s", rc == -ECANCELED ? -1 : rc, (char *)value);
	return rc;
}

START_TEST(a_task_goes_on_when_its_future_is_done)
{
	struct future f;
	struct task *t;

	look_at("whose callback wakes the task, and with what",
		"是谁的回调叫醒了任务，又是用什么叫醒的");
	loop_create();
	future_init(&f, "f");
	t = task_create(await_future, &f);
	turn();
	expect_ptr(t->waiting, &f);
	future_set_result(&f, "value");
	expect_trace("");
	turn();
	expect_trace("0:value");
	look_at("what step clears before it resumes the task",
		"恢复任务之前，step 清掉了什么");
	expect_ptr(t->waiting, NULL);
	end();
}
END_TEST

static int await_and_sign(void *future, void **result)
{
	int rc = future_await(future, NULL);

	trace("%s:%d", task_name(task_current()), rc);
	return rc;
}

START_TEST(tasks_that_await_one_future_go_on_in_order)
{
	struct future f;

	look_at("everybody who waits for the same future",
		"等同一个 future 的每一个人");
	loop_create();
	future_init(&f, "f");
	task_create_named(await_and_sign, &f, "a");
	task_create_named(await_and_sign, &f, "b");
	turn();
	future_set_result(&f, NULL);
	turn();
	expect_trace("a:0 b:0");
	expect_int(pending(), 0);
	end();
}
END_TEST

START_TEST(who_waits_takes_no_turns)
{
	struct future f;
	int steps;

	look_at("what a waiting task does in every turn: nothing at all",
		"等待中的任务每一轮做什么：什么也不做");
	loop_create();
	future_init(&f, "f");
	task_create(await_future, &f);
	turn();
	steps = !handles_empty(&loop_current()->ready);
	expect_int(steps, 0);
	expect_int(loop_run_once(loop_current()), -EDEADLK);
	future_set_result(&f, "");
	end();
}
END_TEST

static int await_itself(void *arg, void **result)
{
	return task_await(task_current(), NULL);
}

static void let_one_await_itself(void *arg)
{
	loop_create();
	task_create_named(await_itself, NULL, "snake");
	turn();
}

START_TEST(a_task_that_awaits_itself_panics)
{
	look_at("a task that hands out its own future: panic, with its name",
		"任务递出来的，是它自己的 future：panic，并且说出它的名字");
	expect_panic(let_one_await_itself, NULL, "snake");
}
END_TEST

static int await_a_done_one(void *task, void **result)
{
	trace("before");
	trace("%d", task_await(task, NULL));
	return 0;
}

START_TEST(awaiting_a_done_task_does_not_pause)
{
	struct task *t;

	look_at("an await when there is nothing left to wait for",
		"已经没什么可等的了，还来等");
	loop_create();
	t = task_create(answer, NULL);
	turn();
	t = task_create(await_a_done_one, t);
	turn();
	expect_true(task_done(t));
	expect_trace("before 0");
	end();
}
END_TEST

static struct future for_the_report;

static int report_from_inside(void *arg, void **result)
{
	task_create_named(say, "", "new");
	report_tasks("now");
	return 0;
}

static int yield_bare(void *arg, void **result)
{
	return coro_yield(NULL);
}

static void report_everybody(void *arg)
{
	loop_create();
	future_init(&for_the_report, "the door");
	task_create(yield_bare, NULL);
	task_create(await_future, &for_the_report);
	task_create(sleep_an_hour, "");
	task_create(say, "");
	turn();
	task_create_named(report_from_inside, NULL, "reporter");
	turn();
	future_set_result(&for_the_report, "");
	end();
}

START_TEST(the_report_says_what_each_task_waits_for)
{
	look_at("`waiting`, and who is current: the report reads them",
		"waiting 和 current：报告就是看它们写的");
	expect_stderr(report_everybody, NULL, "now: 4 tasks\n");
	expect_stderr(report_everybody, NULL,
		      "  await_future waits for the door\n"
		      "  sleep_an_hour waits for sleep\n"
		      "  reporter runs\n"
		      "  new has not begun\n");
}
END_TEST

static void report_a_ready_one(void *arg)
{
	loop_create();
	task_create(yield_bare, NULL);
	turn();
	report_tasks("now");
	end();
}

START_TEST(the_report_knows_who_is_ready)
{
	look_at("a task that has begun, and waits for nothing but its turn",
		"已经开始、只等轮到自己的任务");
	expect_stderr(report_a_ready_one, NULL,
		      "now: 1 task\n  yield_bare is ready\n");
}
END_TEST

START_TEST(a_destroyed_task_waits_no_more) /* T24 */
{
	struct future f;
	struct task *t;

	look_at("where a destroyed task may still be queued",
		"任务销毁以后，还可能排在谁的队里");
	loop_create();
	future_init(&f, "f");
	t = task_create(await_future, &f);
	turn();
	expect_false(handles_empty(&f.callbacks));
	task_destroy(t);
	expect_true(handles_empty(&f.callbacks));
	future_set_result(&f, "value");
	turn();
	expect_trace("");
	end();
}
END_TEST

static int sleep_often(void *arg, void **result)
{
	for (int i = 0; i < 100; i++) {
		async_sleep(1);
		async_sleep(0);
	}
	return 0;
}

static int await_sleepers(void *arg, void **result)
{
	struct task **two = arg;
	long before;

	async_sleep(1); /* the heap has grown */
	before = allocations();
	task_await(two[0], NULL);
	task_await(two[1], NULL);
	trace("%ld", allocations() - before);
	return 0;
}

START_TEST(to_sleep_to_await_and_to_wake_costs_no_memory)
{
	struct task *two[2];

	look_at("an allocation between two steps of a task",
		"任务的两步之间，有没有申请内存");
	loop_create();
	two[0] = task_create(sleep_often, NULL);
	two[1] = task_create(sleep_often, NULL);
	task_create(await_sleepers, two);
	turn_all();
	expect_trace("0");
	end();
}
END_TEST

/* ---- step 5: cancel ---- */

START_TEST(cancel_takes_effect_in_the_next_step) /* T08 */
{
	struct task *t;

	look_at("what task_cancel does at once: it only asks",
		"task_cancel 当场做了什么：只是说一声");
	loop_create();
	t = task_create(sleep_an_hour, "sleep");
	turn();
	expect_true(task_cancel(t));
	expect_false(task_done(t));
	expect_false(task_cancelled(t));
	expect_trace("");
	turn();
	expect_true(task_done(t));
	expect_true(task_cancelled(t));
	expect_int(task_result(t, NULL), -ECANCELED);
	end();
}
END_TEST

START_TEST(cancel_ends_a_sleep_and_the_awaiter_hears_it) /* T07 */
{
	struct task *t, *outer;

	look_at("where the -ECANCELED comes out: at the sleep, then at whoever "
		"awaits",
		"-ECANCELED 从哪里冒出来：先是睡眠，再是等它的人");
	loop_create();
	t = task_create(sleep_an_hour, "sleep");
	outer = task_create(await_it, t);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("sleep:-1 -1");
	expect_true(task_cancelled(outer));
	expect_double(virtual_now(), VIRTUAL_START, 0);
	end();
}
END_TEST

START_TEST(cancelled_before_it_began_it_never_begins)
{
	struct task *t;

	look_at("a cancel before the first step", "第一步还没走，就来了取消");
	loop_create();
	t = task_create(say, "never");
	expect_true(task_cancel(t));
	expect_false(task_done(t));
	turn();
	expect_true(task_cancelled(t));
	expect_int(task_result(t, NULL), -ECANCELED);
	expect_trace("");
	end();
}
END_TEST

static int yield_and_tell(void *arg, void **result)
{
	int rc = coro_yield(NULL);

	trace("%d", shown(rc));
	return rc;
}

START_TEST(one_that_is_ready_is_told_at_its_next_step)
{
	struct task *t;

	look_at("a cancel for a task that waits for nothing but its turn",
		"任务什么也没等，只等轮到自己，这时来了取消");
	loop_create();
	t = task_create(yield_and_tell, NULL);
	turn();
	expect_true(task_cancel(t));
	turn();
	expect_true(task_cancelled(t));
	expect_trace("-1");
	end();
}
END_TEST

START_TEST(a_done_task_cannot_be_cancelled)
{
	void *value = NULL;
	struct task *t;

	look_at("a cancel that comes too late", "来晚了的取消");
	loop_create();
	t = task_create(answer, "42");
	turn();
	expect_false(task_cancel(t));
	expect_false(task_cancelled(t));
	expect_int(task_cancelling(t), 0);
	expect_int(task_result(t, &value), 0);
	expect_str(value, "42");
	t = task_create(say, "never");
	task_cancel(t);
	turn();
	expect_false(task_cancel(t));
	expect_int(task_cancelling(t), 1);
	end();
}
END_TEST

static int swallow(void *arg, void **result)
{
	trace("%d", shown(async_sleep(HOUR)));
	trace("%d", shown(async_sleep(1)));
	*result = "survived";
	return 0;
}

START_TEST(a_task_may_swallow_the_cancel_and_go_on) /* T10 */
{
	void *value = NULL;
	struct task *t;

	look_at("how often one cancel is thrown: once",
		"一次取消，扔几次：一次");
	loop_create();
	t = task_create(swallow, NULL);
	turn();
	task_cancel(t);
	turn_all();
	expect_false(task_cancelled(t));
	expect_int(task_result(t, &value), 0);
	expect_str(value, "survived");
	expect_trace("-1 0");
	end();
}
END_TEST

START_TEST(two_cancels_in_one_turn_are_one) /* T17 */
{
	struct task *t;

	look_at("a second cancel before the first one was thrown",
		"头一次取消还没扔出去，又来一次");
	loop_create();
	t = task_create(swallow, NULL);
	turn();
	expect_true(task_cancel(t));
	expect_true(task_cancel(t));
	expect_int(task_cancelling(t), 2);
	turn_all();
	expect_false(task_cancelled(t));
	expect_trace("-1 0");
	end();
}
END_TEST

START_TEST(a_cancel_during_the_cleanup_interrupts_it)
{
	struct task *t;

	look_at("a second cancel, after the first one was swallowed",
		"头一次取消已经咽下，又来一次");
	loop_create();
	t = task_create(swallow, NULL);
	turn();
	task_cancel(t);
	turn();
	task_cancel(t);
	turn();
	expect_true(task_done(t));
	expect_trace("-1 -1");
	end();
}
END_TEST

static int clean_up(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	if (rc == -ECANCELED) {
		async_sleep(2);
		trace("clean");
		*result = "other";
		return 0;
	}
	return rc;
}

START_TEST(cleanup_may_wait_and_give_another_result) /* T11 */
{
	void *value = NULL;
	struct task *t;

	look_at("what the task waits for while it cleans up",
		"收拾的时候，任务又等了什么");
	loop_create();
	t = task_create(clean_up, NULL);
	turn();
	task_cancel(t);
	turn();
	expect_false(task_done(t));
	turn_all();
	expect_false(task_cancelled(t));
	expect_int(task_result(t, &value), 0);
	expect_str(value, "other");
	expect_double(virtual_now(), VIRTUAL_START + 2, 1e-6);
	end();
}
END_TEST

static int clean_up_and_end(void *arg, void **result)
{
	int rc = async_sleep(HOUR);

	if (rc < 0)
		async_sleep(2);
	return rc;
}

START_TEST(cleanup_may_wait_and_end_cancelled) /* T11 */
{
	struct task *t;

	look_at("a task that waits in its cleanup, then passes the error on",
		"任务在收拾时等了一阵，然后把错误传了上去");
	loop_create();
	t = task_create(clean_up_and_end, NULL);
	turn();
	task_cancel(t);
	turn_all();
	expect_true(task_cancelled(t));
	expect_double(virtual_now(), VIRTUAL_START + 2, 1e-6);
	end();
}
END_TEST

static int cancel_itself_at_the_end(void *rc, void **result)
{
	trace("%d", task_cancel(task_current()));
	trace("%d", task_done(task_current()));
	*result = "dropped";
	return (int)(intptr_t)rc;
}

START_TEST(a_cancel_at_the_very_end_drops_the_value) /* T13 */
{
	void *value = "untouched";
	struct task *t;

	look_at("a request that was never thrown, when the function returns",
		"函数返回时，手里还有一个没扔出去的取消请求");
	loop_create();
	t = task_create(cancel_itself_at_the_end, (void *)0);
	turn();
	expect_true(task_cancelled(t));
	expect_int(task_result(t, &value), -ECANCELED);
	expect_str(value, "untouched");
	expect_trace("1 0");
	end();
}
END_TEST

START_TEST(an_error_wins_over_a_cancel_at_the_very_end) /* T13 */
{
	struct task *t;

	look_at("a request that was never thrown, when the function fails",
		"函数失败时，手里还有一个没扔出去的取消请求");
	loop_create();
	t = task_create(cancel_itself_at_the_end, (void *)(intptr_t)-EIO);
	turn();
	expect_false(task_cancelled(t));
	expect_int(task_result(t, NULL), -EIO);
	end();
}
END_TEST

static int cancel_itself_then_sleep(void *arg, void **result)
{
	int rc;

	task_cancel(task_current());
	trace("goes on");
	rc = async_sleep(HOUR);
	trace("%d", rc == -ECANCELED);
	return async_sleep(0);
}

START_TEST(a_self_cancel_comes_out_at_the_next_wait)
{
	struct task *t;

	look_at("a request that came while the task ran, and the first future "
		"it waits for then",
		"任务运行时收到的请求，还有之后它等的第一个 future");
	loop_create();
	t = task_create(cancel_itself_then_sleep, NULL);
	turn();
	turn();
	turn();
	expect_true(task_done(t));
	expect_false(task_cancelled(t));
	expect_trace("goes on 1");
	expect_double(virtual_now(), VIRTUAL_START, 0);
	end();
}
END_TEST

static int cancel_itself_then_yield(void *arg, void **result)
{
	task_cancel(task_current());
	trace("%d", coro_yield(NULL) == -ECANCELED);
	trace("%d", coro_yield(NULL));
	return 0;
}

START_TEST(a_self_cancel_comes_out_at_a_bare_yield_too)
{
	look_at("a request that came while the task ran, and then a bare yield",
		"任务运行时收到请求，接着光是让出了一次");
	loop_create();
	task_create(cancel_itself_then_yield, NULL);
	turn_all();
	expect_trace("1 0");
	end();
}
END_TEST

static int cancel_itself_then_await(void *task, void **result)
{
	task_cancel(task_current());
	return task_await(task, result);
}

static int cancel_itself_then_wait_for_one_that_is_done(void *f, void **result)
{
	task_cancel(task_current());
	trace("%d", shown(coro_yield(f)));
	trace("%d", shown(coro_yield(NULL)));
	return 0;
}

START_TEST(a_self_cancel_that_a_done_future_refuses_is_thrown)
{
	struct future f;

	look_at("a request that nobody took: what the task waits for was done "
		"before",
		"没人收下的请求：它等的东西早就做完了");
	loop_create();
	future_init(&f, "f");
	future_set_result(&f, NULL);
	task_create(cancel_itself_then_wait_for_one_that_is_done, &f);
	turn_all();
	expect_trace("-1 0");
	end();
}
END_TEST

START_TEST(a_self_cancel_reaches_the_task_it_waits_for)
{
	struct task *inner, *outer;

	look_at("a request that came while the task ran, and then an await of "
		"a task",
		"任务运行时收到请求，接着去等另一个任务");
	loop_create();
	inner = task_create(sleep_an_hour, "inner");
	outer = task_create(cancel_itself_then_await, inner);
	turn_all();
	expect_true(task_cancelled(inner));
	expect_true(task_cancelled(outer));
	expect_trace("inner:-1");
	end();
}
END_TEST

START_TEST(a_self_cancel_that_the_inner_task_swallows_is_over)
{
	struct task *inner, *outer;
	void *value = NULL;

	look_at("a request that was passed on: is any of it left?",
		"请求已经转交出去了：自己手里还有没有剩下");
	loop_create();
	inner = task_create(clean_up, NULL);
	outer = task_create(cancel_itself_then_await, inner);
	turn_all();
	expect_false(task_cancelled(outer));
	expect_int(task_result(outer, &value), 0);
	expect_str(value, "other");
	end();
}
END_TEST

START_TEST(cancelling_the_inner_future_cancels_the_task) /* T14 */
{
	struct future f;
	struct task *t;

	look_at("what a cancelled future answers to the task that awaits it",
		"被取消的 future，怎样回答等它的任务");
	loop_create();
	future_init(&f, "f");
	t = task_create(await_future, &f);
	turn();
	future_cancel(&f);
	turn();
	expect_true(task_cancelled(t));
	expect_int(task_cancelling(t), 0);
	expect_trace("-1:nothing");
	end();
}
END_TEST

static int await_then_sleep(void *future, void **result)
{
	const char *me = task_name(task_current());

	trace("%s:await=%d", me, shown(future_await(future, NULL)));
	trace("%s:sleep=%d", me, shown(async_sleep(1)));
	return 0;
}

START_TEST(task_and_future_cancelled_together_are_one_cancel) /* T16 */
{
	struct future f, g;

	look_at("how often it is thrown when both are cancelled in one turn: "
		"the step that throws uses must_cancel up",
		"同一轮里两个都被取消，扔了几次：扔过了，must_cancel 就放下");
	loop_create();
	future_init(&f, "f");
	future_init(&g, "g");
	task_create_named(await_then_sleep, &f, "a");
	task_create_named(await_then_sleep, &g, "b");
	turn();
	future_cancel(&f);
	task_cancel(task_first());
	task_cancel(task_next(task_first()));
	future_cancel(&g);
	turn_all();
	expect_trace("a:await=-1 b:await=-1 a:sleep=0 b:sleep=0");
	end();
}
END_TEST

START_TEST(cancelling_the_task_cancels_the_future_it_awaits)
{
	struct future f;
	struct task *t;

	look_at("what a cancel does to the thing that is waited for",
		"取消任务时，它等的那个东西怎么办");
	loop_create();
	future_init(&f, "f");
	t = task_create(await_future, &f);
	turn();
	task_cancel(t);
	expect_true(future_cancelled(&f));
	turn();
	expect_true(task_cancelled(t));
	end();
}
END_TEST

START_TEST(a_cancel_wins_over_a_value_of_the_same_turn)
{
	struct future f;
	struct task *t;

	look_at("a cancel after the future is done, before the task has gone "
		"on",
		"future 做完了，任务还没接着走，这时来了取消");
	loop_create();
	future_init(&f, "f");
	t = task_create(await_future, &f);
	turn();
	future_set_result(&f, "value");
	expect_true(task_cancel(t));
	turn();
	expect_true(task_cancelled(t));
	expect_trace("-1:nothing");
	end();
}
END_TEST

START_TEST(a_cancel_goes_down_to_the_innermost_task)
{
	struct task *inner, *middle, *outer;

	look_at("whom the one who waits passes the cancel on to",
		"等待的人把取消转给了谁");
	loop_create();
	inner = task_create(sleep_an_hour, "inner");
	middle = task_create(await_it, inner);
	outer = task_create(await_it, middle);
	turn();
	expect_true(task_cancel(outer));
	turn_all();
	expect_true(task_cancelled(inner));
	expect_true(task_cancelled(middle));
	expect_true(task_cancelled(outer));
	expect_trace("inner:-1 -1 -1");
	end();
}
END_TEST

START_TEST(if_the_inner_task_goes_on_so_does_the_outer)
{
	struct task *inner, *outer;
	void *value = NULL;

	look_at("who decides, when one task awaits another",
		"一个任务等着另一个，由谁说了算");
	loop_create();
	inner = task_create(clean_up, NULL);
	outer = task_create(await_it, inner);
	turn();
	task_cancel(outer);
	turn();
	expect_false(task_done(outer));
	turn_all();
	expect_int(task_result(outer, &value), 0);
	expect_str(value, "other");
	expect_false(task_cancelled(outer));
	end();
}
END_TEST

static int wait_for_both(void *futures, void **result)
{
	struct future *f = futures;

	trace("%d", shown(future_await(&f[0], NULL)));
	trace("%d", shown(future_await(&f[1], NULL)));
	return 0;
}

START_TEST(a_second_cancel_goes_down_as_the_first_did)
{
	struct future f[2];
	struct task *inner, *outer;

	look_at("what the innermost one waits for, each time that the "
		"outermost one is cancelled",
		"每次取消最外层，最里层等的那个东西怎么样了");
	loop_create();
	future_init(&f[0], "first");
	future_init(&f[1], "second");
	inner = task_create(wait_for_both, f);
	outer = task_create(await_it, inner);
	turn();
	task_cancel(outer);
	expect_true(future_cancelled(&f[0]));
	turn();
	task_cancel(outer);
	expect_true(future_cancelled(&f[1]));
	turn_all();
	expect_trace("-1 -1 0");
	end();
}
END_TEST

START_TEST(the_future_of_a_task_asks_the_task)
{
	struct task *t;

	look_at("the hook `cancel` of the task's future",
		"任务的 future 上，cancel 这个钩子");
	loop_create();
	t = task_create(sleep_an_hour, "sleep");
	turn();
	expect_true(future_cancel(task_future(t)));
	expect_false(task_done(t));
	expect_int(task_cancelling(t), 1);
	turn();
	expect_true(task_cancelled(t));
	expect_false(future_cancel(task_future(t)));
	end();
}
END_TEST

static int end_as_cancelled(void *arg, void **result)
{
	return -ECANCELED;
}

START_TEST(a_function_that_returns_ECANCELED_ends_cancelled)
{
	struct task *t;

	look_at("what the number -ECANCELED means to the task's future",
		"-ECANCELED 这个数，对任务的 future 意味着什么");
	loop_create();
	t = task_create(end_as_cancelled, NULL);
	turn();
	expect_true(task_cancelled(t));
	expect_int(task_cancelling(t), 0);
	end();
}
END_TEST

START_TEST(requests_are_counted_and_can_be_taken_back) /* T17 */
{
	struct task *t;

	look_at("`cancelling`: up with each request, down with uncancel",
		"cancelling：来一次请求加一，uncancel 减一");
	loop_create();
	t = task_create(swallow, NULL);
	turn();
	expect_int(task_cancelling(t), 0);
	expect_int(task_uncancel(t), 0);
	task_cancel(t);
	expect_int(task_cancelling(t), 1);
	turn();
	task_cancel(t);
	expect_int(task_cancelling(t), 2);
	expect_int(task_uncancel(t), 1);
	expect_int(task_uncancel(t), 0);
	expect_int(task_uncancel(t), 0);
	turn_all();
	expect_int(task_cancelling(t), 0);
	end();
}
END_TEST

static int uncancel_and_sleep(void *arg, void **result)
{
	trace("%d", async_sleep(HOUR) == -ECANCELED);
	trace("%d", task_uncancel(task_current()));
	trace("%d", async_sleep(HOUR));
	return 0;
}

START_TEST(one_who_took_the_request_back_sleeps_undisturbed) /* T17 */
{
	struct task *t;

	look_at("whether an old request is thrown again later",
		"旧的请求，后来会不会又扔一次");
	loop_create();
	t = task_create(uncancel_and_sleep, NULL);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("1 0 0");
	expect_false(task_cancelled(t));
	end();
}
END_TEST

static int cancel_the_next(void *arg, void **result)
{
	trace("%d", task_cancel(task_next(task_current())));
	return 0;
}

START_TEST(a_task_may_cancel_another_before_it_begins)
{
	struct task *t;

	look_at("a cancel for somebody later in the same turn",
		"取消同一轮里排在后面的人");
	loop_create();
	task_create(cancel_the_next, NULL);
	t = task_create(say, "never");
	turn();
	expect_true(task_cancelled(t));
	expect_trace("1");
	end();
}
END_TEST

static void cancel_from_callback(void *task)
{
	task_cancel(task);
}

START_TEST(a_callback_may_cancel_a_task)
{
	struct timer timer = { 0 };
	struct task *t;

	look_at("a cancel that comes from outside any task",
		"从任务之外来的取消");
	loop_create();
	t = task_create(sleep_an_hour, "sleep");
	loop_call_later(loop_current(), 5, cancel_from_callback, t, &timer);
	turn_all();
	expect_true(task_cancelled(t));
	expect_double(virtual_now(), VIRTUAL_START + 5, 1e-6);
	end();
}
END_TEST

START_TEST(a_cancelled_detached_task_frees_itself)
{
	struct task *t;

	look_at("the end of a detached task that was cancelled",
		"detach 过的任务被取消，怎么收场");
	loop_create();
	t = task_create(sleep_an_hour, "sleep");
	task_detach(t);
	turn();
	task_cancel(t);
	turn();
	turn();
	expect_int(tasks(), 0);
	expect_trace("sleep:-1");
	end();
}
END_TEST

static int be_cancelled_100_times(void *arg, void **result)
{
	for (int i = 0; i < 100; i++)
		async_sleep(HOUR);
	return 0;
}

static int wait_for_him(void *him, void **result)
{
	int rc = task_await(*(struct task **)him, NULL);

	trace("%s:%d", task_name(task_current()), shown(rc));
	return rc;
}

/* a waits for b, b for c, and c for a. */
static void make_a_circle(struct task *tasks[3])
{
	loop_create();
	tasks[0] = task_create_named(wait_for_him, &tasks[1], "a");
	tasks[1] = task_create_named(wait_for_him, &tasks[2], "b");
	tasks[2] = task_create_named(wait_for_him, &tasks[0], "c");
	turn();
}

START_TEST(tasks_that_wait_for_each_other_can_be_cancelled)
{
	struct task *tasks[3];

	look_at("a request that is passed on and comes back round a circle",
		"请求一路转下去，绕一圈又回来了");
	make_a_circle(tasks);
	expect_int(loop_run_once(loop_current()), -EDEADLK);
	expect_true(task_cancel(tasks[0]));
	turn_all();
	for (int i = 0; i < 3; i++)
		expect_true(task_cancelled(tasks[i]));
	expect_int(pending(), 0);
	end();
}
END_TEST

static int main_of_a_circle(void *arg, void **result)
{
	struct task *tasks[2] = { task_current(), NULL };

	tasks[1] = task_create_named(wait_for_him, &tasks[0], "child");
	return task_await(tasks[1], NULL);
}

static void run_a_circle(void *arg)
{
	fprintf(stderr, "ends:%d",
		async_run(main_of_a_circle, NULL, NULL) == -EDEADLK);
}

START_TEST(a_circle_is_a_deadlock_that_ends)
{
	look_at("two tasks that wait for each other, and the end of the run",
		"两个任务互相等待，运行怎么收场");
	expect_stderr(run_a_circle, NULL, "main waits for child");
	expect_stderr(run_a_circle, NULL, "child waits for main");
	expect_stderr(run_a_circle, NULL, "ends:1");
}
END_TEST

START_TEST(to_cancel_costs_no_memory)
{
	struct task *t;
	long before, cost;

	look_at("an allocation on the way of a cancel",
		"取消的路上，有没有申请内存");
	loop_create();
	t = task_create(be_cancelled_100_times, NULL);
	turn();
	before = allocations();
	for (int i = 0; i < 100; i++) {
		task_cancel(t);
		turn();
	}
	cost = allocations() - before;
	expect_int(cost, 0);
	expect_int(task_cancelling(t), 100);
	expect_true(task_done(t));
	end();
}
END_TEST

static void add_step_1(Suite *suite)
{
	TCase *step = lab_step(suite, "1 task_create");

	tcase_add_test(step, creating_a_task_runs_nothing);
	tcase_add_test(step, tasks_begin_in_the_order_of_creation);
	tcase_add_test(step, a_task_created_by_a_task_begins_in_a_later_turn);
	tcase_add_test(step, a_task_is_named_after_its_function);
	tcase_add_test(step, a_new_task_waits_for_nothing_and_is_not_done);
	tcase_add_test(step, every_task_there_is_can_be_found);
	tcase_add_test(step, who_is_freed_leaves_the_others_in_order);
	tcase_add_test(step, no_memory_is_NULL);
	tcase_add_test(step, NULL_is_a_task_that_failed);
	tcase_add_test(step, a_task_needs_a_loop_and_a_function);
}

static void add_step_2(Suite *suite)
{
	TCase *step = lab_step(suite, "2 one step");

	tcase_add_test(step, a_bare_yield_gives_every_other_task_one_turn);
	tcase_add_test(step, a_sleep_of_zero_is_exactly_one_turn);
	tcase_add_test(step, current_is_right_while_tasks_interleave);
	tcase_add_test(step, in_a_callback_and_outside_nobody_is_current);
	tcase_add_test(step, a_direct_call_stays_in_the_same_task);
}

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 finish");

	tcase_add_test(step, a_task_keeps_what_its_function_left);
	tcase_add_test(step, a_task_keeps_its_failure);
	tcase_add_test(step, await_gives_the_value_of_a_task);
	tcase_add_test(step, a_failure_goes_through_whoever_awaits);
	tcase_add_test(step, several_may_await_one_task);
	tcase_add_test(step, asking_for_the_result_too_early_panics);
	tcase_add_test(step, nobody_else_sets_the_result_of_a_task);
	tcase_add_test(step, a_failure_that_nobody_awaited_is_told);
	tcase_add_test(step, a_cancel_that_nobody_awaited_is_not_told);
	tcase_add_test(step, a_pending_task_thrown_away_is_told);
	tcase_add_test(step,
		       a_pending_task_may_be_thrown_away_although_awaited);
	tcase_add_test(step, destroying_the_one_that_runs_panics);
	tcase_add_test(step, a_task_that_overflows_its_stack_is_named);
	tcase_add_test(step, a_detached_task_frees_itself);
	tcase_add_test(step, a_task_may_be_detached_while_it_waits);
	tcase_add_test(step, a_done_task_is_freed_soon_after_detach);
	tcase_add_test(step, a_task_may_detach_itself);
	tcase_add_test(step, who_waits_for_a_detached_task_still_reads_it);
	tcase_add_test(step, who_was_woken_reads_it_after_a_late_detach);
	tcase_add_test(step, the_failure_of_a_detached_task_is_told);
	tcase_add_test(step,
		       the_awaited_failure_of_a_detached_task_is_not_told);
	tcase_add_test(step, detached_tasks_give_their_stacks_back);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 wait_for");

	tcase_add_test(step, a_task_goes_on_when_its_future_is_done);
	tcase_add_test(step, tasks_that_await_one_future_go_on_in_order);
	tcase_add_test(step, who_waits_takes_no_turns);
	tcase_add_test(step, a_task_that_awaits_itself_panics);
	tcase_add_test(step, awaiting_a_done_task_does_not_pause);
	tcase_add_test(step, the_report_says_what_each_task_waits_for);
	tcase_add_test(step, the_report_knows_who_is_ready);
	tcase_add_test(step, a_destroyed_task_waits_no_more);
	tcase_add_test(step, to_sleep_to_await_and_to_wake_costs_no_memory);
}

static void add_step_5(Suite *suite)
{
	TCase *step = lab_step(suite, "5 task_cancel");

	tcase_add_test(step, cancel_takes_effect_in_the_next_step);
	tcase_add_test(step, cancel_ends_a_sleep_and_the_awaiter_hears_it);
	tcase_add_test(step, cancelled_before_it_began_it_never_begins);
	tcase_add_test(step, one_that_is_ready_is_told_at_its_next_step);
	tcase_add_test(step, a_done_task_cannot_be_cancelled);
	tcase_add_test(step, a_task_may_swallow_the_cancel_and_go_on);
	tcase_add_test(step, two_cancels_in_one_turn_are_one);
	tcase_add_test(step, a_cancel_during_the_cleanup_interrupts_it);
	tcase_add_test(step, cleanup_may_wait_and_give_another_result);
	tcase_add_test(step, cleanup_may_wait_and_end_cancelled);
	tcase_add_test(step, a_cancel_at_the_very_end_drops_the_value);
	tcase_add_test(step, an_error_wins_over_a_cancel_at_the_very_end);
	tcase_add_test(step, a_self_cancel_comes_out_at_the_next_wait);
	tcase_add_test(step, a_self_cancel_comes_out_at_a_bare_yield_too);
	tcase_add_test(step,
		       a_self_cancel_that_a_done_future_refuses_is_thrown);
	tcase_add_test(step, a_self_cancel_reaches_the_task_it_waits_for);
	tcase_add_test(step,
		       a_self_cancel_that_the_inner_task_swallows_is_over);
	tcase_add_test(step, cancelling_the_inner_future_cancels_the_task);
	tcase_add_test(step, task_and_future_cancelled_together_are_one_cancel);
	tcase_add_test(step, cancelling_the_task_cancels_the_future_it_awaits);
	tcase_add_test(step, a_cancel_wins_over_a_value_of_the_same_turn);
	tcase_add_test(step, a_cancel_goes_down_to_the_innermost_task);
	tcase_add_test(step, if_the_inner_task_goes_on_so_does_the_outer);
	tcase_add_test(step, a_second_cancel_goes_down_as_the_first_did);
	tcase_add_test(step, the_future_of_a_task_asks_the_task);
	tcase_add_test(step, a_function_that_returns_ECANCELED_ends_cancelled);
	tcase_add_test(step, requests_are_counted_and_can_be_taken_back);
	tcase_add_test(step, one_who_took_the_request_back_sleeps_undisturbed);
	tcase_add_test(step, a_task_may_cancel_another_before_it_begins);
	tcase_add_test(step, a_callback_may_cancel_a_task);
	tcase_add_test(step, a_cancelled_detached_task_frees_itself);
	tcase_add_test(step, tasks_that_wait_for_each_other_can_be_cancelled);
	tcase_add_test(step, a_circle_is_a_deadlock_that_ends);
	tcase_add_test(step, to_cancel_costs_no_memory);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("task");

	add_step_1(suite);
	add_step_2(suite);
	add_step_3(suite);
	add_step_4(suite);
	add_step_5(suite);
	return suite;
}
