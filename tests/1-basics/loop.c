/*
 * loop.c - the suite of lab loop.
 *
 * Time is virtual: it moves only while the loop sleeps. Callbacks write down
 * what happened, and when; the tests compare that once.
 */
#include "expect.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counting.h"
#include "loop.h"
#include "virtual.h"

#define BUSY 1000 /* turns after which a busy callback gives up */

/* Every test has a loop, handles, timers, and a pipe. */
static struct loop *l;
static struct handle h[8];
static struct timer t[8];
static int tube[2];
static int spins;
static char words[][2] = { "a", "b", "c", "d", "e", "f" };

static void set_up(void)
{
	unsetenv("ASYNC_DEBUG");
	memset(h, 0, sizeof(h));
	memset(t, 0, sizeof(t));
	spins = 0;
	ck_assert_int_eq(pipe(tube), 0);
	l = loop_create();
	ck_assert_ptr_nonnull(l);
}

static void tear_down(void)
{
	loop_destroy(l);
	close(tube[0]);
	close(tube[1]);
}

static double elapsed(void)
{
	return virtual_now() - VIRTUAL_START;
}

static void say(void *word)
{
	trace("%s", (char *)word);
}

static void say_when(void *word)
{
	trace("%s@%.3f", (char *)word, elapsed());
}

static void stop(void *arg)
{
	trace("stop");
	loop_stop(l);
}

static void fill(void)
{
	ck_assert_int_eq(write(tube[1], "x", 1), 1);
}

/* A reader that says so and takes the byte away. */
static void drain(void *word)
{
	char byte;

	trace("%s", (char *)word);
	ck_assert_int_eq(read(tube[0], &byte, 1), 1);
}

/* Turn as long as somebody is ready or a timer is set. */
static void run_all(void)
{
	for (int turn = 0; turn < 3 * BUSY; turn++) {
		if (handles_empty(&l->ready) && timers_count(l->timers) == 0)
			return;
		if (loop_run_once(l) < 0)
			return;
	}
}

/* So many turns, with a mark behind each. */
static void run_turns(int n)
{
	for (int i = 0; i < n; i++) {
		int rc = loop_run_once(l);

		if (rc == 0)
			trace("|");
		else
			trace(rc == -EDEADLK ? "deadlock" : "error(%d)", rc);
	}
}

/* A loop that sleeps where it must not wakes up here, not never. */
static void guard(void)
{
	loop_call_later(l, 1e6, say, "slept-too-long", &t[7]);
}

/* Always ready again, for a while. */
static void spin(void *arg)
{
	if (++spins < BUSY)
		loop_call_soon(l, spin, arg, &h[7]);
}

/* Step 1: call_soon */

START_TEST(call_soon_does_not_call) /* L01 */
{
	look_at("who calls a callback: the turn, not the one who asks for it",
		"回调归谁来调：归那一轮，不归请求它的人");
	loop_call_soon(l, say, "a", &h[0]);
	expect_trace("");
	expect_true(handle_queued(&h[0]));
	expect_false(handles_empty(&l->ready));
}
END_TEST

START_TEST(call_soon_keeps_fn_and_arg_in_the_handle)
{
	struct handle *first;

	look_at("what the loop needs to know later: the function, and its arg",
		"事件循环以后要用到什么：函数，还有它的 arg");
	loop_call_soon(l, say, "a", &h[0]);
	loop_call_soon(l, say, "b", &h[1]);
	first = handles_pop(&l->ready);
	expect_ptr(first, &h[0]);
	first->fn(first->arg);
	first = handles_pop(&l->ready);
	expect_ptr(first, &h[1]);
	first->fn(first->arg);
	expect_trace("a b");
}
END_TEST

static void queue_twice(void *arg)
{
	loop_call_soon(l, say, "a", &h[0]);
	loop_call_soon(l, say, "b", &h[0]);
}

START_TEST(a_handle_that_waits_already_is_a_panic)
{
	look_at("what handles_push says about a handle that waits already",
		"句柄已经在排队，handles_push 会怎么说");
	expect_panic(queue_twice, NULL, "panic: ");
}
END_TEST

static void create_another(void *arg)
{
	loop_call_soon(l, say, "a", &h[0]);
	loop_create();
}

START_TEST(a_second_loop_is_a_panic)
{
	look_at("how many loops there are at a time", "同一时间有几个事件循环");
	expect_panic(create_another, NULL, "panic: ");
}
END_TEST

START_TEST(a_destroyed_loop_lets_its_handles_go)
{
	look_at("what is left in a handle when its loop is gone",
		"事件循环没了，句柄里还留着什么");
	loop_call_soon(l, say, "old", &h[0]);
	loop_destroy(l);
	expect_ptr(loop_current(), NULL);
	l = loop_create();
	expect_ptr(loop_current(), l);
	loop_call_soon(l, say, "new", &h[0]);
	run_all();
	expect_trace("new");
}
END_TEST

START_TEST(a_loop_without_memory_is_null)
{
	look_at("what loop_create leaves behind when there is no memory",
		"没有内存时，loop_create 留下了什么");
	loop_destroy(l);
	for (int n = 1; n <= 3; n++) {
		allocation_fails(n);
		l = loop_create();
		allocation_fails(0);
		expect_ptr(l, NULL);
		expect_ptr(loop_current(), NULL);
	}
	loop_destroy(NULL);
	l = loop_create();
	loop_call_soon(l, say, "a", &h[0]);
	run_all();
	expect_trace("a");
}
END_TEST

/* Step 2: timers */

START_TEST(call_at_puts_the_timer_on_the_heap)
{
	look_at("what call_at does now, and what it leaves to the turn",
		"call_at 现在做什么，什么留给那一轮去做");
	expect_int(loop_call_at(l, VIRTUAL_START + 3, say, "a", &t[0]), 0);
	expect_trace("");
	expect_int(timers_count(l->timers), 1);
	expect_double(t[0].when, VIRTUAL_START + 3, 0);
	expect_false(handle_queued(&t[0].handle));
}
END_TEST

