/*
 * interrupt.c - Ctrl-C and Ctrl-\ taken over, and given back. No learner sees
 * this suite.
 */
#include "interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "expect.h"
#include "kernel.h"
#include "loop.h"

int __real_loop_add_reader(struct loop *l, int fd, callback_fn *fn, void *arg,
			   struct handle *h);
int __wrap_loop_add_reader(struct loop *l, int fd, callback_fn *fn, void *arg,
			   struct handle *h);

bool __real_loop_remove_reader(struct loop *l, int fd);
bool __wrap_loop_remove_reader(struct loop *l, int fd);

static struct loop *l;
static int refuses;	   /* loop_add_reader answers that */
static int added, removed; /* whom it watched, and does no more */

int __wrap_loop_add_reader(struct loop *loop, int fd, callback_fn *fn,
			   void *arg, struct handle *h)
{
	added = fd;
	return refuses ? refuses : __real_loop_add_reader(loop, fd, fn, arg, h);
}

bool __wrap_loop_remove_reader(struct loop *loop, int fd)
{
	removed = fd;
	return __real_loop_remove_reader(loop, fd);
}

static void set_up(void)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	l = loop_create();
}

static void tear_down(void)
{
	interrupt_close();
	loop_destroy(l);
}

static int lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static void nothing(void *arg)
{
	(void)arg;
}

/* A turn of the loop; without anything to do there would be none. */
static int turn(void)
{
	static struct handle work;

	loop_call_soon(l, nothing, NULL, &work);
	return loop_run_once(l);
}

static void theirs(int number)
{
	trace("%d", number == SIGINT);
}

static void *handler_of(int number)
{
	struct sigaction now;

	sigaction(number, NULL, &now);
	return (void *)now.sa_handler;
}

START_TEST(a_Ctrl_C_is_seen_once_the_loop_has_looked)
{
	expect_int(interrupt_open(NULL), 0);
	expect_false(interrupt_seen());
	raise(SIGINT);
	expect_int(turn(), 0);
	expect_true(interrupt_seen());
	interrupt_close();
	expect_int(interrupt_open(NULL), 0);
	expect_false(interrupt_seen());
}
END_TEST

static void quit_twice(void *arg)
{
	(void)arg;
	interrupt_open(NULL);
	raise(SIGQUIT);
	raise(SIGQUIT);
	turn();
}

START_TEST(each_Ctrl_backslash_is_a_report)
{
	expect_stderr(quit_twice, NULL, "Ctrl-\\: 0 tasks\nCtrl-\\: 0 tasks\n");
	expect_int(interrupt_open(NULL), 0);
	raise(SIGQUIT);
	expect_int(turn(), 0);
	expect_false(interrupt_seen());
}
END_TEST

static void interrupt_twice(void *arg)
{
	(void)arg;
	interrupt_open(NULL);
	raise(SIGINT);
	raise(SIGINT);
}

START_TEST(a_second_Ctrl_C_ends_the_program)
{
	expect_int(captured(interrupt_twice, NULL).status, -SIGINT);
}
END_TEST

START_TEST(the_signals_are_given_back)
{
	expect_int(interrupt_open(NULL), 0);
	expect_true(handler_of(SIGINT) != (void *)SIG_DFL);
	expect_true(handler_of(SIGQUIT) != (void *)SIG_DFL);
	interrupt_close();
	expect_ptr(handler_of(SIGINT), (void *)SIG_DFL);
	expect_ptr(handler_of(SIGQUIT), (void *)SIG_DFL);
}
END_TEST

START_TEST(who_has_a_handler_keeps_it)
{
	signal(SIGINT, theirs);
	signal(SIGQUIT, SIG_IGN);
	expect_int(interrupt_open(NULL), 0);
	raise(SIGINT);
	raise(SIGQUIT);
	expect_trace("1");
	interrupt_close();
	expect_ptr(handler_of(SIGINT), (void *)theirs);
	expect_ptr(handler_of(SIGQUIT), (void *)SIG_IGN);
}
END_TEST

START_TEST(both_descriptors_are_closed)
{
	int before = lowest_free();

	for (int i = 0; i < 3; i++) {
		expect_int(interrupt_open(NULL), 0);
		expect_true(lowest_free() > before + 1);
		interrupt_close();
		expect_int(lowest_free(), before);
		errno = 0;
		expect_int(fcntl(before + 1, F_GETFD), -1);
		expect_int(removed, added);
	}
}
END_TEST

