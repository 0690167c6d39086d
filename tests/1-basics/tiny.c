/*
 * tiny.c - the suite of lab tiny.
 *
 * Time is virtual: where select(2) would wait, the clock jumps. The loop is
 * one static array, so every test leaves it empty.
 */
#include "expect.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "clock.h"
#include "scripted.h"
#include "tiny.h"

/* select(2) takes whole microseconds, rounded up. */
#define A_MICROSECOND 1.1e-6

static void say(void *word)
{
	trace("%s", (char *)word);
}

static void say_when(void *word)
{
	trace("%s@%.3f", (char *)word, scripted_now() - SCRIPTED_START);
}

/* Without fork, the next test would find the calls that this one leaves. */
static void leave_nothing(void)
{
	const char *fork = getenv("CK_FORK");

	if (fork && strcmp(fork, "no") == 0)
		tiny_run();
}

/* Step 1: the clock */

START_TEST(time_is_in_seconds_with_fractions)
{
	look_at("how tv_sec and tv_nsec become one number of seconds",
		"tv_sec 和 tv_nsec 怎样合成一个以秒计的数");
	scripted_begin();
	expect_double(tiny_time(), SCRIPTED_START, 1e-9);
	scripted_advance(0.25);
	expect_double(tiny_time(), SCRIPTED_START + 0.25, 1e-9);
	scripted_advance(0.000003);
	expect_double(tiny_time(), SCRIPTED_START + 0.250003, 1e-9);
}
END_TEST

START_TEST(time_is_the_monotonic_clock)
{
	double before, now, after;

	look_at("which clock you ask: one of them jumps when somebody sets "
		"the date",
		"问的是哪个钟：有一个，别人一改日期它就跳");
	before = monotonic();
	now = tiny_time();
	after = monotonic();
	expect_true(before <= now);
	expect_true(now <= after);
}
END_TEST

/* Step 2: asking */

START_TEST(call_later_calls_nothing_itself)
{
	look_at("who calls the callback: tiny_call_later only writes it down",
		"回调该由谁来调：tiny_call_later 只管记下来");
	scripted_begin();
	expect_int(tiny_call_later(1, say, "later"), 0);
	expect_int(tiny_call_later(0, say, "soon"), 0);
	expect_int(tiny_call_later(-1, say, "sooner"), 0);
	expect_trace("");
	expect_int(scripted_selects(), 0);
	leave_nothing();
}
END_TEST

START_TEST(a_deadline_is_the_time_now_plus_the_delay)
{
	look_at("what is written down: a time of the clock, so look at the "
		"clock in tiny_call_later",
		"记下的是什么：是钟上的一个时刻，所以 tiny_call_later "
		"要看一眼钟");
	scripted_begin();
	tiny_call_later(1, say, "x");
	expect_true(scripted_clock_reads() > 0);
	leave_nothing();
}
END_TEST

START_TEST(sixteen_calls_fit_and_the_next_is_enospc)
{
	look_at("what happens to the count of calls when one is written down",
		"记下一个调用，count 应该怎么变");
	scripted_begin();
	for (int i = 0; i < TINY_MAX; i++)
		expect_int(tiny_call_later(1, say, "x"), 0);
	expect_int(tiny_call_later(1, say, "y"), -ENOSPC);
	expect_int(tiny_call_later(0, say, "y"), -ENOSPC);
	leave_nothing();
}
END_TEST

/* Step 3: sleeping */

START_TEST(a_call_is_made_at_its_time)
{
	look_at("what a deadline is: a time of the clock, not a delay",
		"截止时刻是什么：是钟上的一个时刻，不是一段延迟");
	scripted_begin();
	scripted_advance(50);
	tiny_call_later(1.5, say_when, "a");
	tiny_run();
	expect_trace("a@51.500");
}
END_TEST

START_TEST(delays_count_from_the_moment_of_asking)
{
	look_at("when the clock is read: at the call of tiny_call_later, or "
		"later",
		"什么时候看钟：是 tiny_call_later 的那一刻，还是以后");
	scripted_begin();
	tiny_call_later(3, say_when, "a");
	scripted_advance(2);
	tiny_call_later(3, say_when, "b");
	tiny_run();
	expect_trace("a@3.000 b@5.000");
}
END_TEST

START_TEST(one_select_does_the_whole_wait)
{
	look_at("how many times select is called for one long wait",
		"等那么一次，select 一共调用了几次");
	scripted_begin();
	tiny_call_later(3600, say_when, "hour");
	tiny_run();
	expect_trace("hour@3600.000");
	expect_int(scripted_selects(), 1);
	expect_double(scripted_last_timeout(), 3600, A_MICROSECOND);
}
END_TEST

