/*
 * support_suite.c - a suite for no lab: what the tests' support says when
 * something fails. test_expect.py runs it and reads its verdicts.
 */
#include "expect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "counting.h"
#include "panic.h"

static void panics(void *arg)
{
	panic("thing_do: already done by %s", (const char *)arg);
}

static void speaks(void *arg)
{
	fprintf(stderr, "warning: %s\n", (const char *)arg);
}

static void is_quiet(void *arg)
{
}

static void is_not_written(void *arg)
{
	not_written("thing_do");
}

static int three(void)
{
	return 3;
}

START_TEST(passes)
{
	expect_int(three(), 3);
	expect_str("a", "a");
	expect_true(three());
	expect_double(0.1 + 0.2, 0.3, 1e-9);
	trace("%s", "a");
	trace("b%d", 2);
	expect_trace("a b2");
	expect_panic(panics, "Bob", "already done by Bob");
	expect_stderr(speaks, "slow", "warning: slow");
}
END_TEST

START_TEST(the_trace_begins_empty)
{
	expect_trace("");
}
END_TEST

START_TEST(counts_allocations)
{
	long before = allocations();
	void *volatile p = malloc(3);
	void *volatile q = realloc(p, 5);

	free(q);
	expect_int(allocations() - before, 2);
	allocation_fails(2);
	p = malloc(1);
	expect_true(p);
	q = calloc(1, 1);
	expect_ptr(q, NULL);
	free(p);
}
END_TEST

START_TEST(wrong_int)
{
	look_at("the number", "那个数");
	expect_int(three(), 4);
}
END_TEST

START_TEST(wrong_error)
{
	expect_int(-9, -EEXIST);
}
END_TEST

START_TEST(wrong_str)
{
	expect_str("a\tb 中\n", NULL);
}
END_TEST

START_TEST(wrong_truth)
{
	expect_false(three() == 3);
}
END_TEST

START_TEST(wrong_trace)
{
	trace("100%%");
	expect_trace("b a");
}
END_TEST

START_TEST(wrong_double)
{
	expect_double(0.5, 0.25, 0.125);
}
END_TEST

START_TEST(no_panic)
{
	expect_panic(speaks, "boo", "already done");
}
END_TEST

START_TEST(another_panic)
{
	expect_panic(panics, "Bob", "cannot be done");
}
END_TEST

START_TEST(nothing_said)
{
	expect_panic(is_quiet, NULL, "already done");
}
END_TEST

START_TEST(null_called)
{
	void (*volatile nobody)(void) = NULL;

	nobody();
}
END_TEST

START_TEST(without_end)
{
	for (;;)
		trace("a-callback-%d", three());
}
END_TEST

START_TEST(silence)
{
	expect_stderr(speaks, "boo", "warning: slow");
}
END_TEST

START_TEST(unwritten_is_no_panic)
{
	expect_panic(is_not_written, NULL, "not");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("support");
	TCase *step = lab_step(suite, "1 all");

	tcase_add_test(step, passes);
	tcase_add_test(step, the_trace_begins_empty);
	tcase_add_test(step, counts_allocations);
	tcase_add_test(step, wrong_int);
	tcase_add_test(step, wrong_error);
	tcase_add_test(step, wrong_str);
	tcase_add_test(step, wrong_truth);
	tcase_add_test(step, wrong_trace);
	tcase_add_test(step, wrong_double);
	tcase_add_test(step, no_panic);
	tcase_add_test(step, another_panic);
	tcase_add_test(step, nothing_said);
	tcase_add_test(step, without_end);
	tcase_add_test(step, silence);
	step = lab_step(suite, "2 unwritten");
	tcase_add_test(step, unwritten_is_no_panic);
	step = lab_step(suite, "3 crashes");
	tcase_add_test(step, null_called);
	return suite;
}
