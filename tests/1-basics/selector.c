/*
 * selector.c - the suite of lab selector.
 *
 * Descriptors are real. Where select(2) would wait, a virtual clock jumps.
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
static int copy_of(int fd, int low)
{
	int copy = fcntl(fd, F_DUPFD, low);

	ck_assert_int_ge(copy, low);
	return copy;
}

/* Step 1: how far select looks */

START_TEST(select_is_told_one_more_than_the_highest)
{
	int low = copy_of(tube[0], 20), high = copy_of(tube[0], 40);

	look_at("nfds of select(2): a count of descriptors, not the highest "
		"one",
		"select(2) 的 nfds：是要看的个数，不是最大的那个号");
	expect_int(selector_register(s, low, SELECTOR_READ), 0);
	look(64);
	expect_int(scripted_last_nfds(), low + 1);
	expect_int(selector_register(s, high, SELECTOR_READ), 0);
	look(64);
	expect_int(scripted_last_nfds(), high + 1);
	close(low);
	close(high);
}
END_TEST

START_TEST(a_low_descriptor_does_not_lower_the_limit)
{
	int high = copy_of(tube[0], 40);

	look_at("what a small descriptor does to the limit when a larger one "
		"is watched already",
		"已经看着一个大的，再来一个小的，limit 该不该变");
	fill(tube[1]);
	expect_int(selector_register(s, high, SELECTOR_READ), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_READ), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, high);
	close(high);
}
END_TEST

START_TEST(the_limit_falls_when_the_highest_leaves)
{
	int low = copy_of(tube[0], 20), high = copy_of(tube[0], low + 1);

	look_at("the limit after the highest descriptor has left",
		"最大的描述符走了以后，limit 是多少");
	selector_register(s, high, SELECTOR_READ);
	selector_register(s, low, SELECTOR_READ);
	expect_int(selector_unregister(s, high), 0);
	look(64);
	expect_int(scripted_last_nfds(), low + 1);
	close(low);
	close(high);
}
END_TEST

START_TEST(the_limit_falls_past_those_that_nobody_watches)
{
	int low = copy_of(tube[0], 20), middle = copy_of(tube[0], 30);
	int high = copy_of(tube[0], 40);

	look_at("who is the highest now: the one below the one that left need "
		"not be watched",
		"现在谁最大：紧挨在走掉的那个下面的，不一定有人看");
	selector_register(s, high, SELECTOR_READ);
	selector_register(s, low, SELECTOR_WRITE);
	selector_register(s, middle, SELECTOR_READ);
	selector_unregister(s, middle);
	selector_unregister(s, high);
	look(64);
	expect_int(scripted_last_nfds(), low + 1);
	selector_unregister(s, low);
	look(64);
	expect_int(scripted_last_nfds(), 0);
	close(low);
	close(middle);
	close(high);
}
END_TEST

START_TEST(the_limit_stays_when_another_leaves)
{
	int high = copy_of(tube[0], 40);

	look_at("the limit after a descriptor has left that was not the "
		"highest",
		"走的不是最大的那个，limit 该不该变");
	fill(tube[1]);
	selector_register(s, pair[0], SELECTOR_READ);
	selector_register(s, high, SELECTOR_READ);
	expect_int(selector_unregister(s, pair[0]), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, high);
	close(high);
}
END_TEST

/* Step 2: register */

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

START_TEST(one_watched_for_writing_is_watched_too)
{
	look_at("in which sets you look for a descriptor that is watched",
		"一个描述符登记没登记，要到哪几个集合里看");
	expect_int(selector_register(s, pair[0], SELECTOR_WRITE), 0);
	expect_int(selector_register(s, pair[0], SELECTOR_READ), -EEXIST);
	expect_int(selector_modify(s, pair[0], SELECTOR_READ), 0);
	expect_int(selector_unregister(s, pair[0]), 0);
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
	look_at("what FD_SET would do with a negative number",
		"给 FD_SET 一个负数，会怎样");
	expect_int(selector_register(s, -1, SELECTOR_READ), -EBADF);
	expect_int(selector_register(s, INT_MIN, SELECTOR_WRITE), -EBADF);
}
END_TEST