static void say_if_early(void *when)
{
	bool early = scripted_now() < *(double *)when - 1e-9;

	trace(early ? "early" : "in-time");
}

START_TEST(nothing_is_called_early)
{
	double delays[] = { 0.0000004, 0.1, 0.7000001, 1.9999996 };
	double when[4];

	look_at("what becomes of the part of a microsecond that select cannot "
		"express",
		"不足一微秒的零头，select 表示不了，你把它怎么了");
	scripted_begin();
	for (int i = 0; i < 4; i++) {
		when[i] = SCRIPTED_START + delays[i];
		tiny_call_later(delays[i], say_if_early, &when[i]);
	}
	tiny_run();
	expect_trace("in-time in-time in-time in-time");
}
END_TEST

START_TEST(waiting_is_not_looking_again_and_again)
{
	look_at("whether the last part of a microsecond is slept or spun away",
		"最后那不足一微秒，是睡过去的，还是一遍遍看钟耗过去的");
	scripted_begin();
	tiny_call_later(0.0000015, say, "a");
	tiny_call_later(0.3333333, say, "b");
	tiny_run();
	expect_trace("a b");
	expect_true(scripted_selects() <= 4);
	expect_true(scripted_clock_reads() <= 20);
}
END_TEST

START_TEST(microseconds_are_less_than_a_million)
{
	look_at("what tv_usec becomes when almost a whole second is left: a "
		"million is a second, and select may refuse it",
		"差一点就满一秒的时候，tv_usec "
		"成了多少：一百万就是一秒，select "
		"可以不收");
	scripted_begin();
	tiny_call_later(0.9999999, say_when, "a");
	tiny_run();
	expect_trace("a@1.000");
	expect_int(scripted_refused(), 0);
}
END_TEST

#define WAITED_ONCE 42

static void look_soon(void)
{
	struct itimerval soon = { .it_value = { .tv_usec = 20000 } };

	setitimer(ITIMER_REAL, &soon, NULL);
}

/* Nobody waits that long: an alarm looks how the waiting goes. */
static void how_it_waits(int signal)
{
	if (scripted_selects() == 0)
		look_soon();
	else
		_exit(scripted_selects() == 1 ? WAITED_ONCE : 1);
}

static void wait_for_ever(void *arg)
{
	signal(SIGALRM, how_it_waits);
	look_soon();
	tiny_call_later(INFINITY, say, "never");
	tiny_run();
	_exit(2);
}

START_TEST(no_wait_is_too_long)
{
	look_at("what becomes of a number of seconds that no integer can hold",
		"秒数大到哪个整数也装不下，你把它怎么了");
	expect_int(captured(wait_for_ever, NULL).status, WAITED_ONCE);
}
END_TEST

START_TEST(what_is_due_needs_no_wait)
{
	look_at("the time to wait when the deadline has passed already",
		"截止时刻已经过了，还要等多久");
	scripted_begin();
	tiny_call_later(0, say_when, "now");
	tiny_run();
	tiny_call_later(-5, say_when, "past");
	tiny_run();
	expect_trace("now@0.000 past@0.000");
	expect_int(scripted_refused(), 0);
}
END_TEST

START_TEST(what_comes_due_while_you_look_needs_no_wait)
{
	look_at("the time to wait when the deadline passes between two looks "
		"at the clock",
		"看了一眼钟，再看一眼，截止时刻已经过去：还要等多久");
	scripted_begin();
	tiny_call_later(0.2, say, "a");
	scripted_look_takes(0.3);
	tiny_run();
	expect_trace("a");
	expect_int(scripted_refused(), 0);
}
END_TEST

START_TEST(almost_a_second_is_not_a_second)
{
	double delays[] = { 0.9999985, 1.9999985, 59.9999985 };

	look_at("how you split microseconds: a million of them are a second",
		"微秒怎么拆：一百万微秒才是一秒");
	scripted_begin();
	for (int i = 0; i < 3; i++) {
		tiny_call_later(delays[i], say, "a");
		tiny_run();
		expect_double(scripted_last_timeout(), delays[i],
			      2 * A_MICROSECOND);
	}
}
END_TEST

START_TEST(a_real_wait_is_not_too_short)
{
	double start = monotonic();

	look_at("whether select really sleeps: here the clock is the real one",
		"select 是不是真睡了：这里用的是真的钟");
	tiny_call_later(0.01, say, "a");
	tiny_run();
	expect_trace("a");
	expect_true(monotonic() - start >= 0.01);
}
END_TEST

