/*
 * both_selectors.c - what every selector promises, whichever system call it
 * stands on. Included by the suites of lab selector and lab poller; each puts
 * these tests into steps of its own, and adds what only it can get wrong.
 *
 * Descriptors are real. Where the system would wait, a virtual clock jumps.
 */
#include "expect.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "counting.h"
#include "scripted.h"
#include "selector.h"

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)

/* Every test has a selector, a pipe, and a pair of sockets. */
static struct selector *s;
static int tube[2], pair[2];
static struct readiness ready[64];

static void set_up(void)
{
	s = selector_create();
	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(pipe(tube), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
}

static void tear_down(void)
{
	selector_destroy(s);
	for (int i = 0; i < 2; i++) {
		close(tube[i]);
		close(pair[i]);
	}
}

static void fill(int fd)
{
	ck_assert_int_eq(write(fd, "x", 1), 1);
}

/* Look, without waiting. */
static int look(int max)
{
	return selector_select(s, 0, ready, max);
}

/* The same descriptor under the lowest number from `low` on. */
static int copy_of(int fd, int low)
{
	int copy = fcntl(fd, F_DUPFD, low);

	ck_assert_int_ge(copy, low);
	return copy;
}

/* Raise the limit of open files, if it must be. May we open so many? */
static bool may_open(rlim_t files)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= files)
		return true;
	limit.rlim_cur = files;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
		return true;
	fprintf(stderr, "no descriptor so high: RLIMIT_NOFILE is too low\n");
	return false;
}

/* ---- register, modify, unregister ---- */

START_TEST(a_second_register_is_eexist_and_changes_nothing)
{
	look_at("whether one that is watched already may be registered again",
		"已经登记了的，能不能再登记一次");
	expect_int(selector_register(s, pair[0], SELECTOR_READ), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_READ), -EEXIST);
	expect_int(selector_register(s, pair[0], SELECTOR_WRITE), -EEXIST);
	expect_int(selector_register(s, pair[0], BOTH), -EEXIST);
	expect_int(look(64), 0); /* nothing to read, WRITE not asked */
}
END_TEST

START_TEST(one_watched_for_writing_is_watched_too)
{
	look_at("what makes a descriptor a watched one: either of the two "
		"events",
		"怎样才算登记了：两种事件，有一种就算");
	expect_int(selector_register(s, pair[0], SELECTOR_WRITE), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_READ), -EEXIST);
	expect_int(selector_modify(s, pair[0], SELECTOR_READ), 0);
	expect_int(selector_unregister(s, pair[0]), 0);
}
END_TEST

START_TEST(descriptor_zero_is_one_like_any_other)
{
	look_at("which descriptors are none: those below zero",
		"哪些不是描述符：小于零的");
	ck_assert_int_eq(dup2(tube[0], 0), 0);
	fill(tube[1]);
	expect_int(selector_register(s, 0, SELECTOR_READ), 0);
	expect_int(selector_register(s, 0, SELECTOR_READ), -EEXIST);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, 0);
	expect_int(selector_modify(s, 0, BOTH), 0);
	expect_int(selector_unregister(s, 0), 0);
	expect_int(look(64), 0);
}
END_TEST

START_TEST(events_that_do_not_exist_are_einval)
{
	look_at("which numbers are events: one bit, the other, or both, and "
		"no third",
		"哪些数才算事件：这一位，那一位，或者两位都有，没有第三位");
	expect_int(selector_register(s, tube[0], 0), -EINVAL);
	expect_int(selector_register(s, tube[0], 4), -EINVAL);
	expect_int(selector_register(s, tube[0], SELECTOR_READ | 8), -EINVAL);
	expect_int(selector_register(s, tube[0], -1), -EINVAL);
	expect_int(selector_register(s, tube[0], BOTH), 0);
}
END_TEST

START_TEST(a_negative_descriptor_is_ebadf)
{
	look_at("what becomes of a negative number", "给的是负数，会怎样");
	expect_int(selector_register(s, -1, SELECTOR_READ), -EBADF);
	expect_int(selector_register(s, INT_MIN, SELECTOR_WRITE), -EBADF);
}
END_TEST