START_TEST(a_descriptor_beyond_the_set_is_emfile)
{
	int beyond[] = { FD_SETSIZE, FD_SETSIZE + 1, 5000, INT_MAX };

	look_at("how many bits an fd_set has; FD_SET itself does not look",
		"fd_set 一共多少位；FD_SET 自己可不检查");
	for (int i = 0; i < 4; i++) {
		expect_int(selector_register(s, beyond[i], SELECTOR_READ),
			   -EMFILE);
		expect_int(selector_register(s, beyond[i], BOTH), -EMFILE);
	}
	expect_int(selector_register(s, tube[0], SELECTOR_READ), 0);
	expect_int(look(64), 0);
	expect_int(scripted_last_nfds(), tube[0] + 1);
}
END_TEST

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

START_TEST(the_last_descriptor_that_fits_is_watched)
{
	int last = FD_SETSIZE - 1;

	look_at("the last bit of the set: FD_SETSIZE - 1 still fits",
		"集合的最后一位：FD_SETSIZE - 1 还放得下");
	expect_int(selector_register(s, last, SELECTOR_READ), 0);
	expect_int(selector_register(s, last, SELECTOR_READ), -EEXIST);
	if (may_open(FD_SETSIZE)) {
		expect_int(dup2(tube[0], last), last);
		fill(tube[1]);
		expect_int(look(64), 1);
		expect_int(ready[0].fd, last);
		close(last);
	}
	expect_int(selector_unregister(s, last), 0);
}
END_TEST

START_TEST(an_open_descriptor_beyond_the_set_is_refused)
{
	int beyond = FD_SETSIZE;

	look_at("what is checked: that the descriptor is open is not enough",
		"检查的是什么：描述符开着，并不够");
	if (may_open(FD_SETSIZE + 64))
		beyond = copy_of(tube[0], FD_SETSIZE);
	expect_int(selector_register(s, beyond, SELECTOR_READ), -EMFILE);
	expect_int(selector_modify(s, beyond, SELECTOR_READ), -ENOENT);
	expect_int(selector_unregister(s, beyond), -ENOENT);
	close(beyond);
}
END_TEST

/* Step 3: modify and unregister */

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

/* Step 4: how long */

