/*
 * poller.c - the suite of lab poller.
 *
 * Descriptors are real. Where epoll_wait(2) would wait, a virtual clock jumps.
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

/* Look without waiting, and trace who is ready: "3r 4w 5rw". */
static int look(int max)
{
	int n = selector_select(s, 0, ready, max);

	for (int i = 0; i < n; i++)
		trace("%d%s%s", ready[i].fd,
		      ready[i].events & SELECTOR_READ ? "r" : "",
		      ready[i].events & SELECTOR_WRITE ? "w" : "");
	return n;
}

/* The same descriptor under the lowest number from `low` on. */

START_TEST(a_second_register_is_eexist_and_changes_nothing)
{
	look_at("what you look at before you set a bit",
		"设位之前，先看了什么");
	expect_int(selector_register(s, pair[0], SELECTOR_READ), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_READ), -EEXIST);
	expect_int(selector_register(s, pair[0], SELECTOR_WRITE), -EEXIST);
	expect_int(selector_register(s, pair[0], BOTH), -EEXIST);
	expect_int(look(64), 0); /* nothing to read, WRITE not asked */
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
	look_at("which bits must be cleared when the events change",
		"换事件的时候，哪些位要清掉");
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

START_TEST(unregister_forgets_both_events)
{
	look_at("which bits are left when somebody leaves",
		"走的时候，还有哪些位留着");
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

START_TEST(a_pipe_with_something_in_it_can_be_read)
{
	look_at("the set of readers: who is asked for, and who is told",
		"要读的集合：问了谁，答了谁");
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(look(64), 0);
	fill(tube[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
	expect_int(ready[0].events, SELECTOR_READ);
}
END_TEST

START_TEST(both_events_of_a_descriptor_are_one_answer)
{
	look_at("what you count: select(2) counts bits, you tell descriptors",
		"你数的是什么：select(2) 数的是位，你要答的是描述符");
	fill(pair[1]);
	ready[1].fd = -7;
	selector_register(s, pair[0], BOTH);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, pair[0]);
	expect_int(ready[0].events, BOTH);
	expect_int(ready[1].fd, -7);
}
END_TEST

START_TEST(only_what_was_asked_for_is_told)
{
	look_at("which of the two sets each event belongs to",
		"两种事件各归哪个集合");
	fill(pair[1]);
	selector_register(s, pair[0], SELECTOR_READ);
	selector_register(s, pair[1], SELECTOR_WRITE);
	expect_int(look(64), 2);
	expect_int(ready[0].events + ready[1].events,
		   SELECTOR_READ + SELECTOR_WRITE);
	expect_int(ready[ready[0].fd == pair[0] ? 0 : 1].events, SELECTOR_READ);
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
	look_at("the set of readers: end of file is something to read, too",
		"要读的集合：读到文件尾，也算有得读");
	selector_register(s, pair[0], SELECTOR_READ);
	close(pair[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_READ);
	pair[1] = dup(pair[0]);
}
END_TEST

START_TEST(a_signal_is_zero_answers_and_no_error)
{
	look_at("what select(2) returns when a signal comes, and what errno "
		"is then",
		"来了信号，select(2) 返回什么，errno 是什么");
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

START_TEST(out_of_memory_is_null)
{
	struct selector *other;

	look_at("what selector_create gives when there is no memory, and "
		"whether the others still work",
		"没有内存时 selector_create 给什么，别的选择器还好不好用");
	allocation_fails(1);
	other = selector_create();
	allocation_fails(0);
	expect_ptr(other, NULL);
	selector_destroy(other);
	expect_int(selector_register(s, tube[1], SELECTOR_WRITE), 0);
	expect_int(look(64), 1);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("poller");
	TCase *step;

	step = lab_step(suite, "3 register, modify, unregister");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_second_register_is_eexist_and_changes_nothing);
	tcase_add_test(step, events_that_do_not_exist_are_einval);
	tcase_add_test(step, what_is_not_watched_is_enoent);
	tcase_add_test(step, modify_replaces_what_was_asked);
	tcase_add_test(step, unregister_forgets_both_events);

	step = lab_step(suite, "5 understood");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_pipe_with_something_in_it_can_be_read);
	tcase_add_test(step, both_events_of_a_descriptor_are_one_answer);
	tcase_add_test(step, only_what_was_asked_for_is_told);

	step = lab_step(suite, "6 select");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, what_is_not_read_stays_ready);
	tcase_add_test(step, a_hang_up_can_be_read);
	tcase_add_test(step, a_signal_is_zero_answers_and_no_error);
	tcase_add_test(step, out_of_memory_is_null);
	return suite;
}