START_TEST(what_is_not_watched_is_enoent)
{
	int fds[] = { pair[0],	      0,	  -1,	  INT_MIN,
		      FD_SETSIZE - 1, FD_SETSIZE, INT_MAX };

	look_at("how you find out that a descriptor is not watched, when it "
		"may be any number",
		"随便给个数，怎样看出它没登记");
	expect_int(selector_register(s, tube[0], SELECTOR_READ), 0);
	for (int i = 0; i < 7; i++) {
		expect_int(selector_modify(s, fds[i], SELECTOR_READ), -ENOENT);
		expect_int(selector_unregister(s, fds[i]), -ENOENT);
	}
	expect_int(selector_unregister(s, tube[0]), 0);
	expect_int(selector_unregister(s, tube[0]), -ENOENT);
	expect_int(selector_modify(s, tube[0], SELECTOR_READ), -ENOENT);
}
END_TEST

START_TEST(modify_replaces_what_was_asked)
{
	look_at("what is left of the old events when new ones come",
		"新事件来了，旧的还留着多少");
	fill(pair[1]);
	selector_register(s, pair[0], SELECTOR_READ);
	expect_int(selector_modify(s, pair[0], SELECTOR_WRITE), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_WRITE);
	expect_int(selector_modify(s, pair[0], BOTH), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].events, BOTH);
	expect_int(selector_modify(s, pair[0], SELECTOR_READ), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_READ);
}
END_TEST