/* Step 4: who is first */

START_TEST(the_earliest_deadline_is_called_first)
{
	look_at("how the next call is chosen: by its deadline, not by its "
		"place",
		"下一个怎么挑：看截止时刻，不看排在哪一格");
	scripted_begin();
	tiny_call_later(3, say_when, "c");
	tiny_call_later(1, say_when, "a");
	tiny_call_later(2, say_when, "b");
	tiny_run();
	expect_trace("a@1.000 b@2.000 c@3.000");
}
END_TEST

START_TEST(equal_deadlines_keep_their_order)
{
	look_at("which of two equal deadlines you keep, and how you close the "
		"gap",
		"两个截止时刻一样早，你留下哪一个；取走之后，空位怎么补");
	scripted_begin();
	for (char *word = "a\0b\0c\0d\0e\0"; *word; word += 2)
		tiny_call_later(1, say, word);
	tiny_run();
	expect_trace("a b c d e");
}
END_TEST

START_TEST(a_gap_in_the_middle_is_closed_in_order)
{
	look_at("where the others stand after one was taken from the middle",
		"从中间取走一个以后，其余的各站在哪一格");
	scripted_begin();
	tiny_call_later(2, say, "c");
	tiny_call_later(1, say, "a");
	tiny_call_later(2, say, "d");
	tiny_call_later(2, say, "e");
	tiny_call_later(1, say, "b");
	tiny_call_later(2, say, "f");
	tiny_run();
	expect_trace("a b c d e f");
}
END_TEST

static void say_number(void *n)
{
	trace("%d", (int)(intptr_t)n);
}

START_TEST(a_full_array_empties_in_order)
{
	look_at("whether the last place of the array is looked at, too",
		"数组的最后一格，是不是也看到了");
	scripted_begin();
	for (intptr_t i = 0; i < TINY_MAX; i++) {
		intptr_t n = (7 * i + 3) % TINY_MAX;

		tiny_call_later((double)n, say_number, (void *)n);
	}
	tiny_run();
	expect_trace("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
}
END_TEST

/* Step 5: running */

START_TEST(run_returns_when_nothing_is_left)
{
	look_at("when tiny_run stops, and whether a call is used up by being "
		"called",
		"tiny_run 什么时候结束；一个调用做过之后，还在不在");
	scripted_begin();
	tiny_run();
	tiny_call_later(1, say, "once");
	tiny_run();
	tiny_run();
	expect_trace("once");
}
END_TEST

static void greet_again(void *name)
{
	trace("%s-again@%.3f", (char *)name, scripted_now() - SCRIPTED_START);
}

static void greet(void *name)
{
	trace("%s@%.3f", (char *)name, scripted_now() - SCRIPTED_START);
	tiny_call_later(1, greet_again, name);
}

START_TEST(two_hellos_wait_at_the_same_time)
{
	look_at("whether the second greeting waits while the first one waits, "
		"or after it",
		"第二个招呼的等待，是和第一个同时，还是接在后面");
	scripted_begin();
	tiny_call_later(0, greet, "Bob");
	tiny_call_later(0, greet, "Alice");
	tiny_run();
	expect_trace("Bob@0.000 Alice@0.000 Bob-again@1.000 "
		     "Alice-again@1.000");
}
END_TEST

static void tick(void *left)
{
	int *n = left;

	trace("tick@%.3f", scripted_now() - SCRIPTED_START);
	if (--*n > 0)
		tiny_call_later(0.5, tick, n);
}

START_TEST(a_callback_may_ask_for_itself_again)
{
	int left = 4;

	look_at("when you look at what is left: once, or after every call",
		"还剩什么没做，是只看一次，还是每做完一个都看");
	scripted_begin();
	tiny_call_later(0.5, tick, &left);
	tiny_run();
	expect_trace("tick@0.500 tick@1.000 tick@1.500 tick@2.000");
}
END_TEST

static void ask_for_b(void *arg)
{
	trace("a");
	tiny_call_later(1, say, "b");
}

START_TEST(a_late_comer_with_an_early_deadline_goes_first)
{
	look_at("when the earliest is looked for: before every call",
		"什么时候找最早的一项：每调用一个之前都要找");
	scripted_begin();
	tiny_call_later(1, ask_for_b, NULL);
	tiny_call_later(5, say, "d");
	tiny_call_later(3, say, "c");
	tiny_run();
	expect_trace("a b c d");
}
END_TEST

static void ask_when_full(void *arg)
{
	trace("%s", tiny_call_later(9, say, "new") == 0 ? "room" : "full");
}

START_TEST(what_is_being_called_has_left_its_place)
{
	look_at("what comes first: taking the call out, or calling it",
		"先做哪一件：把它取出来，还是调用它");
	scripted_begin();
	tiny_call_later(0, ask_when_full, NULL);
	for (int i = 1; i < TINY_MAX; i++)
		tiny_call_later(1, say, "x");
	tiny_run();
	expect_trace("room x x x x x x x x x x x x x x x new");
}
END_TEST

static void work(void *name)
{
	say_when(name);
	scripted_advance(5);
}

START_TEST(who_was_held_up_is_called_at_once)
{
	look_at("how long you sleep for a deadline that passed while a "
		"callback was working",
		"回调干活的工夫，别人的截止时刻过了，还要为它睡多久");
	scripted_begin();
	tiny_call_later(1, work, "slow");
	tiny_call_later(3, say_when, "b");
	tiny_call_later(2, say_when, "a");
	tiny_call_later(9, say_when, "c");
	tiny_run();
	expect_trace("slow@1.000 a@6.000 b@6.000 c@9.000");
}
END_TEST

START_TEST(places_are_free_again_after_the_run)
{
	look_at("whether every call that was made gives its place back",
		"做过的调用，是不是都把位置让了出来");
	scripted_begin();
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < TINY_MAX; i++)
			expect_int(tiny_call_later(1, say, "x"), 0);
		tiny_run();
		trace("|");
	}
	expect_trace("x x x x x x x x x x x x x x x x | "
		     "x x x x x x x x x x x x x x x x | "
		     "x x x x x x x x x x x x x x x x |");
}
END_TEST

