/*
 * timers.c - the suite of lab timers.
 *
 * The heap knows no clock, so neither do these tests. Large cases are
 * compared with a plain list, searched from end to end.
 */
#include "expect.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counting.h"
#include "timers.h"

#define MANY 1000

static struct timers *ts;
static struct timer timer[MANY];

static void set_up(void)
{
	memset(timer, 0, sizeof(timer));
	ts = timers_create();
	ck_assert_ptr_nonnull(ts);
}

static void tear_down(void)
{
	timers_destroy(ts);
}

/* Add timer[0], timer[1], ... with these deadlines. */
static void add_all(const double when[], int n)
{
	for (int i = 0; i < n; i++)
		expect_int(timers_add(ts, &timer[i], when[i]), 0);
}

/* Pop everything, if it ever ends, and trace which timer it was. */
static void pop_all(void)
{
	struct timer *t;

	for (int left = 20; left > 0 && (t = timers_pop(ts)); left--)
		trace("%d", (int)(t - timer));
}

/* Numbers that look like chance and are the same every time. */
static unsigned next_number(void)
{
	static unsigned seed;

	if (timers_count(ts) == 0)
		seed = 20240607;
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

static int by_number(const void *a, const void *b)
{
	size_t m = *(const size_t *)a, n = *(const size_t *)b;

	return (m > n) - (m < n);
}

/*
 * Has each timer on the heap a place of its own, and no other one any? Which
 * one is the heap's affair, and there may be gaps.
 */
static bool slots_are_honest(int n)
{
	size_t taken[MANY], on = 0;

	for (int i = 0; i < n; i++)
		if (timer[i].slot != 0)
			taken[on++] = timer[i].slot;
	qsort(taken, on, sizeof(*taken), by_number);
	for (size_t i = 1; i < on; i++)
		if (taken[i - 1] == taken[i])
			return false;
	return on == timers_count(ts);
}

/* Step 2: adding */

START_TEST(add_counts_and_writes_the_deadline_down)
{
	look_at("what adding changes: the count, and `when` and `slot` of the "
		"timer",
		"加一个定时器，变的是什么：个数，还有定时器里的 when 和 slot");
	expect_int(timers_count(ts), 0);
	expect_int(timers_add(ts, &timer[0], 2.5), 0);
	expect_int(timers_count(ts), 1);
	expect_double(timer[0].when, 2.5, 0);
	expect_true(slots_are_honest(2));
	expect_int(timers_add(ts, &timer[1], 7), 0);
	expect_int(timers_count(ts), 2);
	expect_true(slots_are_honest(2));
}
END_TEST

START_TEST(add_refuses_what_is_no_number)
{
	look_at("how a NaN compares: with nothing, so no place is right for it",
		"NaN 和谁都比不出大小，放在哪里都不对");
	expect_int(timers_add(ts, &timer[0], NAN), -EINVAL);
	expect_int(timers_count(ts), 0);
	expect_int(timer[0].slot, 0);
	expect_int(timers_add(ts, &timer[0], 1), 0);
	expect_int(timers_add(ts, &timer[1], -NAN), -EINVAL);
	expect_int(timers_count(ts), 1);
}
END_TEST

START_TEST(a_timer_is_on_one_heap_at_most)
{
	struct timers *other = timers_create();

	look_at("how add learns that a timer is on a heap already: by its slot",
		"add 怎么知道定时器已经在堆里：看它的 slot");
	expect_int(timers_add(ts, &timer[0], 1), 0);
	expect_int(timers_add(ts, &timer[0], 2), -EBUSY);
	expect_int(timers_add(other, &timer[0], 2), -EBUSY);
	expect_double(timer[0].when, 1, 0);
	expect_int(timers_count(ts), 1);
	expect_int(timers_count(other), 0);
	timers_destroy(other);
}
END_TEST

START_TEST(add_calls_nothing_and_leaves_the_handle_alone)
{
	look_at("what belongs to the heap: not the handle, the loop fills that",
		"什么归堆管：句柄不归它，那是事件循环填的");
	timer[0].handle.arg = &timer[7];
	expect_int(timers_add(ts, &timer[0], -1), 0);
	expect_ptr(timer[0].handle.arg, &timer[7]);
	expect_false(handle_queued(&timer[0].handle));
}
END_TEST

START_TEST(no_memory_leaves_the_heap_as_it_was)
{
	int i = 0, rc = 0;

	look_at("what has changed already when the memory runs out",
		"内存不够的时候，已经改了什么");
	while (rc == 0 && i < MANY) {
		allocation_fails(i < 16 ? 0 : 1);
		rc = timers_add(ts, &timer[i], -i);
		i++;
	}
	allocation_fails(0);
	expect_int(rc, -ENOMEM);
	expect_int(timers_count(ts), i - 1);
	expect_int(timer[i - 1].slot, 0);
	expect_true(slots_are_honest(i));
	expect_int(timers_add(ts, &timer[i - 1], -2000), 0);
	expect_ptr(timers_pop(ts), &timer[i - 1]);
	expect_ptr(timers_pop(ts), &timer[i - 2]);
}
END_TEST

/* Step 3: looking */

START_TEST(first_is_null_on_an_empty_heap)
{
	look_at("what lies in place 1 of a heap that is empty, or empty again",
		"堆空着，或者又空了，1 号位置上有什么");
	expect_ptr(timers_first(ts), NULL);
	timers_add(ts, &timer[0], 1);
	timers_cancel(ts, &timer[0]);
	expect_ptr(timers_first(ts), NULL);
}
END_TEST

START_TEST(first_is_the_earliest_and_stays)
{
	look_at("how far a new timer rises: past everybody who is due later",
		"新来的要升多高：凡是比它晚到期的，都要越过去");
	timers_add(ts, &timer[0], 5);
	expect_ptr(timers_first(ts), &timer[0]);
	timers_add(ts, &timer[1], 7);
	expect_ptr(timers_first(ts), &timer[0]);
	timers_add(ts, &timer[2], 3);
	expect_ptr(timers_first(ts), &timer[2]);
	timers_add(ts, &timer[3], 4);
	expect_ptr(timers_first(ts), &timer[2]);
	timers_add(ts, &timer[4], -1);
	expect_ptr(timers_first(ts), &timer[4]);
	expect_int(timers_count(ts), 5);
}
END_TEST

/* Step 4: cancelling */

START_TEST(a_cancelled_timer_is_off_the_heap_at_once)
{
	look_at("what cancel leaves behind: no entry, and slot 0",
		"取消以后留下什么：没有那一项，slot 归 0");
	timers_add(ts, &timer[0], 1);
	timers_add(ts, &timer[1], 2);
	expect_true(timers_cancel(ts, &timer[0]));
	expect_int(timers_count(ts), 1);
	expect_int(timer[0].slot, 0);
	expect_ptr(timers_first(ts), &timer[1]);
	expect_true(timers_cancel(ts, &timer[1]));
	expect_int(timers_count(ts), 0);
	expect_ptr(timers_first(ts), NULL);
}
END_TEST

START_TEST(cancelling_twice_or_never_added_is_harmless) /* L09 */
{
	look_at("how cancel learns that the timer is on no heap",
		"cancel 怎么知道定时器哪个堆里都不在");
	timers_add(ts, &timer[0], 1);
	timers_add(ts, &timer[1], 2);
	expect_false(timers_cancel(ts, &timer[2]));
	expect_true(timers_cancel(ts, &timer[1]));
	expect_false(timers_cancel(ts, &timer[1]));
	expect_int(timers_count(ts), 1);
	expect_ptr(timers_pop(ts), &timer[0]);
	expect_false(timers_cancel(ts, &timer[0]));
	expect_int(timers_count(ts), 0);
}
END_TEST

START_TEST(a_cancelled_timer_may_be_added_again)
{
	look_at("what add looks at to see that a timer is free",
		"add 看什么来断定一个定时器是空闲的");
	timers_add(ts, &timer[0], 1);
	timers_add(ts, &timer[1], 2);
	timers_cancel(ts, &timer[0]);
	expect_int(timers_add(ts, &timer[0], 3), 0);
	pop_all();
	expect_trace("1 0");
}
END_TEST

START_TEST(the_last_one_may_be_cancelled)
{
	look_at("what fills the gap when the one that leaves stands last "
		"itself",
		"走的那个自己就是末尾，拿谁来补");
	add_all((double[]){ 1, 2, 3 }, 3);
	expect_true(timers_cancel(ts, &timer[2]));
	expect_int(timer[2].slot, 0);
	expect_true(slots_are_honest(3));
	pop_all();
	expect_trace("0 1");
}
END_TEST

START_TEST(the_one_who_fills_the_gap_may_have_to_sink)
{
	look_at("whether the last entry may stay where the gap was",
		"末尾那一项补进空位以后，能不能就站在那里");
	add_all((double[]){ 1, 2, 3, 4, 5, 6, 7 }, 7);
	expect_true(timers_cancel(ts, &timer[0]));
	expect_true(timers_cancel(ts, &timer[1]));
	pop_all();
	expect_trace("2 3 4 5 6");
}
END_TEST

START_TEST(the_one_who_fills_the_gap_may_have_to_rise)
{
	look_at("the parent of the gap: it may be later than the last entry, "
		"which comes from another branch",
		"空位的父结点：末尾那一项来自另一支，可能比它还早");
	/* 10 is the parent of 11 and 12, and not of the last one, 3. */
	add_all((double[]){ 1, 10, 2, 11, 12, 5, 3 }, 7);
	expect_true(timers_cancel(ts, &timer[3]));
	expect_ptr(timers_pop(ts), &timer[0]);
	expect_ptr(timers_pop(ts), &timer[2]);
	expect_ptr(timers_pop(ts), &timer[6]);
	pop_all();
	expect_trace("5 1 4");
}
END_TEST

START_TEST(whoever_is_cancelled_the_others_stay_in_order)
{
	static const double when[] = { 10, 30, 11, 40, 31, 12, 13, 50,
				       41, 35, 32, 20, 14, 15, 16 };
	struct timer *t;

	look_at("both ways out of the gap, up and down, at every place",
		"每个位置都试过：空位往上走，往下走");
	for (int gone = 0; gone < 15; gone++) {
		double last = -1;
		int ordered = 0;

		add_all(when, 15);
		expect_true(timers_cancel(ts, &timer[gone]));
		expect_true(slots_are_honest(15));
		while ((t = timers_pop(ts))) {
			ordered += t->when > last;
			last = t->when;
		}
		expect_int(ordered, 14);
	}
}
END_TEST

/* Step 5: taking */

START_TEST(pop_takes_the_earliest)
{
	look_at("what is on top once the first one has left",
		"最早的走了以后，谁在顶上");
	add_all((double[]){ 5, 3, 8, 1, 9, 2 }, 6);
	pop_all();
	expect_trace("3 5 1 0 2 4");
	expect_ptr(timers_pop(ts), NULL);
	expect_int(timers_count(ts), 0);
}
END_TEST

START_TEST(pop_lets_the_timer_go)
{
	look_at("whether the timer that was popped still believes that it is "
		"on the heap",
		"取下来的定时器，是不是还以为自己在堆里");
	timers_add(ts, &timer[0], 1);
	timers_add(ts, &timer[1], 2);
	expect_ptr(timers_pop(ts), &timer[0]);
	expect_int(timer[0].slot, 0);
	expect_int(timers_count(ts), 1);
	expect_int(timers_add(ts, &timer[0], 3), 0);
	pop_all();
	expect_trace("1 0");
}
END_TEST

START_TEST(equal_deadlines_leave_in_the_order_they_came)
{
	look_at("who is before whom when the deadlines are the same",
		"截止时刻一样，谁在谁前面");
	add_all((double[]){ 1, 1, 1, 1, 1, 1, 1, 1 }, 8);
	pop_all();
	expect_trace("0 1 2 3 4 5 6 7");
}
END_TEST

START_TEST(who_comes_back_stands_behind_its_equals)
{
	look_at("what counts as coming first: when it was added, not which "
		"timer it is",
		"什么叫先来：看什么时候加进来的，不看是哪一个定时器");
	add_all((double[]){ 1, 1, 1, 1 }, 4);
	timers_cancel(ts, &timer[1]);
	timers_add(ts, &timer[1], 1);
	expect_ptr(timers_pop(ts), &timer[0]);
	timers_add(ts, &timer[0], 1);
	timers_add(ts, &timer[4], 0);
	pop_all();
	expect_trace("4 2 3 1 0");
}
END_TEST

START_TEST(cancelling_one_keeps_the_order_of_its_equals)
{
	look_at("whether the one who fills the gap overtakes its equals",
		"补进空位的那个，有没有越过和它一样早的");
	add_all((double[]){ 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 10);
	timers_cancel(ts, &timer[0]);
	timers_cancel(ts, &timer[3]);
	timers_cancel(ts, &timer[6]);
	pop_all();
	expect_trace("1 2 4 5 7 8 9");
}
END_TEST

START_TEST(infinity_is_behind_everybody)
{
	look_at("INFINITY and its opposite: both can be compared",
		"INFINITY 和负的 INFINITY：都能比大小");
	add_all((double[]){ INFINITY, 1e300, -INFINITY, INFINITY, 0, -5 }, 6);
	pop_all();
	expect_trace("2 5 4 1 0 3");
}
END_TEST

START_TEST(both_zeros_are_the_same_deadline)
{
	look_at("how you compare deadlines: as numbers, not as bytes",
		"截止时刻怎么比：按数来比，不是按字节");
	add_all((double[]){ 0.0, -0.0, 0.0, -0.0, -1e-300 }, 5);
	pop_all();
	expect_trace("4 0 1 2 3");
}
END_TEST

START_TEST(a_thousand_shuffled_timers_leave_in_order)
{
	double last = -1;
	int left = 0;

	look_at("which of two children moves up, and what when there is only "
		"one",
		"两个孩子哪个往上填；只有一个孩子的时候呢");
	for (int i = 0; i < MANY; i++)
		timers_add(ts, &timer[i], next_number() % 100000);
	expect_int(timers_count(ts), MANY);
	expect_true(slots_are_honest(MANY));
	for (int i = 0; i < MANY; i++) {
		struct timer *first = timers_pop(ts);

		if (!first || first->when < last)
			break;
		last = first->when;
		left++;
	}
	expect_int(left, MANY);
	expect_ptr(timers_pop(ts), NULL);
}
END_TEST

/* The plain list: whose turn is it? came[i] is 0 when i is on no heap. */
static int earliest(const int came[], int n)
{
	int best = -1;

	for (int i = 0; i < n; i++) {
		if (!came[i])
			continue;
		if (best < 0 || timer[i].when < timer[best].when ||
		    (timer[i].when == timer[best].when && came[i] < came[best]))
			best = i;
	}
	return best;
}

START_TEST(it_does_what_a_plain_list_would_do)
{
	int came[64] = { 0 }, clock = 0, best;

	look_at("what a long mixture of add, cancel and pop leaves behind: the "
		"smaller tests above tell more",
		"add、cancel、pop "
		"长长地混在一起，会留下什么：先看上面那些小的测试");
	for (int step = 0; step < 3000; step++) {
		int i = (int)(next_number() % 64);
		double when = next_number() % 12;

		if (step % 4 == 3) {
			best = earliest(came, 64);
			expect_ptr(timers_pop(ts),
				   best < 0 ? NULL : &timer[best]);
			if (best >= 0)
				came[best] = 0;
		} else if (came[i]) {
			expect_true(timers_cancel(ts, &timer[i]));
			came[i] = 0;
		} else {
			expect_int(timers_add(ts, &timer[i], when), 0);
			came[i] = ++clock;
		}
		expect_true(slots_are_honest(64));
	}
}
END_TEST

START_TEST(two_heaps_do_not_know_each_other)
{
	struct timers *other = timers_create();

	look_at("where the entries and their number are kept",
		"堆里的各项和个数，都存在哪里");
	timers_add(ts, &timer[0], 2);
	timers_add(other, &timer[1], 1);
	timers_add(ts, &timer[2], 1);
	expect_int(timers_count(ts), 2);
	expect_ptr(timers_pop(other), &timer[1]);
	expect_ptr(timers_pop(other), NULL);
	pop_all();
	expect_trace("2 0");
	timers_destroy(other);
}
END_TEST

START_TEST(a_heap_once_large_enough_asks_for_no_memory)
{
	long before;
	int failed = 0;

	look_at("when memory is asked for: only when more timers wait than "
		"ever before",
		"什么时候要内存：只有等着的定时器比以往都多的时候");
	for (int i = 0; i < 100; i++)
		timers_add(ts, &timer[i], i);
	before = allocations();
	for (int i = 0; i < 1000; i++) {
		struct timer *t = timers_pop(ts);

		failed += timers_add(ts, t, t->when + 100) != 0;
		failed += !timers_cancel(ts, t);
		failed += timers_add(ts, t, t->when) != 0;
	}
	expect_int(allocations() - before, 0);
	expect_int(failed, 0);
	expect_int(timers_count(ts), 100);
}
END_TEST

START_TEST(destroy_frees_the_heap_and_not_the_timers)
{
	look_at("whose memory is whose: timers lie inside their owners",
		"哪块内存归谁：定时器长在它主人的身体里");
	for (int i = 0; i < 40; i++)
		expect_int(timers_add(ts, &timer[i], i), 0);
	timers_destroy(ts);
	timers_destroy(NULL);
	ts = NULL;
	expect_double(timer[39].when, 39, 0);
}
END_TEST

START_TEST(whose_heap_was_destroyed_may_be_added_to_another)
{
	look_at("what the timers on a heap hold to be their place once it is "
		"gone",
		"堆没了，原来在堆里的定时器，还以为自己在哪儿");
	add_all((double[]){ 2, 1, 3 }, 3);
	timers_destroy(ts);
	expect_true(!timer[0].slot && !timer[1].slot && !timer[2].slot);
	ts = timers_create();
	add_all((double[]){ 1, 3, 2 }, 3);
	pop_all();
	expect_trace("0 2 1");
}
END_TEST

static void add_pops(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "5 pop");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, pop_takes_the_earliest);
	tcase_add_test(step, pop_lets_the_timer_go);
	tcase_add_test(step, equal_deadlines_leave_in_the_order_they_came);
	tcase_add_test(step, who_comes_back_stands_behind_its_equals);
	tcase_add_test(step, cancelling_one_keeps_the_order_of_its_equals);
	tcase_add_test(step, infinity_is_behind_everybody);
	tcase_add_test(step, both_zeros_are_the_same_deadline);
	tcase_add_test(step, a_thousand_shuffled_timers_leave_in_order);
	tcase_add_test(step, it_does_what_a_plain_list_would_do);
	tcase_add_test(step, two_heaps_do_not_know_each_other);
	tcase_add_test(step, a_heap_once_large_enough_asks_for_no_memory);
	tcase_add_test(step, destroy_frees_the_heap_and_not_the_timers);
	tcase_add_test(step, whose_heap_was_destroyed_may_be_added_to_another);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("timers");
	TCase *step;

	step = lab_step(suite, "2 add");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, add_counts_and_writes_the_deadline_down);
	tcase_add_test(step, add_refuses_what_is_no_number);
	tcase_add_test(step, a_timer_is_on_one_heap_at_most);
	tcase_add_test(step, add_calls_nothing_and_leaves_the_handle_alone);
	tcase_add_test(step, no_memory_leaves_the_heap_as_it_was);

	step = lab_step(suite, "3 first");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, first_is_null_on_an_empty_heap);
	tcase_add_test(step, first_is_the_earliest_and_stays);

	step = lab_step(suite, "4 cancel");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_cancelled_timer_is_off_the_heap_at_once);
	tcase_add_test(step, cancelling_twice_or_never_added_is_harmless);
	tcase_add_test(step, a_cancelled_timer_may_be_added_again);
	tcase_add_test(step, the_last_one_may_be_cancelled);
	tcase_add_test(step, the_one_who_fills_the_gap_may_have_to_sink);
	tcase_add_test(step, the_one_who_fills_the_gap_may_have_to_rise);
	tcase_add_test(step, whoever_is_cancelled_the_others_stay_in_order);

	add_pops(suite);
	return suite;
}