START_TEST(infinity_is_a_null_pointer)
{
	look_at("how select(2) is told to wait without limit",
		"怎样告诉 select(2)：一直等，不限时间");
	scripted_begin();
	scripted_interrupt(1, 1); /* lest it wait for ever */
	fill(tube[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(selector_select(s, INFINITY, ready, 64), 1);
	expect_double(scripted_last_timeout(), INFINITY, 0);
}
END_TEST

START_TEST(zero_and_less_only_look)
{
	double timeouts[] = { 0, -0.0, -1e-9, -1, -1e300, -INFINITY };

	look_at("what select(2) thinks of a negative time",
		"时间是负数，select(2) 怎么看");
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

START_TEST(whole_microseconds_stay_what_they_are)
{
	double timeouts[] = { 0.5, 1, 1.5, 60, 0.000001, 7.25 };

	look_at("seconds and microseconds: the two parts of a timeval",
		"秒和微秒：timeval 的两个部分");
	scripted_begin();
	for (int i = 0; i < 6; i++) {
		expect_int(selector_select(s, timeouts[i], ready, 64), 0);
		expect_double(scripted_last_timeout(), timeouts[i], 1e-9);
	}
}
END_TEST

START_TEST(fractions_of_a_microsecond_round_up) /* L11 */
{
	look_at("what a thousandth of a microsecond becomes: a busy loop, if "
		"it becomes nothing",
		"千分之一微秒变成了多少：要是变成零，就成了忙等");
	scripted_begin();
	selector_select(s, 1e-9, ready, 64);
	expect_double(scripted_last_timeout(), 0.000001, 1e-9);
	selector_select(s, 0.0000011, ready, 64);
	expect_double(scripted_last_timeout(), 0.000002, 1e-9);
	selector_select(s, 3.1234561, ready, 64);
	expect_double(scripted_last_timeout(), 3.123457, 1e-9);
}
END_TEST

START_TEST(a_fraction_may_carry_into_the_seconds)
{
	look_at("tv_usec when the fraction rounds up to a whole second: a "
		"million is no number of microseconds",
		"零头向上取整满了一秒，tv_usec "
		"是多少：一百万可不是合法的微秒数");
	scripted_begin();
	expect_int(selector_select(s, 0.9999999, ready, 64), 0);
	expect_double(scripted_last_timeout(), 1, 1e-9);
	expect_int(selector_select(s, 2.99999999, ready, 64), 0);
	expect_double(scripted_last_timeout(), 3, 1e-9);
}
END_TEST

START_TEST(nobody_is_woken_before_the_time_is_up) /* L11 */
{
	look_at("whether any timeout comes out shorter than it was",
		"有没有哪个等待时间，换算以后反而短了");
	scripted_begin();
	for (int i = 1; i < 200; i++) {
		double timeout = 0.7 / i, start = scripted_now();

		expect_int(selector_select(s, timeout, ready, 64), 0);
		expect_true(scripted_now() - start >= timeout - 1e-9);
		expect_true(scripted_now() - start < timeout + 0.0000011);
	}
}
END_TEST

START_TEST(more_than_a_day_is_a_day)
{
	double timeouts[] = { 86401, 1e10, 1e19, 1e300 };

	look_at("what becomes of a number of seconds that no time_t can hold",
		"秒数大到 time_t 放不下，会怎样");
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

	look_at("whether select really waits, or is not asked to",
		"select 是不是真等了，还是根本没让它等");
	expect_int(selector_select(s, 0.01, ready, 64), 0);
	expect_true(monotonic() - start >= 0.01);
}
END_TEST

/* Step 5: the answer */

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

START_TEST(a_pipe_with_room_in_it_can_be_written)
{
	look_at("the set of writers: who is asked for, and who is told",
		"要写的集合：问了谁，答了谁");
	selector_register(s, tube[1], SELECTOR_WRITE);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[1]);
	expect_int(ready[0].events, SELECTOR_WRITE);
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

START_TEST(the_one_among_many_is_found)
{
	int quiet[100];

	look_at("how far you walk through the sets",
		"两个集合，你走到哪里为止");
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

/* Step 6: select */

START_TEST(the_question_outlives_the_answer)
{
	look_at("on which sets select(2) writes: on yours, or on copies",
		"select(2) 往哪几个集合上写：是你留着的，还是副本");
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

START_TEST(a_signal_tells_nobody_ready)
{
	look_at("the sets after a select that failed: they hold no answer",
		"select 失败以后，两个集合里没有答案");
	scripted_begin();
	scripted_interrupt(1, 0.5);
	ready[0].fd = -7;
	selector_register(s, tube[0], SELECTOR_READ);
	selector_select(s, 10, ready, 64);
	expect_int(ready[0].fd, -7);
	fill(tube[1]);
	expect_int(look(64), 1);
}
END_TEST

START_TEST(a_descriptor_closed_behind_our_back_is_ebadf)
{
	look_at("which errors of select(2) are passed on",
		"select(2) 的哪些错误要报上去");
	scripted_begin();
	selector_register(s, tube[0], SELECTOR_READ);
	close(tube[0]);
	expect_int(selector_select(s, 0, ready, 64), -EBADF);
	expect_int(selector_select(s, 10, ready, 64), -EBADF);
	expect_int(selector_unregister(s, tube[0]), 0);
	expect_int(look(64), 0);
	tube[0] = dup(tube[1]);
}
END_TEST

START_TEST(nobody_watched_is_a_sleep)
{
	look_at("whether select is called, too, when nothing is watched",
		"什么也没登记的时候，是不是照样调用 select");
	scripted_begin();
	expect_int(selector_select(s, 2, ready, 64), 0);
	expect_double(scripted_now(), SCRIPTED_START + 2, 1e-6);
	expect_int(scripted_selects(), 1);
}
END_TEST

START_TEST(two_selectors_do_not_know_each_other)
{
	struct selector *other = selector_create();

	look_at("where the sets are kept: in the selector, or in a static "
		"variable",
		"集合存在哪里：在选择器里，还是在静态变量里");
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

START_TEST(a_turn_asks_for_no_memory)
{
	long before;
	int rc = 0;

	look_at("where the copies of the sets lie: a turn of the loop should "
		"cost no malloc",
		"集合的副本放在哪里：转一轮，不该花一次 malloc");
	scripted_begin();
	before = allocations();
	for (int i = 0; i < 10; i++) {
		rc |= selector_register(s, tube[1], BOTH);
		rc |= selector_select(s, 1, ready, 64) - 1;
		rc |= selector_modify(s, tube[1], SELECTOR_READ);
		rc |= selector_select(s, 1, ready, 64);
		rc |= selector_unregister(s, tube[1]);
	}
	expect_int(allocations() - before, 0);
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

static void add_answers(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "5 collect");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_pipe_with_something_in_it_can_be_read);
	tcase_add_test(step, a_pipe_with_room_in_it_can_be_written);
	tcase_add_test(step, both_events_of_a_descriptor_are_one_answer);
	tcase_add_test(step, only_what_was_asked_for_is_told);
	tcase_add_test(step, the_one_among_many_is_found);
	tcase_add_test(step, no_more_than_max_are_told);
	tcase_add_test(step, those_that_did_not_fit_are_told_the_next_time);

	step = lab_step(suite, "6 select");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, the_question_outlives_the_answer);
	tcase_add_test(step, what_is_not_read_stays_ready);
	tcase_add_test(step, a_hang_up_can_be_read);
	tcase_add_test(step, a_signal_is_zero_answers_and_no_error);
	tcase_add_test(step, a_signal_tells_nobody_ready);
	tcase_add_test(step, a_descriptor_closed_behind_our_back_is_ebadf);
	tcase_add_test(step, nobody_watched_is_a_sleep);
	tcase_add_test(step, two_selectors_do_not_know_each_other);
	tcase_add_test(step, a_turn_asks_for_no_memory);
	tcase_add_test(step, the_descriptors_stay_open);
	tcase_add_test(step, out_of_memory_is_null);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("selector");
	TCase *step;

	step = lab_step(suite, "1 limit");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, select_is_told_one_more_than_the_highest);
	tcase_add_test(step, a_low_descriptor_does_not_lower_the_limit);
	tcase_add_test(step, the_limit_falls_when_the_highest_leaves);
	tcase_add_test(step, the_limit_falls_past_those_that_nobody_watches);
	tcase_add_test(step, the_limit_stays_when_another_leaves);

	step = lab_step(suite, "2 register");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_second_register_is_eexist_and_changes_nothing);
	tcase_add_test(step, one_watched_for_writing_is_watched_too);
	tcase_add_test(step, events_that_do_not_exist_are_einval);
	tcase_add_test(step, a_negative_descriptor_is_ebadf);
	tcase_add_test(step, a_descriptor_beyond_the_set_is_emfile);
	tcase_add_test(step, the_last_descriptor_that_fits_is_watched);
	tcase_add_test(step, an_open_descriptor_beyond_the_set_is_refused);

	step = lab_step(suite, "3 modify, unregister");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, what_is_not_watched_is_enoent);
	tcase_add_test(step, modify_replaces_what_was_asked);
	tcase_add_test(step, a_refused_modify_changes_nothing);
	tcase_add_test(step, unregister_forgets_both_events);

	step = lab_step(suite, "4 to_timeval");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, infinity_is_a_null_pointer);
	tcase_add_test(step, zero_and_less_only_look);
	tcase_add_test(step, whole_microseconds_stay_what_they_are);
	tcase_add_test(step, fractions_of_a_microsecond_round_up);
	tcase_add_test(step, a_fraction_may_carry_into_the_seconds);
	tcase_add_test(step, nobody_is_woken_before_the_time_is_up);
	tcase_add_test(step, more_than_a_day_is_a_day);
	tcase_add_test(step, a_real_wait_is_not_too_short);

	add_answers(suite);
	return suite;
}