START_TEST(what_was_closed_is_not_closed_again)
{
	int ends[2];

	expect_int(interrupt_open(NULL), 0);
	interrupt_close();
	signal(SIGINT, theirs);
	expect_int(pipe(ends), 0); /* it has their numbers now */
	expect_int(ends[0], added);
	interrupt_close();
	expect_true(fcntl(ends[0], F_GETFD) >= 0);
	expect_true(fcntl(ends[1], F_GETFD) >= 0);
	expect_true(fcntl(0, F_GETFD) >= 0);
	expect_ptr(handler_of(SIGINT), (void *)theirs);
}
END_TEST

START_TEST(nothing_open_closes_nothing)
{
	int zero = dup(0), ends[2];

	expect_int(pipe(ends), 0);
	expect_int(dup2(ends[0], 0), 0);
	interrupt_close();
	expect_true(fcntl(0, F_GETFD) >= 0);
	expect_true(fcntl(1, F_GETFD) >= 0);
	signal(SIGINT, theirs);
	interrupt_close();
	expect_ptr(handler_of(SIGINT), (void *)theirs);
	dup2(zero, 0);
}
END_TEST

START_TEST(descriptor_0_is_one_like_any_other)
{
	int zero = dup(0);

	close(0);
	expect_int(interrupt_open(NULL), 0);
	expect_true(fcntl(0, F_GETFD) >= 0);
	raise(SIGINT);
	expect_int(turn(), 0);
	expect_true(interrupt_seen());
	interrupt_close();
	expect_int(fcntl(0, F_GETFD), -1);
	expect_ptr(handler_of(SIGINT), (void *)SIG_DFL);
	dup2(zero, 0);
}
END_TEST

START_TEST(no_pipe_is_told_and_nothing_taken)
{
	kernel_fails("pipe", EMFILE, 1);
	expect_int(interrupt_open(NULL), -EMFILE);
	expect_ptr(handler_of(SIGINT), (void *)SIG_DFL);
	interrupt_close();
}
END_TEST

START_TEST(a_pipe_that_cannot_be_watched_is_closed)
{
	int before = lowest_free();

	refuses = -ENOSPC;
	expect_int(interrupt_open(NULL), -ENOSPC);
	refuses = 0;
	expect_int(lowest_free(), before);
	errno = 0;
	expect_int(fcntl(before + 1, F_GETFD), -1);
	expect_ptr(handler_of(SIGINT), (void *)SIG_DFL);
	interrupt_close();
}
END_TEST

/* A pipe holds 64 KiB, and then it is full. */
START_TEST(errno_is_as_it_was_when_the_handler_returns)
{
	expect_int(interrupt_open(NULL), 0);
	errno = ENOENT;
	for (int i = 0; i < 70000; i++)
		raise(SIGQUIT);
	expect_int(errno, ENOENT);
	interrupt_close();
}
END_TEST

/* It hides no deadlock: nothing else is watched, so the loop has no work. */
START_TEST(its_pipe_keeps_no_loop_alive)
{
	expect_int(interrupt_open(NULL), 0);
	expect_int(loop_run_once(l), -EDEADLK);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("interrupt");
	TCase *step = lab_step(suite, "1 interrupt");

	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_Ctrl_C_is_seen_once_the_loop_has_looked);
	tcase_add_test(step, each_Ctrl_backslash_is_a_report);
	tcase_add_test(step, a_second_Ctrl_C_ends_the_program);
	tcase_add_test(step, the_signals_are_given_back);
	tcase_add_test(step, who_has_a_handler_keeps_it);
	tcase_add_test(step, both_descriptors_are_closed);
	tcase_add_test(step, what_was_closed_is_not_closed_again);
	tcase_add_test(step, nothing_open_closes_nothing);
	tcase_add_test(step, descriptor_0_is_one_like_any_other);
	tcase_add_test(step, no_pipe_is_told_and_nothing_taken);
	tcase_add_test(step, a_pipe_that_cannot_be_watched_is_closed);
	tcase_add_test(step, errno_is_as_it_was_when_the_handler_returns);
	tcase_add_test(step, its_pipe_keeps_no_loop_alive);
	return suite;
}
