/*
 * overflow.c - whose guard page was touched? No learner sees this suite.
 */
#define _XOPEN_SOURCE 700
#include "overflow.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "expect.h"
#include "slab.h"

#define KIB ((size_t)1024)

static char *page; /* that may not be touched */

static const char *owner(const void *address)
{
	return address == page ? "fetch" : NULL;
}

static const char *another_owner(const void *address)
{
	(void)address;
	return "somebody";
}

/* Somebody who handled SIGSEGV before. */
static void was_there(int number)
{
	(void)number;
	fputs("handled before\n", stderr);
	_exit(7);
}

static void touch(volatile char *byte)
{
	*byte = 1;
}

static void overflow(void *size)
{
	page = slab_take(64 * KIB);
	overflow_watch(owner, *(size_t *)size);
	touch(page);
}

static void touch_what_is_nobodys(void *arg)
{
	struct sigaction theirs = { .sa_handler = was_there };

	(void)arg;
	sigaction(SIGSEGV, &theirs, NULL);
	page = slab_take(64 * KIB);
	overflow_watch(owner, 64 * KIB);
	touch((char *)slab_take(64 * KIB));
}

static void watch_twice(void *arg)
{
	(void)arg;
	page = slab_take(64 * KIB);
	overflow_watch(owner, 64 * KIB);
	overflow_watch(another_owner, 7 * KIB);
	touch(page);
}

START_TEST(a_stack_that_is_full_is_told_by_name_and_size)
{
	size_t size = 64 * KIB;

	expect_panic(overflow, &size,
		     "panic: coroutine 'fetch': stack overflow: 64 KiB were "
		     "not enough (deep recursion, or a large local?)\n");
	size = 98760 * KIB;
	expect_panic(overflow, &size, ": 98760 KiB were");
	size = 4 * KIB;
	expect_panic(overflow, &size, ": 4 KiB were");
}
END_TEST

START_TEST(any_other_place_is_whose_it_was_before)
{
	struct captured end = captured(touch_what_is_nobodys, NULL);

	expect_str(end.text, "handled before\n");
	expect_int(end.status, 7);
}
END_TEST

START_TEST(who_watches_first_stays)
{
	expect_panic(watch_twice, NULL, "'fetch': stack overflow: 64 KiB");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("overflow");
	TCase *step = lab_step(suite, "1 overflow");

	tcase_add_test(step, a_stack_that_is_full_is_told_by_name_and_size);
	tcase_add_test(step, any_other_place_is_whose_it_was_before);
	tcase_add_test(step, who_watches_first_stays);
	return suite;
}
