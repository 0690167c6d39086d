/*
 * handle.c - the queue of callbacks, by itself. No learner sees this suite.
 */
#include "handle.h"

#include <stddef.h>

#include "expect.h"

static struct handles one, two;
static struct handle a, b, c;

static void set_up(void)
{
	handles_init(&one);
	handles_init(&two);
}

static void push(void *queue)
{
	handles_push(queue, &a);
}

static void pop(void *queue)
{
	handles_pop(queue);
}

static void move_from(void *queue)
{
	handles_move(&one, queue);
}

static void move_to(void *queue)
{
	handles_move(queue, &one);
}

START_TEST(who_came_first_leaves_first)
{
	expect_true(handles_empty(&one));
	handles_push(&one, &a);
	handles_push(&one, &b);
	handles_push(&one, &c);
	expect_false(handles_empty(&one));
	expect_ptr(handles_pop(&one), &a);
	expect_ptr(handles_pop(&one), &b);
	expect_ptr(handles_pop(&one), &c);
	expect_ptr(handles_pop(&one), NULL);
	expect_true(handles_empty(&one));
}
END_TEST

START_TEST(who_is_in_no_queue_points_nowhere)
{
	expect_false(handle_queued(&a));
	handles_push(&one, &a);
	handles_push(&one, &b);
	expect_true(handle_queued(&a));
	handle_cancel(&a);
	expect_ptr(a.next, NULL);
	expect_ptr(a.prev, NULL);
	handle_cancel(&a);
	expect_ptr(handles_pop(&one), &b);
	expect_ptr(b.next, NULL);
	expect_ptr(b.prev, NULL);
}
END_TEST

START_TEST(all_move_in_order_behind_those_who_are_there)
{
	handles_push(&one, &a);
	handles_push(&two, &b);
	handles_push(&two, &c);
	handles_move(&one, &two);
	expect_true(handles_empty(&two));
	expect_ptr(handles_pop(&one), &a);
	expect_ptr(handles_pop(&one), &b);
	expect_ptr(handles_pop(&one), &c);
	expect_ptr(handles_pop(&one), NULL);
}
END_TEST

START_TEST(from_an_empty_queue_nobody_moves)
{
	handles_push(&one, &a);
	handles_move(&one, &two);
	expect_ptr(handles_pop(&one), &a);
	expect_ptr(handles_pop(&one), NULL);
	expect_ptr(handles_pop(&two), NULL);
}
END_TEST

START_TEST(zeros_are_no_queue)
{
	static struct handles zeros;

	expect_panic(push, &zeros, "begin with handles_init");
	expect_panic(pop, &zeros, "begin with handles_init");
	expect_panic(move_from, &zeros, "begin with handles_init");
	expect_panic(move_to, &zeros, "begin with handles_init");
}
END_TEST

START_TEST(a_copy_is_no_queue)
{
	struct handles copy = one;

	expect_panic(push, &copy, "never copy one");
	expect_panic(pop, &copy, "never copy one");
	expect_panic(move_from, &copy, "never copy one");
	expect_panic(move_to, &copy, "never copy one");
}
END_TEST

START_TEST(a_handle_waits_in_one_queue)
{
	handles_push(&two, &a);
	expect_panic(push, &one, "waits in a queue already");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("handle");
	TCase *step = lab_step(suite, "1 handle");

	tcase_add_checked_fixture(step, set_up, NULL);
	tcase_add_test(step, who_came_first_leaves_first);
	tcase_add_test(step, who_is_in_no_queue_points_nowhere);
	tcase_add_test(step, all_move_in_order_behind_those_who_are_there);
	tcase_add_test(step, from_an_empty_queue_nobody_moves);
	tcase_add_test(step, zeros_are_no_queue);
	tcase_add_test(step, a_copy_is_no_queue);
	tcase_add_test(step, a_handle_waits_in_one_queue);
	return suite;
}