START_TEST(call_later_counts_from_now)
{
	look_at("what `when` is: a time of the loop's clock, not a delay",
		"when 是什么：是循环的钟上的时刻，不是延迟");
	virtual_advance(10);
	expect_int(loop_call_later(l, 2.5, say, "a", &t[0]), 0);
	expect_double(t[0].when, VIRTUAL_START + 12.5, 0);
	expect_int(loop_call_later(l, -4, say, "b", &t[1]), 0);
	expect_double(t[1].when, VIRTUAL_START + 6, 0);
}
END_TEST

START_TEST(what_is_no_number_is_einval)
{
	look_at("whether the answer of timers_add is passed on",
		"timers_add 的返回值，有没有交上去");
	expect_int(loop_call_at(l, NAN, say, "a", &t[0]), -EINVAL);
	expect_int(loop_call_later(l, NAN, say, "a", &t[0]), -EINVAL);
	expect_int(timers_count(l->timers), 0);
	expect_int(loop_call_later(l, 1, say, "b", &t[0]), 0);
	run_all();
	expect_trace("b");
}
END_TEST

START_TEST(a_set_timer_is_ebusy_and_keeps_its_callback)
{
	look_at("what has been overwritten already when -EBUSY comes back",
		"等到返回 -EBUSY 的时候，已经盖掉了什么");
	loop_call_later(l, 1, say_when, "first", &t[0]);
	expect_int(loop_call_later(l, 2, say_when, "b", &t[0]), -EBUSY);
	expect_int(loop_call_at(l, 0, say_when, "c", &t[0]), -EBUSY);
	expect_int(timers_count(l->timers), 1);
	run_all();
	expect_trace("first@1.000");
}
END_TEST

START_TEST(no_memory_for_a_timer_is_enomem)
{
	int rc;

	look_at("whether the answer of timers_add is passed on",
		"timers_add 的返回值，有没有交上去");
	allocation_fails(1);
	rc = loop_call_later(l, 1, say, "a", &t[0]);
	allocation_fails(0);
	expect_int(rc, -ENOMEM);
	expect_int(timers_count(l->timers), 0);
	expect_int(loop_call_later(l, 1, say, "b", &t[0]), 0);
	run_all();
	expect_trace("b");
}
END_TEST

START_TEST(cancelling_a_timer_is_always_harmless) /* L09 */
{
	look_at("the states of a timer: never set, set, due, called, cancelled",
		"定时器的几种状态：没设过、设着、到期、调用过、取消过");
	loop_cancel_timer(l, &t[0]);
	loop_call_later(l, 1, say, "a", &t[0]);
	loop_call_later(l, 2, say, "b", &t[1]);
	loop_cancel_timer(l, &t[0]);
	loop_cancel_timer(l, &t[0]);
	expect_int(timers_count(l->timers), 1);
	run_all();
	loop_cancel_timer(l, &t[1]);
	expect_trace("b");
	expect_int(loop_call_later(l, 1, say, "c", &t[0]), 0);
	run_all();
	expect_trace("b c");
}
END_TEST

static void cancel_timer(void *which)
{
	trace("cancel");
	loop_cancel_timer(l, which);
}

START_TEST(a_due_timer_may_still_be_cancelled) /* L09 */
{
	look_at("where a timer is once it is due and not called yet",
		"到了期、还没调用，这时定时器在哪里");
	loop_call_later(l, 1, cancel_timer, &t[1], &t[0]);
	loop_call_later(l, 1, say, "b", &t[1]);
	loop_call_later(l, 1, say, "c", &t[2]);
	run_all();
	expect_trace("cancel c");
	expect_int(loop_call_later(l, 1, say, "again", &t[1]), 0);
	run_all();
	expect_trace("cancel c again");
}
END_TEST

static void set_again(void *which)
{
	int rc = loop_call_later(l, 1, say, "late", which);

	trace(rc == 0 ? "set" : rc == -EBUSY ? "busy" : "odd");
}

START_TEST(a_due_timer_is_still_set_until_it_is_called)
{
	look_at("a timer that has left the heap and waits in the ready queue",
		"定时器已经离开堆，正在就绪队列里等着");
	loop_call_later(l, 1, set_again, &t[1], &t[0]);
	loop_call_later(l, 1, say, "b", &t[1]);
	run_all();
	expect_trace("busy b");
}
END_TEST

START_TEST(a_timer_is_free_while_its_own_callback_runs)
{
	look_at("a timer whose callback runs: is it still in some queue?",
		"回调正在跑的时候，它的定时器还在不在哪个队列里");
	loop_call_later(l, 1, set_again, &t[0], &t[0]);
	run_all();
	expect_trace("set late");
	expect_double(elapsed(), 2, 1e-9);
}
END_TEST

