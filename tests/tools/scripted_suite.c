/*
 * scripted_suite.c - the scripted select(2) and clock, tested. Run by
 * test_expect.py, as the suite of no lab.
 */
#include "scripted.h"

#include <errno.h>
#include <math.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "expect.h"

int scripted_select(int nfds, fd_set *reads, fd_set *writes, fd_set *excepts,
		    struct timeval *timeout);
int scripted_clock_gettime(clockid_t clock, struct timespec *now);

static int sleep_for(double seconds)
{
	struct timeval tv = { (time_t)seconds,
			      (suseconds_t)(fmod(seconds, 1) * 1e6) };

	return scripted_select(0, NULL, NULL, NULL, &tv);
}

static double now(void)
{
	struct timespec ts;

	scripted_clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

START_TEST(real_until_the_script_begins)
{
	struct timespec ts;
	double before = now();

	clock_gettime(CLOCK_MONOTONIC, &ts);
	expect_true(before <= (double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
	expect_int(sleep_for(0.01), 0);
	expect_true(now() >= before + 0.01);
	expect_int(scripted_selects(), 1);
	expect_int(scripted_clock_reads(), 2);
}
END_TEST

START_TEST(time_jumps)
{
	scripted_begin();
	expect_int(sleep_for(3600.25), 0);
	expect_double(now(), SCRIPTED_START + 3600.25, 0);
	expect_double(scripted_last_timeout(), 3600.25, 0);
	scripted_advance(0.75);
	expect_double(scripted_now(), SCRIPTED_START + 3601, 0);
}
END_TEST

START_TEST(a_wait_is_interrupted)
{
	scripted_begin();
	scripted_interrupt(2, 0.25);
	expect_int(sleep_for(1), -1);
	expect_int(errno, EINTR);
	expect_int(scripted_select(0, NULL, NULL, NULL, NULL), -1);
	expect_double(now(), SCRIPTED_START + 0.5, 0);
	expect_double(scripted_last_timeout(), INFINITY, 0);
	expect_int(sleep_for(1), 0);
}
END_TEST

START_TEST(descriptors_are_real)
{
	struct timeval tv = { 5, 0 };
	fd_set reads, writes;
	int ends[2];

	scripted_begin();
	expect_int(pipe(ends), 0);
	FD_ZERO(&reads);
	FD_ZERO(&writes);
	FD_SET(ends[0], &reads);
	expect_int(scripted_select(ends[1] + 1, &reads, NULL, NULL, &tv), 0);
	expect_false(FD_ISSET(ends[0], &reads));
	expect_int(scripted_last_nfds(), ends[1] + 1);
	FD_SET(ends[0], &reads);
	FD_SET(ends[1], &writes);
	expect_int(scripted_select(ends[1] + 1, &reads, &writes, NULL, &tv), 1);
	expect_true(FD_ISSET(ends[1], &writes));
	expect_double(now(), SCRIPTED_START + 5, 0);
}
END_TEST

/* This one must fail: looking for ever is a sentence, not a time-out. */
START_TEST(wrong_busy_loop)
{
	scripted_begin();
	for (;;)
		sleep_for(0);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("scripted");
	TCase *step = lab_step(suite, "1 all");

	tcase_add_test(step, real_until_the_script_begins);
	tcase_add_test(step, time_jumps);
	tcase_add_test(step, a_wait_is_interrupted);
	tcase_add_test(step, descriptors_are_real);
	tcase_add_test(step, wrong_busy_loop);
	return suite;
}