START_TEST(a_signal_does_not_end_the_wait)
{
	look_at("what you do when select comes back before the deadline",
		"select 没到时刻就回来了，接下来怎么办");
	scripted_begin();
	scripted_interrupt(3, 0.1);
	tiny_call_later(2, say_when, "a");
	tiny_run();
	expect_trace("a@2.000");
	expect_int(scripted_selects(), 4);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("tiny");
	TCase *step = lab_step(suite, "1 time");

	tcase_add_test(step, time_is_in_seconds_with_fractions);
	tcase_add_test(step, time_is_the_monotonic_clock);

	step = lab_step(suite, "2 call_later");
	tcase_add_test(step, call_later_calls_nothing_itself);
	tcase_add_test(step, a_deadline_is_the_time_now_plus_the_delay);
	tcase_add_test(step, sixteen_calls_fit_and_the_next_is_enospc);

	step = lab_step(suite, "3 sleep_until");
	tcase_add_test(step, a_call_is_made_at_its_time);
	tcase_add_test(step, delays_count_from_the_moment_of_asking);
	tcase_add_test(step, one_select_does_the_whole_wait);
	tcase_add_test(step, nothing_is_called_early);
	tcase_add_test(step, waiting_is_not_looking_again_and_again);
	tcase_add_test(step, microseconds_are_less_than_a_million);
	tcase_add_test(step, no_wait_is_too_long);
	tcase_add_test(step, what_is_due_needs_no_wait);
	tcase_add_test(step, what_comes_due_while_you_look_needs_no_wait);
	tcase_add_test(step, almost_a_second_is_not_a_second);
	tcase_add_test(step, a_real_wait_is_not_too_short);

	step = lab_step(suite, "4 take_earliest");
	tcase_add_test(step, the_earliest_deadline_is_called_first);
	tcase_add_test(step, equal_deadlines_keep_their_order);
	tcase_add_test(step, a_gap_in_the_middle_is_closed_in_order);
	tcase_add_test(step, a_full_array_empties_in_order);

	step = lab_step(suite, "5 run");
	tcase_add_test(step, run_returns_when_nothing_is_left);
	tcase_add_test(step, two_hellos_wait_at_the_same_time);
	tcase_add_test(step, a_callback_may_ask_for_itself_again);
	tcase_add_test(step, a_late_comer_with_an_early_deadline_goes_first);
	tcase_add_test(step, what_is_being_called_has_left_its_place);
	tcase_add_test(step, who_was_held_up_is_called_at_once);
	tcase_add_test(step, places_are_free_again_after_the_run);
	tcase_add_test(step, a_signal_does_not_end_the_wait);
	return suite;
}