START_TEST(negative_delays_keep_the_order_of_deadlines) /* L06 */
{
	look_at("what a negative delay means: a deadline that has passed",
		"延迟是负数，是什么意思：截止时刻早就过了");
	loop_call_later(l, 0, say_when, "d", &t[0]);
	loop_call_later(l, -1, say_when, "c", &t[1]);
	loop_call_later(l, -INFINITY, say_when, "a", &t[2]);
	loop_call_later(l, -3, say_when, "b", &t[3]);
	run_turns(1);
	expect_trace("a@0.000 b@0.000 c@0.000 d@0.000 |");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(infinity_is_never)
{
	look_at("a deadline that never comes", "永远不会到的截止时刻");
	expect_int(loop_call_at(l, INFINITY, say, "never", &t[0]), 0);
	expect_int(loop_call_later(l, INFINITY, say, "never", &t[1]), 0);
	loop_call_later(l, 1e6, say, "at-last", &t[2]);
	loop_call_later(l, 1e7, stop, NULL, &t[3]);
	expect_int(loop_run_forever(l), 0);
	expect_trace("at-last stop");
	expect_int(timers_count(l->timers), 2);
}
END_TEST

/* Step 3: how long to sleep */

START_TEST(the_loop_sleeps_until_the_first_deadline) /* L05 L08 */
{
	look_at("how long select waits: until the earliest deadline, in one "
		"piece",
		"select 等多久：一口气等到最早的截止时刻");
	loop_call_later(l, 5, say_when, "b", &t[0]);
	loop_call_later(l, 2.5, say_when, "a", &t[1]);
	expect_int(loop_run_once(l), 0);
	expect_double(virtual_last_timeout(), 2.5, 0);
	expect_int(loop_run_once(l), 0);
	expect_double(virtual_last_timeout(), 2.5, 0);
	expect_trace("a@2.500 b@5.000");
	expect_int(virtual_waits(), 2);
}
END_TEST

START_TEST(the_loop_does_not_sleep_while_somebody_is_ready) /* L05 */
{
	look_at("how long the turn may sleep when the ready queue is not empty",
		"就绪队列里有人，这一轮能睡多久");
	loop_call_later(l, 5, say_when, "later", &t[0]);
	loop_call_soon(l, say_when, "now", &h[0]);
	run_turns(1);
	expect_trace("now@0.000 |");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(without_timers_only_a_descriptor_ends_the_sleep)
{
	look_at("how long to sleep when no timer is set: there is one spelling "
		"of no limit",
		"一个定时器也没有，睡多久：不限时间只有一种写法");
	fill();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	expect_int(loop_run_once(l), 0);
	expect_double(virtual_last_timeout(), INFINITY, 0);
	expect_trace("read");
}
END_TEST

START_TEST(a_deadline_that_has_passed_is_no_reason_to_sleep)
{
	look_at("the time until a deadline that is behind us",
		"离一个已经过去的截止时刻，还有多久");
	loop_call_later(l, 1, say_when, "a", &t[0]);
	loop_call_later(l, 9, say_when, "b", &t[1]);
	virtual_advance(3);
	run_turns(1);
	expect_trace("a@3.000 |");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(a_wait_longer_than_a_day_is_exact)
{
	look_at("what you do when select comes back and nothing is due yet",
		"select 回来了，谁也没到期，接下来怎么办");
	loop_call_later(l, 100 * 3600, say_when, "a", &t[0]);
	loop_call_later(l, 100 * 3600 + 1, say_when, "b", &t[1]);
	run_all();
	expect_trace("a@360000.000 b@360001.000");
}
END_TEST

START_TEST(the_next_sleep_is_for_the_deadline_that_is_left)
{
	look_at("whether a cancelled timer still has a say in how long we "
		"sleep",
		"取消了的定时器，还管不管这一轮睡多久");
	loop_call_later(l, 5, say_when, "a", &t[0]);
	loop_call_later(l, 10, say_when, "b", &t[1]);
	loop_cancel_timer(l, &t[0]);
	expect_int(loop_run_once(l), 0);
	expect_double(virtual_last_timeout(), 10, 0);
	expect_trace("b@10.000");
}
END_TEST

/* Step 4: sleeping in select */

START_TEST(what_select_answers_reaches_the_readers)
{
	look_at("where the answers of selector_select go",
		"selector_select 的回答，交给了谁");
	guard();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	loop_call_later(l, 1, say_when, "a", &t[0]);
	run_turns(1);
	fill();
	loop_call_later(l, 1, say_when, "b", &t[1]);
	run_turns(2);
	expect_trace("a@1.000 | read | b@2.000 |");
}
END_TEST

START_TEST(a_busy_loop_still_hears_its_descriptors)
{
	look_at("when the system call may be saved, and when somebody waits "
		"for its answer",
		"什么时候可以省掉系统调用，什么时候有人在等它的回答");
	guard();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	loop_call_soon(l, spin, NULL, &h[7]);
	for (int i = 1; i <= 3; i++) {
		fill();
		loop_run_once(l);
		expect_int(spins, i);
	}
	expect_trace("read read read");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(a_busy_loop_without_descriptors_saves_select)
{
	look_at("what select could tell when nobody watches a descriptor and "
		"there is no time to sleep",
		"没人看描述符，又没工夫睡，select 还能告诉你什么");
	guard();
	loop_call_soon(l, spin, NULL, &h[7]);
	while (spins < 640 && l->turns < 2000)
		loop_run_once(l);
	expect_true(virtual_selects() <= 100);
}
END_TEST

START_TEST(a_busy_loop_looks_at_the_background_now_and_then)
{
	look_at("who else is in the selector: Ctrl-C comes through a "
		"descriptor in the background",
		"选择器里还有谁：Ctrl-C 就是从后台的描述符进来的");
	guard();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	loop_unref(l, tube[0]);
	loop_call_soon(l, spin, NULL, &h[7]);
	while (spins < 640 && l->turns < 2000) {
		if (spins == 3) /* not before the first look */
			fill();
		loop_run_once(l);
	}
	expect_trace("read");
}
END_TEST

START_TEST(a_selector_that_fails_ends_the_turn)
{
	look_at("what the turn does when selector_select fails",
		"selector_select 失败了，这一轮怎么收场");
	guard();
	loop_add_reader(l, tube[0], say, "read", &h[0]);
	virtual_select_fails(-EBADF);
	expect_int(loop_run_once(l), -EBADF);
	expect_int(loop_run_forever(l), -EBADF);
}
END_TEST

START_TEST(a_turn_that_failed_leaves_the_loop_as_it_was)
{
	look_at("l->running, and those who were ready, when select has failed",
		"select 失败以后的 l->running，还有已经就绪的那些");
	loop_add_reader(l, tube[0], say, "read", &h[0]);
	loop_call_soon(l, say, "a", &h[1]);
	virtual_select_fails(-EBADF);
	expect_int(loop_run_once(l), -EBADF);
	expect_trace("");
	expect_false(l->running);
	virtual_select_fails(0);
	loop_remove_reader(l, tube[0]);
	run_all();
	expect_trace("a");
}
END_TEST

START_TEST(descriptors_come_before_timers_in_a_turn)
{
	look_at("the order of a turn: select, then what is due",
		"一轮的次序：先 select，再看谁到期");
	guard();
	fill();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	loop_call_later(l, 0, say, "due", &t[0]);
	loop_call_soon(l, say, "ready", &h[1]);
	run_turns(1);
	expect_trace("ready read due |");
}
END_TEST

/* Step 5: what is due */

START_TEST(equal_deadlines_are_called_in_order)
{
	look_at("the way of a timer: off the heap, to the end of the ready "
		"queue",
		"定时器的去路：从堆里下来，排到就绪队列末尾");
	for (int i = 0; i < 6; i++)
		loop_call_at(l, VIRTUAL_START + 1, say, words[i], &t[i]);
	expect_int(loop_run_once(l), 0);
	expect_trace("a b c d e f");
}
END_TEST

START_TEST(everybody_who_is_due_is_called_in_this_turn)
{
	look_at("how many timers one turn takes off the heap",
		"一轮从堆里取下几个定时器");
	loop_call_later(l, 3, say, "c", &t[0]);
	loop_call_later(l, 1, say, "a", &t[1]);
	loop_call_later(l, 2, say, "b", &t[2]);
	loop_call_later(l, 4, say, "d", &t[3]);
	virtual_advance(3);
	run_turns(2);
	expect_trace("a b c | d |");
}
END_TEST

START_TEST(due_is_when_the_deadline_has_come_to_the_dot)
{
	look_at("a deadline that is exactly now", "截止时刻正好就是现在");
	expect_int(loop_call_at(l, loop_time(l), say_when, "a", &t[0]), 0);
	run_turns(1);
	expect_trace("a@0.000 |");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(who_is_due_stands_behind_who_is_ready)
{
	look_at("at which end of the ready queue a due timer goes in",
		"到期的定时器，排到就绪队列的哪一头");
	loop_call_later(l, 0, say, "due", &t[0]);
	loop_call_soon(l, say, "ready", &h[0]);
	run_turns(1);
	expect_trace("ready due |");
}
END_TEST

static void set_zero(void *arg)
{
	trace("a");
	loop_call_later(l, 0, say, "timer", &t[1]);
	loop_call_soon(l, say, "soon", &h[1]);
}

START_TEST(a_delay_of_zero_is_for_the_next_turn)
{
	look_at("when you look for due timers: once a turn, before the calls",
		"什么时候看谁到期：一轮一次，在调用之前");
	loop_call_soon(l, set_zero, NULL, &h[0]);
	run_turns(2);
	expect_trace("a | soon timer |");
}
END_TEST

static void say_if_early(void *timer)
{
	struct timer *me = timer;

	trace(loop_time(l) < me->when ? "early" : "in-time");
}

START_TEST(odd_fractions_are_neither_early_nor_spun_away) /* L05 L11 */
{
	look_at("how many times the loop wakes up for one deadline",
		"为了一个截止时刻，循环醒了几次");
	for (int i = 0; i < 6; i++)
		loop_call_later(l, 1.0 / (3 + i), say_if_early, &t[i], &t[i]);
	run_all();
	expect_trace("in-time in-time in-time in-time in-time in-time");
	expect_true(virtual_selects() <= 12);
	expect_true(l->turns <= 12);
}
END_TEST

static void say_time(void *arg)
{
	trace("%.3f", loop_time(l) - *(double *)arg);
}

START_TEST(call_at_uses_the_clock_of_the_loop) /* L08 */
{
	double start = loop_time(l);

	look_at("which clock deadlines are compared with",
		"截止时刻是跟哪个钟比的");
	virtual_advance(0.5);
	expect_true(loop_time(l) > start);
	loop_call_at(l, start + 0.6, say_time, &start, &t[0]);
	loop_call_at(l, loop_time(l) + 0.6, say_time, &start, &t[1]);
	run_all();
	expect_trace("0.600 1.100");
}
END_TEST

/* Step 6: calling */

START_TEST(call_soon_keeps_fifo_order) /* L01 */
{
	look_at("which end of the ready queue the turn takes from",
		"一轮从就绪队列的哪一头取");
	for (int i = 0; i < 5; i++)
		loop_call_soon(l, say, words[i], &h[i]);
	run_turns(1);
	expect_trace("a b c d e |");
	run_all();
	expect_trace("a b c d e |");
}
END_TEST

static void queue_two(void *arg)
{
	trace("a");
	loop_call_soon(l, say, "c", &h[2]);
	loop_call_soon(l, say, "d", &h[3]);
	trace("a-ends");
}

START_TEST(what_a_callback_queues_waits_for_the_next_turn) /* L01 */
{
	look_at("for whom this turn is: those who were ready when it began",
		"这一轮是给谁的：开始那一刻已经就绪的");
	loop_call_soon(l, queue_two, NULL, &h[0]);
	loop_call_soon(l, say, "b", &h[1]);
	run_turns(2);
	expect_trace("a a-ends b | c d |");
}
END_TEST

START_TEST(who_queues_itself_again_lets_the_others_live)
{
	look_at("whether a turn ever ends when a callback is always ready",
		"有个回调总是就绪，这一轮有没有完的时候");
	guard();
	fill();
	loop_call_soon(l, spin, NULL, &h[7]);
	loop_call_soon(l, say, "a", &h[0]);
	loop_call_later(l, 0, say, "timer", &t[0]);
	loop_add_reader(l, tube[0], drain, "read", &h[1]);
	expect_int(loop_run_once(l), 0);
	expect_int(spins, 1);
	expect_int(loop_run_once(l), 0);
	expect_int(spins, 2);
	expect_trace("a read timer");
}
END_TEST

static void work(void *arg)
{
	virtual_advance(0.4);
}

START_TEST(a_busy_callback_does_not_stop_the_clock)
{
	look_at("what every turn looks at, however busy the loop is",
		"循环再忙，每一轮都要看一眼什么");
	loop_call_later(l, 1, say_when, "timer", &t[0]);
	for (int i = 0; i < 4; i++) {
		loop_call_soon(l, work, NULL, &h[0]);
		loop_run_once(l);
	}
	expect_trace("timer@1.600");
}
END_TEST

START_TEST(a_cancelled_handle_is_never_called) /* L09 */
{
	look_at("where a cancelled handle is: in no queue",
		"取消了的句柄在哪里：哪个队列都不在");
	loop_call_soon(l, say, "a", &h[0]);
	loop_call_soon(l, say, "b", &h[1]);
	loop_call_soon(l, say, "c", &h[2]);
	handle_cancel(&h[1]);
	handle_cancel(&h[1]);
	run_turns(1);
	handle_cancel(&h[0]);
	expect_trace("a c |");
}
END_TEST

static void cancel_handle(void *which)
{
	trace("cancel");
	handle_cancel(which);
}

START_TEST(a_handle_may_be_cancelled_in_its_own_turn) /* L09 */
{
	look_at("whether a handle can still leave when its turn has begun: do "
		"not copy the queue away",
		"这一轮已经开始，句柄还走不走得掉：别把队列抄走");
	loop_call_soon(l, cancel_handle, &h[2], &h[0]);
	loop_call_soon(l, cancel_handle, &h[0], &h[1]);
	loop_call_soon(l, say, "c", &h[2]);
	loop_call_soon(l, cancel_handle, &h[3], &h[3]);
	loop_call_soon(l, say, "e", &h[4]);
	run_turns(1);
	expect_trace("cancel cancel cancel e |");
}
END_TEST

static void cancel_b_queue_c(void *arg)
{
	handle_cancel(&h[1]);
	loop_call_soon(l, say, "c", &h[2]);
}

START_TEST(a_cancelled_one_gives_its_turn_to_nobody)
{
	look_at("how the turn knows where to stop: a count is wrong as soon as "
		"somebody leaves",
		"这一轮怎么知道该停了：数个数的话，有人走掉就数错了");
	loop_call_soon(l, cancel_b_queue_c, NULL, &h[0]);
	loop_call_soon(l, say, "b", &h[1]);
	run_turns(2);
	expect_trace("| c |");
}
END_TEST

static void requeue_b(void *arg)
{
	handle_cancel(&h[1]);
	loop_call_soon(l, say, "b-anew", &h[1]);
}

START_TEST(cancelled_and_queued_again_is_for_the_next_turn)
{
	look_at("where a handle stands that was cancelled and queued again",
		"取消以后又排进队的句柄，站在哪里");
	loop_call_soon(l, requeue_b, NULL, &h[0]);
	loop_call_soon(l, say, "b", &h[1]);
	loop_call_soon(l, say, "c", &h[2]);
	run_turns(2);
	expect_trace("c | b-anew |");
}
END_TEST

static void free_it(void *handle)
{
	trace("free");
	free(handle);
}

START_TEST(a_callback_may_free_its_own_handle)
{
	struct handle *mine = calloc(1, sizeof(*mine));

	look_at("what you touch after a callback has run: its handle may be "
		"gone",
		"回调跑完以后，你还碰了什么：它的句柄可能已经没了");
	loop_call_soon(l, free_it, mine, mine);
	loop_call_soon(l, say, "b", &h[1]);
	run_turns(1);
	expect_trace("free b |");
}
END_TEST

static void cancel_and_free(void *handle)
{
	handle_cancel(handle);
	free(handle);
	trace("gone");
}

START_TEST(a_callback_may_free_one_that_it_has_cancelled)
{
	struct handle *other = calloc(1, sizeof(*other));

	look_at("what the turn remembers of a handle that has left",
		"句柄走了，这一轮还记着它什么");
	loop_call_soon(l, cancel_and_free, other, &h[0]);
	loop_call_soon(l, say, "never", other);
	loop_call_soon(l, say, "c", &h[1]);
	run_turns(1);
	expect_trace("gone c |");
}
END_TEST

/* Not static: debug mode finds its name. */
void slow_as_molasses(void *seconds);

void slow_as_molasses(void *seconds)
{
	virtual_advance(*(double *)seconds);
}

static void run_slow(void *seconds)
{
	loop_call_soon(l, slow_as_molasses, seconds, &h[0]);
	loop_run_once(l);
	loop_destroy(l);
}

static void debug_slow(void *seconds)
{
	loop_set_debug(l, 0.1);
	run_slow(seconds);
}

START_TEST(debug_mode_names_a_callback_that_is_slow)
{
	double seconds = 0.25;

	look_at("who calls the callbacks: report_call, which looks at the "
		"clock",
		"回调由谁来调：由 report_call，它会看钟");
	expect_stderr(debug_slow, &seconds, "held the thread for 0.250 s");
	expect_stderr(debug_slow, &seconds, "slow_as_molasses");
}
END_TEST

START_TEST(debug_mode_says_nothing_of_a_quick_callback)
{
	double seconds = 0.05;

	look_at("how long is too long: what loop_set_debug was told",
		"多久才算太久：loop_set_debug 说了算");
	expect_stderr(debug_slow, &seconds, "");
	expect_str(captured(debug_slow, &seconds).text, "");
}
END_TEST

static void debug_on_and_off(void *seconds)
{
	loop_set_debug(l, 0.1);
	loop_set_debug(l, 0);
	run_slow(seconds);
}

START_TEST(without_debug_mode_nothing_is_said)
{
	double seconds = 9;

	look_at("what report_call is given as the limit",
		"交给 report_call 的界限是多少");
	expect_str(captured(run_slow, &seconds).text, "");
	expect_str(captured(debug_on_and_off, &seconds).text, "");
}
END_TEST

static void slow_with_environment(void *value)
{
	double seconds = 0.15;

	loop_destroy(l);
	setenv("ASYNC_DEBUG", value, 1);
	l = loop_create();
	run_slow(&seconds);
}

static void quick_with_environment(void *value)
{
	double seconds = 0.05;

	loop_destroy(l);
	setenv("ASYNC_DEBUG", value, 1);
	l = loop_create();
	run_slow(&seconds);
}

START_TEST(async_debug_in_the_environment_is_heard)
{
	look_at("what report_call is given as the limit",
		"交给 report_call 的界限是多少");
	expect_stderr(slow_with_environment, "1", "held the thread");
	expect_str(captured(quick_with_environment, "1").text, "");
	expect_str(captured(slow_with_environment, "0").text, "");
	expect_str(captured(slow_with_environment, "").text, "");
}
END_TEST

/* Step 7: the turn */

START_TEST(nothing_can_ever_happen_is_edeadlk)
{
	look_at("who could still end the wait: nobody ready, no timer, no "
		"descriptor",
		"还有谁能结束这次等待：没人就绪，没有定时器，也没有描述符");
	expect_int(loop_run_once(l), -EDEADLK);
	expect_false(l->running);
	expect_int(loop_run_once(l), -EDEADLK);
	loop_call_soon(l, say, "a", &h[0]);
	expect_int(loop_run_once(l), 0);
	expect_trace("a");
	expect_int(loop_run_once(l), -EDEADLK);
}
END_TEST

START_TEST(who_was_cancelled_ends_no_wait)
{
	look_at("what is left when a timer, a handle and a reader are taken "
		"back",
		"定时器、句柄、读者都收回了，还剩什么");
	loop_call_later(l, 1, say, "a", &t[0]);
	loop_call_soon(l, say, "b", &h[0]);
	loop_add_reader(l, tube[0], say, "read", &h[1]);
	loop_cancel_timer(l, &t[0]);
	handle_cancel(&h[0]);
	loop_remove_reader(l, tube[0]);
	expect_int(loop_run_once(l), -EDEADLK);
	expect_trace("");
}
END_TEST

START_TEST(the_background_cannot_hide_a_deadlock)
{
	look_at("what counts as somebody to wait for: l->waited",
		"什么才算有人可等：看 l->waited");
	fill();
	loop_add_reader(l, tube[0], say, "read", &h[0]);
	loop_unref(l, tube[0]);
	expect_int(loop_run_once(l), -EDEADLK);
	loop_call_soon(l, drain, "a", &h[1]);
	expect_int(loop_run_once(l), 0);
	expect_int(loop_run_once(l), -EDEADLK);
}
END_TEST

START_TEST(a_watched_descriptor_is_no_deadlock)
{
	look_at("what counts as somebody to wait for: l->waited",
		"什么才算有人可等：看 l->waited");
	fill();
	loop_add_reader(l, tube[0], drain, "read", &h[0]);
	expect_int(loop_run_once(l), 0);
	expect_trace("read");
}
END_TEST

static void say_running(void *arg)
{
	trace(l->running ? "running" : "not-running");
}

START_TEST(the_loop_knows_that_it_runs)
{
	unsigned long turns = l->turns;

	look_at("l->running before, during and after a turn; and l->turns",
		"一轮之前、之中、之后的 l->running；还有 l->turns");
	say_running(NULL);
	loop_call_soon(l, say_running, NULL, &h[0]);
	loop_call_later(l, 0, say_running, NULL, &t[0]);
	run_all();
	say_running(NULL);
	expect_trace("not-running running running not-running");
	loop_call_soon(l, say, "a", &h[0]);
	run_all();
	expect_int(l->turns - turns, 2);
}
END_TEST

START_TEST(run_once_is_one_turn)
{
	look_at("what a turn contains: one sleep, and then everybody who is "
		"ready",
		"一轮里有什么：睡一次，然后轮到所有就绪的");
	loop_call_later(l, 1, say_when, "a", &t[0]);
	loop_call_later(l, 2, say_when, "b", &t[1]);
	loop_call_soon(l, say, "first", &h[0]);
	run_turns(3);
	expect_trace("first | a@1.000 | b@2.000 |");
}
END_TEST

static void run_once_inside(void *arg)
{
	loop_run_once(l);
}

static void run_forever_inside(void *arg)
{
	loop_run_forever(l);
}

static void destroy_inside(void *arg)
{
	loop_destroy(l);
}

static void call_in_a_turn(void *fn)
{
	loop_call_soon(l, *(callback_fn **)fn, NULL, &h[0]);
	loop_run_once(l);
}

START_TEST(running_the_loop_inside_itself_is_a_panic) /* L14 */
{
	callback_fn *fn = run_once_inside;

	look_at("when l->running is true: while callbacks are called, too",
		"l->running 什么时候为真：调用回调的时候也为真");
	expect_panic(call_in_a_turn, &fn, "running");
	fn = run_forever_inside;
	expect_panic(call_in_a_turn, &fn, "running");
}
END_TEST

START_TEST(destroying_a_running_loop_is_a_panic)
{
	callback_fn *fn = destroy_inside;

	look_at("when l->running is true: while callbacks are called, too",
		"l->running 什么时候为真：调用回调的时候也为真");
	expect_panic(call_in_a_turn, &fn, "running");
}
END_TEST

static void say_nothing(void *arg)
{
}

static void tick(void *arg)
{
	loop_call_soon(l, say_nothing, NULL, &h[0]);
	loop_call_later(l, 1, tick, NULL, &t[0]);
}

START_TEST(a_turn_asks_for_no_memory)
{
	long before;
	int rc = 0;

	look_at("who pays for the memory of a waiting callback: its owner, "
		"once",
		"等着的回调占的内存由谁出：由它的主人，只出一次");
	loop_call_later(l, 1, tick, NULL, &t[0]);
	loop_run_once(l);
	before = allocations();
	for (int i = 0; i < 100; i++)
		rc |= loop_run_once(l);
	expect_int(allocations() - before, 0);
	expect_int(rc, 0);
}
END_TEST

/* Step 8: for ever, until stopped */

static void queue_c(void *arg)
{
	trace("b");
	loop_call_soon(l, say, "c", &h[2]);
}

START_TEST(stop_finishes_the_turn_under_way) /* L03 */
{
	look_at("what stop ends: not the turn, but the turning",
		"stop 结束的是什么：不是这一轮，是一轮接一轮");
	loop_call_soon(l, stop, NULL, &h[0]);
	loop_call_soon(l, queue_c, NULL, &h[1]);
	expect_int(loop_run_forever(l), 0);
	expect_trace("stop b");
	loop_call_soon(l, stop, NULL, &h[0]);
	expect_int(loop_run_forever(l), 0);
	expect_trace("stop b c stop");
}
END_TEST

START_TEST(stopped_before_it_runs_is_one_turn) /* L03 */
{
	look_at("a stop that was asked for before the run began",
		"还没开始跑，就有人叫停");
	loop_call_soon(l, say, "ready", &h[0]);
	loop_call_later(l, 0, say, "due", &t[0]);
	loop_call_later(l, 5, say, "later", &t[1]);
	loop_stop(l);
	expect_int(loop_run_forever(l), 0);
	expect_trace("ready due");
	expect_int(virtual_waits(), 0);
}
END_TEST

START_TEST(stopped_with_nothing_ready_does_not_sleep) /* L03 */
{
	look_at("how long the turn sleeps when somebody has asked to stop",
		"有人叫停了，这一轮还睡多久");
	loop_call_later(l, 5, say, "later", &t[0]);
	loop_stop(l);
	expect_int(loop_run_forever(l), 0);
	expect_trace("");
	expect_double(elapsed(), 0, 0);
}
END_TEST

START_TEST(stopped_with_nothing_to_do_is_no_deadlock)
{
	look_at("what stuck says when somebody has asked to stop",
		"有人叫停了，stuck 怎么说");
	loop_stop(l);
	expect_int(loop_run_forever(l), 0);
	expect_int(loop_run_forever(l), -EDEADLK);
}
END_TEST

START_TEST(stop_is_forgotten_after_the_run)
{
	look_at("what is left of a stop when the run is over",
		"跑完以后，叫停这回事还留着什么");
	loop_call_soon(l, stop, NULL, &h[0]);
	loop_call_soon(l, stop, NULL, &h[1]);
	expect_int(loop_run_forever(l), 0);
	loop_call_later(l, 1, say_when, "a", &t[0]);
	loop_call_later(l, 2, say_when, "b", &t[1]);
	loop_call_later(l, 3, stop, NULL, &t[2]);
	loop_call_later(l, 4, say_when, "c", &t[3]);
	expect_int(loop_run_forever(l), 0);
	expect_trace("stop stop a@1.000 b@2.000 stop");
}
END_TEST

START_TEST(a_timer_that_was_left_is_called_in_the_next_run)
{
	look_at("what a stopped loop forgets: nothing",
		"循环停了，忘掉了什么：什么也没忘");
	loop_call_later(l, 1, stop, NULL, &t[0]);
	loop_call_later(l, 2, say_when, "a", &t[1]);
	loop_call_later(l, 3, stop, NULL, &t[2]);
	expect_int(loop_run_forever(l), 0);
	virtual_advance(0.5);
	expect_int(loop_run_forever(l), 0);
	expect_trace("stop a@2.000 stop");
}
END_TEST

START_TEST(run_forever_ends_when_nothing_can_happen)
{
	look_at("whether the answer of loop_run_once is passed on",
		"loop_run_once 的返回值，有没有交上去");
	loop_call_later(l, 1, say_when, "a", &t[0]);
	loop_call_soon(l, say, "now", &h[0]);
	expect_int(loop_run_forever(l), -EDEADLK);
	expect_trace("now a@1.000");
	expect_int(loop_run_forever(l), -EDEADLK);
}
END_TEST

static int events;

static void stop_hearing(void *arg)
{
	loop_remove_reader(l, tube[0]);
}

static void hear(void *arg)
{
	events++;
	loop_call_soon(l, stop_hearing, NULL, &h[1]);
}

START_TEST(an_event_in_the_last_turn_is_heard_once) /* L03 */
{
	look_at("what the last turn leaves for the next run",
		"最后一轮给下一次运行留下了什么");
	events = 0;
	fill();
	loop_add_reader(l, tube[0], hear, NULL, &h[0]);
	for (int run = 0; run < 2; run++) {
		loop_call_soon(l, stop, NULL, &h[2]);
		expect_int(loop_run_forever(l), 0);
		expect_int(events, 1);
	}
}
END_TEST

static void greet_again(void *name)
{
	trace("%s-again@%.3f", (char *)name, elapsed());
}

static void greet(void *name)
{
	trace("%s@%.3f", (char *)name, elapsed());
	loop_call_later(l, 1, greet_again, name,
			strcmp(name, "Bob") == 0 ? &t[0] : &t[1]);
}

START_TEST(two_hellos_wait_at_the_same_time)
{
	look_at("whether the second greeting waits while the first one waits, "
		"or after it",
		"第二个招呼的等待，是和第一个同时，还是接在后面");
	loop_call_soon(l, greet, "Bob", &h[0]);
	loop_call_soon(l, greet, "Alice", &h[1]);
	expect_int(loop_run_forever(l), -EDEADLK);
	expect_trace("Bob@0.000 Alice@0.000 Bob-again@1.000 "
		     "Alice-again@1.000");
	expect_int(virtual_waits(), 1);
}
END_TEST

static void add_sleeping(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "3 how_long");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, the_loop_sleeps_until_the_first_deadline);
	tcase_add_test(step, the_loop_does_not_sleep_while_somebody_is_ready);
	tcase_add_test(step, without_timers_only_a_descriptor_ends_the_sleep);
	tcase_add_test(step, a_deadline_that_has_passed_is_no_reason_to_sleep);
	tcase_add_test(step, a_wait_longer_than_a_day_is_exact);
	tcase_add_test(step, the_next_sleep_is_for_the_deadline_that_is_left);

	step = lab_step(suite, "4 sleep_in_select");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, what_select_answers_reaches_the_readers);
	tcase_add_test(step, a_busy_loop_still_hears_its_descriptors);
	tcase_add_test(step, a_busy_loop_without_descriptors_saves_select);
	tcase_add_test(step, a_busy_loop_looks_at_the_background_now_and_then);
	tcase_add_test(step, a_selector_that_fails_ends_the_turn);
	tcase_add_test(step, a_turn_that_failed_leaves_the_loop_as_it_was);
	tcase_add_test(step, descriptors_come_before_timers_in_a_turn);

	step = lab_step(suite, "5 collect_due");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, equal_deadlines_are_called_in_order);
	tcase_add_test(step, everybody_who_is_due_is_called_in_this_turn);
	tcase_add_test(step, due_is_when_the_deadline_has_come_to_the_dot);
	tcase_add_test(step, who_is_due_stands_behind_who_is_ready);
	tcase_add_test(step, a_delay_of_zero_is_for_the_next_turn);
	tcase_add_test(step, odd_fractions_are_neither_early_nor_spun_away);
	tcase_add_test(step, call_at_uses_the_clock_of_the_loop);
}

static void add_calling(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "6 run_ready");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, call_soon_keeps_fifo_order);
	tcase_add_test(step, what_a_callback_queues_waits_for_the_next_turn);
	tcase_add_test(step, who_queues_itself_again_lets_the_others_live);
	tcase_add_test(step, a_busy_callback_does_not_stop_the_clock);
	tcase_add_test(step, a_cancelled_handle_is_never_called);
	tcase_add_test(step, a_handle_may_be_cancelled_in_its_own_turn);
	tcase_add_test(step, a_cancelled_one_gives_its_turn_to_nobody);
	tcase_add_test(step, cancelled_and_queued_again_is_for_the_next_turn);
	tcase_add_test(step, a_callback_may_free_its_own_handle);
	tcase_add_test(step, a_callback_may_free_one_that_it_has_cancelled);
	tcase_add_test(step, debug_mode_names_a_callback_that_is_slow);
	tcase_add_test(step, debug_mode_says_nothing_of_a_quick_callback);
	tcase_add_test(step, without_debug_mode_nothing_is_said);
	tcase_add_test(step, async_debug_in_the_environment_is_heard);
}

