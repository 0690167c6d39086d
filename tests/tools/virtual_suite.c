/*
 * virtual_suite.c - the virtual clock and its selector, tested. Run by
 * test_expect.py, as the suite of no lab.
 */
#include "virtual.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "expect.h"
#include "selector.h"

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)

static struct readiness ready[4];

static void wait_for_ever(void *arg)
{
	for (;;)
		selector_select(arg, 0, ready, 4);
}

static void look_for_ever(void *arg)
{
	while (monotonic() < 2 * VIRTUAL_START)
		;
}

START_TEST(time_jumps_when_nothing_is_ready)
{
	struct selector *s = selector_create();

	expect_double(monotonic(), VIRTUAL_START, 0);
	expect_int(selector_select(s, 3600, ready, 4), 0);
	expect_double(monotonic(), VIRTUAL_START + 3600, 0);
	expect_int(selector_select(s, 0, ready, 4), 0);
	expect_int(selector_select(s, -1, ready, 4), 0);
	expect_double(monotonic(), VIRTUAL_START + 3600, 0);
	virtual_advance(0.5);
	expect_double(virtual_now(), VIRTUAL_START + 3600.5, 0);
	expect_int(virtual_selects(), 3);
	expect_int(virtual_waits(), 1);
	expect_double(virtual_last_timeout(), -1, 0);
	selector_destroy(s);
}
END_TEST

START_TEST(descriptors_are_asked_before_time_jumps)
{
	struct selector *s = selector_create();
	int ends[2];

	expect_int(pipe(ends), 0);
	expect_int(selector_register(s, ends[0], SELECTOR_READ), 0);
	expect_int(selector_register(s, ends[1], BOTH), 0);
	expect_int(selector_select(s, 5, ready, 4), 1);
	expect_int(ready[0].fd, ends[1]);
	expect_int(ready[0].events, SELECTOR_WRITE);
	expect_int(write(ends[1], "x", 1), 1);
	expect_int(selector_select(s, 5, ready, 4), 2);
	expect_int(selector_select(s, 5, ready, 1), 1);
	expect_int(selector_unregister(s, ends[1]), 0);
	close(ends[1]);
	expect_int(selector_select(s, INFINITY, ready, 4), 1);
	expect_int(ready[0].events, SELECTOR_READ);
	expect_double(monotonic(), VIRTUAL_START, 0);
	close(ends[0]);
	expect_int(selector_select(s, 5, ready, 4), -EBADF);
	selector_destroy(s);
}
END_TEST

START_TEST(without_a_limit_it_really_waits)
{
	struct selector *s = selector_create();
	struct timespec a_moment = { 0, 50000000 };
	int ends[2];

	expect_int(pipe(ends), 0);
	expect_int(selector_register(s, ends[0], SELECTOR_READ), 0);
	if (fork() == 0) {
		nanosleep(&a_moment, NULL);
		_exit(write(ends[1], "x", 1) != 1);
	}
	expect_int(selector_select(s, INFINITY, ready, 4), 1);
	expect_double(monotonic(), VIRTUAL_START, 0);
	selector_destroy(s);
}
END_TEST

START_TEST(refuses_what_the_real_one_refuses)
{
	struct selector *s = selector_create();

	expect_int(selector_register(s, 0, 0), -EINVAL);
	expect_int(selector_register(s, 0, 4), -EINVAL);
	expect_int(selector_register(s, -1, BOTH), -EBADF);
	expect_int(selector_register(s, FD_SETSIZE, BOTH), -EMFILE);
	expect_int(selector_modify(s, 0, BOTH), -ENOENT);
	expect_int(selector_unregister(s, 0), -ENOENT);
	expect_int(selector_register(s, 0, SELECTOR_READ), 0);
	expect_int(selector_register(s, 0, SELECTOR_READ), -EEXIST);
	expect_int(selector_modify(s, 0, SELECTOR_WRITE), 0);
	expect_int(selector_unregister(s, 0), 0);
	selector_destroy(s);
}
END_TEST

START_TEST(turning_for_ever_panics)
{
	struct selector *s = selector_create();

	expect_panic(wait_for_ever, s, "a busy loop");
	expect_panic(look_for_ever, NULL, "a busy loop");
	selector_destroy(s);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("virtual");
	TCase *step = lab_step(suite, "1 all");

	tcase_add_test(step, time_jumps_when_nothing_is_ready);
	tcase_add_test(step, descriptors_are_asked_before_time_jumps);
	tcase_add_test(step, without_a_limit_it_really_waits);
	tcase_add_test(step, refuses_what_the_real_one_refuses);
	tcase_add_test(step, turning_for_ever_panics);
	return suite;
}