START_TEST(a_refused_modify_changes_nothing)
{
	look_at("what is left of the old events when the new ones are refused",
		"新事件被拒绝以后，旧的还在不在");
	selector_register(s, pair[0], SELECTOR_WRITE);
	expect_int(selector_modify(s, pair[0], 0), -EINVAL);
	expect_int(selector_modify(s, pair[0], 4), -EINVAL);
	expect_int(selector_modify(s, pair[0], BOTH | 4), -EINVAL);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

START_TEST(unregister_forgets_both_events)
{
	look_at("what is left of somebody who has left", "人走了，还留下什么");
	fill(pair[1]);
	selector_register(s, pair[0], BOTH);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(look(64), 1);
	expect_int(selector_unregister(s, pair[0]), 0);
	expect_int(look(64), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_WRITE), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

START_TEST(copies_are_told_apart)
{
	int copy = copy_of(tube[0], 20);

	look_at("whether two descriptors of one pipe are one to you",
		"同一根管道的两个描述符，你是不是当成了一个");
	fill(tube[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(selector_register(s, copy, SELECTOR_READ), 0);
	expect_int(look(64), 2);
	expect_int(ready[0].fd + ready[1].fd, tube[0] + copy);
	expect_int(selector_unregister(s, tube[0]), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, copy);
	close(copy);
}
END_TEST

/* ---- how long ---- */

START_TEST(zero_and_less_only_look)
{
	double timeouts[] = { 0, -0.0, -1e-9, -1, -1e300, -INFINITY };

	look_at("what the system thinks of a negative time",
		"时间是负数，系统怎么看");
	scripted_begin();
	scripted_interrupt(1, 1); /* lest it wait for ever */
	selector_register(s, tube[0], SELECTOR_READ);
	for (int i = 0; i < 6; i++) {
		expect_int(selector_select(s, timeouts[i], ready, 64), 0);
		expect_double(scripted_last_timeout(), 0, 0);
	}
	expect_double(scripted_now(), SCRIPTED_START, 0);
}
END_TEST

START_TEST(more_than_a_day_is_a_day)
{
	double timeouts[] = { 86401, 1e10, 1e19, 1e300 };

	look_at("what becomes of a number of seconds that no integer can hold",
		"秒数大到整数放不下，会怎样");
	scripted_begin();
	selector_register(s, tube[0], SELECTOR_READ);
	for (int i = 0; i < 4; i++) {
		expect_int(selector_select(s, timeouts[i], ready, 64), 0);
		expect_double(scripted_last_timeout(), 86400, 0);
	}
}
END_TEST

START_TEST(a_real_wait_is_not_too_short)
{
	double start = monotonic();

	look_at("whether the system is really told to wait",
		"是不是真让系统等了");
	expect_int(selector_select(s, 0.01, ready, 64), 0);
	expect_true(monotonic() - start >= 0.01);
}
END_TEST

/* ---- the answer ---- */

START_TEST(a_pipe_with_something_in_it_can_be_read)
{
	look_at("who asks for reading, and who is told",
		"谁问的是能不能读，答的又是谁");
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(look(64), 0);
	fill(tube[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
	expect_int(ready[0].events, SELECTOR_READ);
}
END_TEST

START_TEST(a_pipe_with_room_in_it_can_be_written)
{
	look_at("who asks for writing, and who is told",
		"谁问的是能不能写，答的又是谁");
	selector_register(s, tube[1], SELECTOR_WRITE);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[1]);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

START_TEST(both_events_of_a_descriptor_are_one_answer)
{
	look_at("what your answers count: descriptors, or events",
		"你的回答数的是什么：描述符，还是事件");
	fill(pair[1]);
	selector_register(s, pair[0], BOTH);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, pair[0]);
	expect_int(ready[0].events, BOTH);
}
END_TEST

START_TEST(only_what_was_asked_for_is_told)
{
	look_at("which event belongs to which descriptor",
		"哪种事件是哪个描述符的");
	fill(pair[1]);
	selector_register(s, pair[0], SELECTOR_READ);
	selector_register(s, pair[1], SELECTOR_WRITE);
	expect_int(look(64), 2);
	expect_int(ready[0].events + ready[1].events,
		   SELECTOR_READ + SELECTOR_WRITE);
	expect_int(ready[ready[0].fd == pair[0] ? 0 : 1].events, SELECTOR_READ);
}
END_TEST

/* A pipe whose end is gone: nothing else is to be told of it. */

START_TEST(a_pipe_whose_writers_are_gone_can_be_read)
{
	char byte;

	look_at("what the system says when there is nothing to read, and "
		"never will be",
		"没有东西可读，以后也不会有，系统怎么说");
	selector_register(s, tube[0], SELECTOR_READ);
	close(tube[1]);
	tube[1] = -1;
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_READ);
	expect_int(read(tube[0], &byte, 1), 0);
}
END_TEST

START_TEST(a_full_pipe_whose_readers_are_gone_can_be_written)
{
	look_at("what the system says when there is no room to write, and "
		"never will be",
		"没有地方可写，以后也不会有，系统怎么说");
	fcntl(tube[1], F_SETFL, O_NONBLOCK);
	while (write(tube[1], ready, sizeof(ready)) > 0)
		;
	selector_register(s, tube[1], SELECTOR_WRITE);
	expect_int(look(64), 0);
	close(tube[0]);
	tube[0] = -1;
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

START_TEST(nobody_hears_of_what_he_did_not_ask_for)
{
	look_at("what the system says of a hang-up, and what was asked",
		"对方挂断了，系统说了什么，问的又是什么");
	selector_register(s, pair[0], SELECTOR_WRITE);
	selector_register(s, tube[0], SELECTOR_READ);
	close(pair[1]);
	close(tube[1]);
	pair[1] = tube[1] = -1;
	expect_int(look(64), 2);
	for (int i = 0; i < 2; i++)
		expect_int(ready[i].events, ready[i].fd == pair[0]
						    ? SELECTOR_WRITE
						    : SELECTOR_READ);
}
END_TEST

START_TEST(the_one_among_many_is_found)
{
	int quiet[100];

	look_at("how far you look for those that are ready",
		"找就绪的，你找到哪里为止");
	for (int i = 0; i < 100; i++) {
		quiet[i] = copy_of(i == 70 ? pair[0] : tube[0], 20);
		selector_register(s, quiet[i], SELECTOR_READ);
	}
	fill(pair[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, quiet[70]);
	for (int i = 0; i < 100; i++)
		close(quiet[i]);
}
END_TEST

START_TEST(no_more_than_max_are_told)
{
	int copies[5];

	look_at("what happens at the end of the array `ready`",
		"ready 数组写到头了会怎样");
	for (int i = 0; i < 5; i++) {
		copies[i] = copy_of(tube[1], 20);
		selector_register(s, copies[i], SELECTOR_WRITE);
	}
	ready[3].fd = -7;
	expect_int(look(3), 3);
	expect_int(ready[3].fd, -7);
	expect_int(look(5), 5);
	for (int i = 0; i < 5; i++)
		close(copies[i]);
}
END_TEST

START_TEST(those_that_did_not_fit_are_told_the_next_time)
{
	int first;

	look_at("what you remember about descriptors for which there was no "
		"room: nothing, they are still ready",
		"没写下的那些，你要记住什么：什么也不用，它们还就绪着");
	fill(tube[1]);
	fill(pair[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	selector_register(s, pair[0], SELECTOR_READ);
	expect_int(look(1), 1);
	first = ready[0].fd;
	expect_int(selector_unregister(s, first), 0);
	expect_int(look(1), 1);
	expect_int(ready[0].fd, tube[0] + pair[0] - first);
}
END_TEST

/* ---- select ---- */

START_TEST(the_question_outlives_the_answer)
{
	look_at("whether the question is still there after the answer",
		"答完以后，问题还在不在");
	selector_register(s, tube[0], SELECTOR_READ);
	selector_register(s, pair[0], SELECTOR_READ);
	expect_int(look(64), 0);
	fill(tube[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
	fill(pair[1]);
	expect_int(look(64), 2);
	expect_int(selector_register(s, tube[0], SELECTOR_READ), -EEXIST);
}
END_TEST

START_TEST(what_is_not_read_stays_ready)
{
	char byte;

	look_at("whether readiness is told once, or as long as it lasts",
		"就绪是只说一次，还是一直在就一直说");
	fill(tube[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(look(64), 1);
	expect_int(look(64), 1);
	expect_int(read(tube[0], &byte, 1), 1);
	expect_int(look(64), 0);
}
END_TEST

START_TEST(a_hang_up_can_be_read)
{
	look_at("what a reader waits for: the end of the stream is something "
		"to read, too",
		"等着读的等什么：读到流结束，也算有得读");
	selector_register(s, pair[0], SELECTOR_READ);
	close(pair[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_READ);
	pair[1] = dup(pair[0]);
}
END_TEST

START_TEST(a_signal_is_zero_answers_and_no_error)
{
	look_at("what the system call returns when a signal comes, and what "
		"errno is then",
		"来了信号，系统调用返回什么，errno 是什么");
	scripted_begin();
	scripted_interrupt(1, 0.5);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(selector_select(s, 10, ready, 64), 0);
	expect_int(scripted_selects(), 1);
	expect_double(scripted_now(), SCRIPTED_START + 0.5, 1e-6);
	scripted_interrupt(1, 0.5);
	expect_int(selector_select(s, INFINITY, ready, 64), 0);
}
END_TEST

START_TEST(a_signal_tells_nobody_ready)
{
	look_at("whether there is an answer after a call that failed",
		"调用失败了，还有没有答案");
	scripted_begin();
	scripted_interrupt(1, 0.5);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_true(selector_select(s, 10, ready, 64) <= 0);
	fill(tube[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
}
END_TEST

START_TEST(nobody_watched_is_a_sleep)
{
	look_at("whether you wait, too, when nothing is watched",
		"什么也没登记的时候，是不是照样等");
	scripted_begin();
	expect_int(selector_select(s, 2, ready, 64), 0);
	expect_double(scripted_now(), SCRIPTED_START + 2, 1e-6);
	expect_int(scripted_selects(), 1);
}
END_TEST

START_TEST(two_selectors_do_not_know_each_other)
{
	struct selector *other = selector_create();

	look_at("where it is kept who is watched: in the selector, or in a "
		"static variable",
		"登记了谁，记在哪里：在选择器里，还是在静态变量里");
	fill(tube[1]);
	expect_int(selector_register(s, tube[0], SELECTOR_READ), 0);
	expect_int(selector_register(other, pair[0], SELECTOR_WRITE), 0);
	expect_int(selector_unregister(other, tube[0]), -ENOENT);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
	expect_int(selector_select(other, 0, ready, 64), 1);
	expect_int(ready[0].fd, pair[0]);
	selector_destroy(other);
}
END_TEST

/* A turn, and how often it asked for memory. */
static int turn(long *asked)
{
	long before = allocations();
	int n = selector_select(s, 1, ready, 64);

	*asked += allocations() - before;
	return n;
}

START_TEST(a_turn_asks_for_no_memory)
{
	long asked = 0;
	int rc = 0;

	look_at("where the system's answer lies: a turn of the loop should "
		"cost no malloc",
		"系统的回答放在哪里：转一轮，不该花一次 malloc");
	scripted_begin();
	for (int i = 0; i < 10; i++) {
		rc |= selector_register(s, tube[1], BOTH);
		rc |= turn(&asked) - 1;
		rc |= selector_modify(s, tube[1], SELECTOR_READ);
		rc |= turn(&asked);
		rc |= selector_unregister(s, tube[1]);
		if (i == 0)
			asked = 0; /* what is kept may be made now */
	}
	expect_int(asked, 0);
	expect_int(rc, 0);
}
END_TEST

START_TEST(the_descriptors_stay_open)
{
	look_at("whose the descriptors are: the selector closes none",
		"描述符是谁的：选择器一个也不关");
	selector_register(s, tube[0], SELECTOR_READ);
	selector_register(s, tube[1], SELECTOR_WRITE);
	expect_int(look(64), 1);
	selector_unregister(s, tube[1]);
	selector_destroy(s);
	s = NULL;
	expect_true(fcntl(tube[0], F_GETFD) >= 0);
	expect_true(fcntl(tube[1], F_GETFD) >= 0);
}
END_TEST