static void add_turning(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "7 run_once");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, nothing_can_ever_happen_is_edeadlk);
	tcase_add_test(step, who_was_cancelled_ends_no_wait);
	tcase_add_test(step, the_background_cannot_hide_a_deadlock);
	tcase_add_test(step, a_watched_descriptor_is_no_deadlock);
	tcase_add_test(step, the_loop_knows_that_it_runs);
	tcase_add_test(step, run_once_is_one_turn);
	tcase_add_test(step, running_the_loop_inside_itself_is_a_panic);
	tcase_add_test(step, destroying_a_running_loop_is_a_panic);
	tcase_add_test(step, a_turn_asks_for_no_memory);

	step = lab_step(suite, "8 run_forever, stop");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, stop_finishes_the_turn_under_way);
	tcase_add_test(step, stopped_before_it_runs_is_one_turn);
	tcase_add_test(step, stopped_with_nothing_ready_does_not_sleep);
	tcase_add_test(step, stopped_with_nothing_to_do_is_no_deadlock);
	tcase_add_test(step, stop_is_forgotten_after_the_run);
	tcase_add_test(step, a_timer_that_was_left_is_called_in_the_next_run);
	tcase_add_test(step, run_forever_ends_when_nothing_can_happen);
	tcase_add_test(step, an_event_in_the_last_turn_is_heard_once);
	tcase_add_test(step, two_hellos_wait_at_the_same_time);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("loop");
	TCase *step;

	step = lab_step(suite, "1 call_soon");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, call_soon_does_not_call);
	tcase_add_test(step, call_soon_keeps_fn_and_arg_in_the_handle);
	tcase_add_test(step, a_handle_that_waits_already_is_a_panic);
	tcase_add_test(step, a_second_loop_is_a_panic);
	tcase_add_test(step, a_destroyed_loop_lets_its_handles_go);
	tcase_add_test(step, a_loop_without_memory_is_null);

	step = lab_step(suite, "2 timers");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, call_at_puts_the_timer_on_the_heap);
	tcase_add_test(step, call_later_counts_from_now);
	tcase_add_test(step, what_is_no_number_is_einval);
	tcase_add_test(step, a_set_timer_is_ebusy_and_keeps_its_callback);
	tcase_add_test(step, no_memory_for_a_timer_is_enomem);
	tcase_add_test(step, cancelling_a_timer_is_always_harmless);
	tcase_add_test(step, a_due_timer_may_still_be_cancelled);
	tcase_add_test(step, a_due_timer_is_still_set_until_it_is_called);
	tcase_add_test(step, a_timer_is_free_while_its_own_callback_runs);
	tcase_add_test(step, negative_delays_keep_the_order_of_deadlines);
	tcase_add_test(step, infinity_is_never);

	add_sleeping(suite);
	add_calling(suite);
	add_turning(suite);
	return suite;
}
