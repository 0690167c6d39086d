/*
 * stack.c - stacks to run on: what is promised of their memory, and who is
 * told to have overflowed. No learner sees this suite.
 */
#include "stack.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "sanitizer.h"

static struct stack *back;
static char *touched; /* by `touch`, on a stack */
static char *deepest; /* where a stack begins */

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* The struct lies on top, below the next piece of memory. */
static char *guard_of(struct stack *s)
{
	uintptr_t top = ((uintptr_t)s + page_size() - 1) &
			~(uintptr_t)(page_size() - 1);

	return (char *)top - STACK_SIZE;
}

static void says_its_word(void *record)
{
	char here;

	deepest = &here;
	trace("%s", *(char *)record ? (char *)record : "(nothing)");
	stack_switch(back);
	trace("again");
	stack_exit(back);
}

static void touch(void *record)
{
	(void)record;
	*(volatile char *)touched = 1;
	stack_exit(back);
}

static void returns(void *record)
{
	(void)record;
}

START_TEST(it_goes_on_where_it_stopped)
{
	struct stack *s = stack_create(8, says_its_word);

	back = stack_current();
	strcpy(stack_record(s), "one");
	stack_switch(s);
	expect_ptr(stack_current(), back);
	stack_switch(s);
	expect_trace("one again");
	stack_destroy(s);
}
END_TEST

START_TEST(records_are_aligned_and_do_not_touch_the_rest)
{
	back = stack_current();
	for (size_t room = 1; room < 70; room++) {
		struct stack *s = stack_create(room, says_its_word);
		char *record = stack_record(s);

		expect_int((uintptr_t)record % sizeof(void *), 0);
		expect_true(record + room <= (char *)s);
		memset(record, 'x', room);
		record[room - 1] = '\0';
		stack_switch(s);
		expect_ptr(stack_record(s), record);
		stack_destroy(s);
	}
}
END_TEST

START_TEST(a_record_is_zero_on_a_used_stack_too)
{
	static const char zeros[100];
	struct stack *s;

	for (int i = 0; i < 3; i++) {
		s = stack_create(sizeof(zeros), says_its_word);
		expect_int(memcmp(stack_record(s), zeros, sizeof(zeros)), 0);
		memset(stack_record(s), 'x', sizeof(zeros));
		stack_destroy(s);
	}
}
END_TEST

START_TEST(used_ones_are_given_out_again_the_last_one_first)
{
	struct stack *a = stack_create(8, says_its_word);
	struct stack *b = stack_create(8, says_its_word);
	struct stack *c;

	stack_destroy(a);
	stack_destroy(b);
	expect_ptr(stack_create(8, says_its_word), b);
	expect_ptr(stack_create(8, says_its_word), a);
	c = stack_create(8, says_its_word);
	expect_true(c != a && c != b);
}
END_TEST

START_TEST(all_but_a_page_may_be_used)
{
	struct stack *s = stack_create(8, says_its_word);
	char *low = guard_of(s) + page_size();

	back = stack_current();
	stack_switch(s);
	if (deepest > low && deepest < (char *)s) /* not on a fake one */
		expect_true(deepest - low > STACK_SIZE - 8192);
	stack_destroy(s);
}
END_TEST

/* Run `touch` on a stack with a name, there. */
static void touch_on(struct stack *s, char *place)
{
	back = stack_current();
	touched = place;
	stack_set_name(s, "fetch");
	stack_switch(s);
}

static void first_byte(void *arg)
{
	struct stack *s = stack_create(8, touch);

	(void)arg;
	touch_on(s, guard_of(s));
}

static void last_byte(void *arg)
{
	struct stack *s = stack_create(8, touch);

	(void)arg;
	touch_on(s, guard_of(s) + page_size() - 1);
}

static void guard_below(void *arg)
{
	struct stack *below = stack_create(8, touch);

	(void)arg;
	touch_on(stack_create(8, touch), guard_of(below));
}

static void guard_above(void *arg)
{
	struct stack *s = stack_create(8, touch);

	(void)arg;
	touch_on(s, guard_of(stack_create(8, touch)));
}

static void null_on_main(void *arg)
{
	(void)arg;
	stack_create(8, touch);
	*(volatile char *)arg = 1;
}

static void another_guard_on_main(void *arg)
{
	(void)arg;
	*(volatile char *)guard_of(stack_create(8, touch)) = 1;
}

START_TEST(whoever_reaches_the_guard_page_is_told_by_name)
{
	expect_panic(first_byte, NULL, "coroutine 'fetch': stack overflow");
	expect_panic(last_byte, NULL, "coroutine 'fetch': stack overflow");
}
END_TEST

static void expect_no_overflow(void (*fn)(void *))
{
	struct captured end = captured(fn, NULL);

	expect_true(end.status != 0);
	expect_ptr(strstr(end.text, "stack overflow:"), NULL);
}

START_TEST(another_place_is_no_overflow)
{
	expect_no_overflow(guard_below);
	expect_no_overflow(guard_above);
	expect_no_overflow(null_on_main);
	expect_no_overflow(another_guard_on_main);
}
END_TEST

static void run_one_that_returns(void *arg)
{
	(void)arg;
	back = stack_current();
	stack_switch(stack_create(8, returns));
}

static void go_back_to_one_that_ended(void *arg)
{
	struct stack *s = stack_create(8, touch);
	static char byte;

	(void)arg;
	touch_on(s, &byte);
	stack_switch(s);
}

static void destroy_it(void *record)
{
	(void)record;
	stack_destroy(stack_current());
}

static void destroy_where_we_stand(void *arg)
{
	(void)arg;
	stack_switch(stack_create(8, destroy_it));
}

START_TEST(mistakes_panic)
{
	expect_panic(run_one_that_returns, NULL,
		     "stack_create: entry returned; it must end by stack_exit");
	expect_panic(go_back_to_one_that_ended, NULL,
		     "back to a stack that had ended");
	expect_panic(destroy_where_we_stand, NULL,
		     "stack_destroy: we stand on this stack");
}
END_TEST

static void look_at_what_has_gone(void *arg)
{
	struct stack *s = stack_create(64, touch);
	volatile char *record = stack_record(s);

	(void)arg;
	stack_destroy(s);
	fprintf(stderr, "%d", *record);
}

/* Somebody has to tell, and only a sanitizer can. */
START_TEST(the_record_is_gone_with_the_stack)
{
#ifdef HAVE_ASAN
	expect_int(captured(look_at_what_has_gone, NULL).status, 97);
#else
	expect_int(captured(look_at_what_has_gone, NULL).status, 0);
#endif
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("stack");
	TCase *step = lab_step(suite, "1 stack");

	tcase_add_test(step, it_goes_on_where_it_stopped);
	tcase_add_test(step, records_are_aligned_and_do_not_touch_the_rest);
	tcase_add_test(step, a_record_is_zero_on_a_used_stack_too);
	tcase_add_test(step, used_ones_are_given_out_again_the_last_one_first);
	tcase_add_test(step, all_but_a_page_may_be_used);
	tcase_add_test(step, whoever_reaches_the_guard_page_is_told_by_name);
	tcase_add_test(step, another_place_is_no_overflow);
	tcase_add_test(step, mistakes_panic);
	tcase_add_test(step, the_record_is_gone_with_the_stack);
	return suite;
}
