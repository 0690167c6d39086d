/*
 * poller.c - the suite of lab poller: what every selector promises, and what
 * only epoll(7) can get wrong.
 */
#include "both_selectors.c"

#define CROWD 300 /* more than one system call may tell */
#define FEW 30	  /* turns: ten a turn, if not all at once */

static struct readiness many[CROWD + 1];

/* Is this descriptor open? */
static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* The number that the next descriptor will get. */
static int next_number(void)
{
	int fd = copy_of(tube[0], 0);

	close(fd);
	return fd;
}

/* Step 1: create, destroy */

START_TEST(destroy_closes_the_table)
{
	struct selector *other;
	int before = next_number();

	look_at("what selector_create has taken from the system, and who "
		"gives it back",
		"selector_create 向系统要了什么，由谁还回去");
	other = selector_create();
	expect_true(is_open(before));
	selector_destroy(other);
	expect_int(next_number(), before);
}
END_TEST

START_TEST(the_table_is_closed_on_exec)
{
	struct selector *other;
	int table = next_number();

	look_at("what a program that is started by exec inherits",
		"exec 出来的程序会继承到什么");
	other = selector_create();
	expect_true(is_open(table));
	expect_true(fcntl(table, F_GETFD) & FD_CLOEXEC);
	selector_destroy(other);
}
END_TEST

START_TEST(no_descriptor_left_is_null)
{
	struct selector *other;
	struct rlimit limit, none;

	look_at("what selector_create gives when the system has no descriptor "
		"or no memory left, and what it keeps",
		"系统没有描述符或内存可给了，selector_create "
		"给什么，又留着什么");
	getrlimit(RLIMIT_NOFILE, &limit);
	none = limit;
	none.rlim_cur = (rlim_t)next_number();
	setrlimit(RLIMIT_NOFILE, &none);
	other = selector_create();
	setrlimit(RLIMIT_NOFILE, &limit);
	expect_ptr(other, NULL);
	selector_destroy(other);
	allocation_fails(1);
	other = selector_create();
	allocation_fails(0);
	expect_ptr(other, NULL);
	selector_destroy(other);
	expect_int(selector_register(s, tube[1], SELECTOR_WRITE), 0);
	expect_int(look(64), 1);
}
END_TEST

START_TEST(the_table_may_be_number_0)
{
	struct selector *other;

	look_at("which numbers a descriptor may have: 0 is free once stdin is "
		"closed",
		"描述符可以是哪些数：stdin 一关，0 就空出来了");
	close(0);
	other = selector_create();
	expect_true(is_open(0));
	expect_true(other);
	expect_int(selector_register(other, tube[1], SELECTOR_WRITE), 0);
	expect_int(selector_select(other, 0, ready, 64), 1);
	selector_destroy(other);
	expect_false(is_open(0));
}
END_TEST

/* Step 3: register, modify, unregister */

START_TEST(no_descriptor_is_too_large)
{
	int large;

	look_at("how large a descriptor may be: no bit has to be found for it",
		"描述符能有多大：用不着给它找一位");
	expect_int(selector_register(s, tube[0], SELECTOR_READ), 0);
	if (!may_open(FD_SETSIZE + 64)) {
		test_ends();
		return;
	}
	large = copy_of(pair[0], FD_SETSIZE);
	fill(pair[1]);
	expect_int(selector_register(s, large, BOTH), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, large);
	expect_int(ready[0].events, BOTH);
	expect_int(selector_modify(s, large, SELECTOR_READ), 0);
	expect_int(selector_unregister(s, large), 0);
	expect_int(look(64), 0);
	close(large);
}
END_TEST

START_TEST(a_descriptor_that_is_not_open_is_ebadf)
{
	int nobody[] = { next_number(), 5000, INT_MAX };

	look_at("what epoll_ctl(2) says of a descriptor that is not open, and "
		"how it reaches the caller",
		"描述符没有打开，epoll_ctl(2) 怎么说，怎样传给调用者");
	for (int i = 0; i < 3; i++)
		expect_int(selector_register(s, nobody[i], BOTH), -EBADF);
}
END_TEST

START_TEST(a_regular_file_is_eperm)
{
	FILE *file = tmpfile();

	look_at("what epoll_ctl(2) says of a regular file, and how it reaches "
		"the caller",
		"普通文件，epoll_ctl(2) 怎么说，怎样传给调用者");
	ck_assert_ptr_nonnull(file);
	expect_int(selector_register(s, fileno(file), SELECTOR_READ), -EPERM);
	expect_int(selector_unregister(s, fileno(file)), -ENOENT);
	fclose(file);
}
END_TEST

START_TEST(one_closed_behind_our_back_is_not_watched)
{
	look_at("what the kernel says of a descriptor that was closed, and "
		"what selector.h says",
		"关掉了的描述符，内核怎么说，selector.h 又怎么说");
	selector_register(s, tube[0], SELECTOR_READ);
	close(tube[0]);
	expect_int(selector_modify(s, tube[0], BOTH), -ENOENT);
	expect_int(selector_unregister(s, tube[0]), -ENOENT);
}
END_TEST

START_TEST(a_number_used_again_is_watched_anew)
{
	int number = tube[0];

	look_at("who remembers what is watched: the kernel, or you, too",
		"登记了谁，由谁记着：内核，还是你也记了一份");
	selector_register(s, number, SELECTOR_READ);
	close(number);
	expect_int(dup2(pair[0], number), number);
	expect_int(selector_modify(s, number, BOTH), -ENOENT);
	expect_int(selector_register(s, number, SELECTOR_WRITE), 0);
	expect_int(look(64), 1);
	expect_int(ready[0].fd, number);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

/* A copy keeps the pipe open: the kernel does not see that anybody left. */
START_TEST(unregister_ends_it_whatever_copies_there_are)
{
	int copy = copy_of(tube[0], 20);

	look_at("who takes a descriptor out of the table: close(2) does not "
		"while there is a copy",
		"谁把描述符从表里拿走：只要还有副本，close(2) 就不拿");
	fill(tube[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(look(64), 1);
	expect_int(selector_unregister(s, tube[0]), 0);
	close(tube[0]);
	expect_int(look(64), 0);
	close(copy);
}
END_TEST

/* Step 4: how long */

START_TEST(infinity_is_minus_one)
{
	look_at("how epoll_wait(2) is told to wait without limit",
		"怎样告诉 epoll_wait(2)：一直等，不限时间");
	scripted_begin();
	scripted_interrupt(1, 1); /* lest it wait for ever */
	fill(tube[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	expect_int(selector_select(s, INFINITY, ready, 64), 1);
	expect_double(scripted_last_timeout(), INFINITY, 0);
}
END_TEST

START_TEST(whole_milliseconds_stay_what_they_are)
{
	double timeouts[] = { 0.5, 1, 1.5, 60, 0.001, 7.25 };

	look_at("how many milliseconds a second has, and what rounding up "
		"does to whole ones",
		"一秒有多少毫秒，整数毫秒向上取整又是多少");
	scripted_begin();
	for (int i = 0; i < 6; i++) {
		expect_int(selector_select(s, timeouts[i], ready, 64), 0);
		expect_double(scripted_last_timeout(), timeouts[i], 1e-9);
	}
}
END_TEST

START_TEST(fractions_of_a_millisecond_round_up) /* L11 */
{
	look_at("what a millionth of a second becomes: a busy loop, if it "
		"becomes nothing",
		"百万分之一秒变成了多少：要是变成零，就成了忙等");
	scripted_begin();
	selector_select(s, 1e-6, ready, 64);
	expect_double(scripted_last_timeout(), 0.001, 1e-9);
	selector_select(s, 0.0011, ready, 64);
	expect_double(scripted_last_timeout(), 0.002, 1e-9);
	selector_select(s, 3.1234561, ready, 64);
	expect_double(scripted_last_timeout(), 3.124, 1e-9);
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
		expect_true(scripted_now() - start < timeout + 0.0011);
	}
}
END_TEST

/* Step 5: understood */

/* Until there is no room any more. */
static void fill_up(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, many, sizeof(many)) > 0)
		;
}

START_TEST(of_both_the_one_that_is_there_is_told)
{
	look_at("somebody asked for both, and only one is there",
		"两种都问了，只有一种就绪");
	selector_register(s, pair[0], BOTH);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_WRITE);
	fill_up(pair[0]);
	expect_int(look(64), 0);
	fill(pair[1]);
	expect_int(look(64), 1);
	expect_int(ready[0].events, SELECTOR_READ);
}
END_TEST

START_TEST(nobody_is_woken_by_what_he_did_not_ask_for)
{
	look_at("what the kernel was asked for: the event that you drop "
		"afterwards has woken you all the same",
		"向内核问的是什么：事后扔掉的事件，照样把你叫醒了");
	scripted_begin();
	fill_up(pair[0]);
	fill(pair[1]);
	selector_register(s, pair[0], SELECTOR_WRITE);
	selector_register(s, pair[1], SELECTOR_READ);
	expect_int(selector_select(s, 10, ready, 64), 1);
	expect_int(ready[0].fd, pair[1]);
	expect_int(selector_unregister(s, pair[1]), 0);
	expect_int(selector_select(s, 10, ready, 64), 0);
	expect_double(scripted_now(), SCRIPTED_START + 10, 1e-6);
}
END_TEST

START_TEST(a_hang_up_is_told_whatever_was_asked)
{
	look_at("what the kernel tells although nobody asks for it, and who "
		"waits for ever if it is dropped",
		"没人问内核也会说的是什么；要是把它丢掉，谁会一直等下去");
	selector_register(s, tube[0], SELECTOR_WRITE);
	expect_int(look(64), 0);
	close(tube[1]);
	tube[1] = -1;
	expect_int(look(64), 1);
	expect_int(ready[0].fd, tube[0]);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

START_TEST(what_was_modified_is_told_under_its_own_name)
{
	look_at("what goes to the kernel besides the events, each time",
		"除了事件，每次还要交给内核什么");
	selector_register(s, pair[0], SELECTOR_READ);
	selector_modify(s, pair[0], SELECTOR_WRITE);
	close(pair[1]);
	pair[1] = -1;
	expect_int(look(64), 1);
	expect_int(ready[0].fd, pair[0]);
	expect_int(ready[0].events, SELECTOR_WRITE);
}
END_TEST

/* Step 6: select */

START_TEST(nobody_starves_when_max_is_small)
{
	int copies[5];
	bool told[5] = { false };

	look_at("whose turn it is when there is no room for all: the kernel "
		"sees to it, if you let it",
		"放不下所有人的时候轮到谁：你不插手，内核自会安排");
	for (int i = 0; i < 5; i++) {
		copies[i] = copy_of(tube[1], 20);
		selector_register(s, copies[i], SELECTOR_WRITE);
	}
	for (int round = 0; round < 3; round++) {
		expect_int(look(2), 2);
		for (int i = 0; i < 5; i++)
			if (ready[0].fd == copies[i] ||
			    ready[1].fd == copies[i])
				told[i] = true;
	}
	for (int i = 0; i < 5; i++) {
		expect_true(told[i]);
		close(copies[i]);
	}
}
END_TEST

/* All of them can be written. */
static void crowd_in(int crowd[])
{
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = copy_of(tube[1], 20);
		expect_int(selector_register(s, crowd[i], SELECTOR_WRITE), 0);
	}
}

START_TEST(a_crowd_is_told_in_a_few_turns)
{
	int crowd[CROWD], left = CROWD;

	look_at("how many answers one system call may give, and where those "
		"go that it does not",
		"一次系统调用最多给多少个回答，没给的上哪儿去了");
	crowd_in(crowd);
	many[CROWD].fd = -7;
	for (int i = 0; i < FEW && left > 0; i++) {
		int n = selector_select(s, 0, many, CROWD);

		expect_true(n >= 0 && n <= CROWD);
		for (int j = 0; j < n; j++)
			if (selector_unregister(s, many[j].fd) == 0)
				left--;
	}
	expect_int(left, 0);
	expect_int(many[CROWD].fd, -7);
	for (int i = 0; i < CROWD; i++)
		close(crowd[i]);
}
END_TEST

START_TEST(one_closed_behind_our_back_is_forgotten)
{
	look_at("what epoll_wait(2) says when a descriptor was closed, and "
		"what you add to it",
		"描述符关掉了，epoll_wait(2) 怎么说，你又添了什么");
	scripted_begin();
	fill(tube[1]);
	fill(pair[1]);
	selector_register(s, tube[0], SELECTOR_READ);
	selector_register(s, pair[0], SELECTOR_READ);
	close(tube[0]);
	tube[0] = -1;
	expect_int(look(64), 1);
	expect_int(ready[0].fd, pair[0]);
	expect_int(selector_unregister(s, pair[0]), 0);
	expect_int(selector_select(s, 10, ready, 64), 0);
	expect_double(scripted_now(), SCRIPTED_START + 10, 1e-6);
}
END_TEST

START_TEST(other_errors_are_told)
{
	int table = next_number();
	struct selector *other = selector_create();

	look_at("which errors of epoll_wait(2) are passed on",
		"epoll_wait(2) 的哪些错误要报上去");
	expect_int(selector_select(other, 0, ready, 64), 0);
	close(table);
	expect_int(selector_select(other, 0, ready, 64), -EBADF);
	selector_destroy(other);
}
END_TEST

static void add_waits(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "4 to_milliseconds");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, infinity_is_minus_one);
	tcase_add_test(step, zero_and_less_only_look);
	tcase_add_test(step, whole_milliseconds_stay_what_they_are);
	tcase_add_test(step, fractions_of_a_millisecond_round_up);
	tcase_add_test(step, nobody_is_woken_before_the_time_is_up);
	tcase_add_test(step, more_than_a_day_is_a_day);
	tcase_add_test(step, a_real_wait_is_not_too_short);

	step = lab_step(suite, "5 understood");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_pipe_with_something_in_it_can_be_read);
	tcase_add_test(step, a_pipe_with_room_in_it_can_be_written);
	tcase_add_test(step, both_events_of_a_descriptor_are_one_answer);
	tcase_add_test(step, only_what_was_asked_for_is_told);
	tcase_add_test(step, a_pipe_whose_writers_are_gone_can_be_read);
	tcase_add_test(step, a_full_pipe_whose_readers_are_gone_can_be_written);
	tcase_add_test(step, nobody_hears_of_what_he_did_not_ask_for);
	tcase_add_test(step, of_both_the_one_that_is_there_is_told);
	tcase_add_test(step, nobody_is_woken_by_what_he_did_not_ask_for);
	tcase_add_test(step, a_hang_up_is_told_whatever_was_asked);
	tcase_add_test(step, what_was_modified_is_told_under_its_own_name);
}

static void add_answers(Suite *suite)
{
	TCase *step = lab_step(suite, "6 select");

	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, the_question_outlives_the_answer);
	tcase_add_test(step, what_is_not_read_stays_ready);
	tcase_add_test(step, a_hang_up_can_be_read);
	tcase_add_test(step, the_one_among_many_is_found);
	tcase_add_test(step, no_more_than_max_are_told);
	tcase_add_test(step, those_that_did_not_fit_are_told_the_next_time);
	tcase_add_test(step, nobody_starves_when_max_is_small);
	tcase_add_test(step, a_crowd_is_told_in_a_few_turns);
	tcase_add_test(step, a_signal_is_zero_answers_and_no_error);
	tcase_add_test(step, a_signal_tells_nobody_ready);
	tcase_add_test(step, one_closed_behind_our_back_is_forgotten);
	tcase_add_test(step, other_errors_are_told);
	tcase_add_test(step, nobody_watched_is_a_sleep);
	tcase_add_test(step, two_selectors_do_not_know_each_other);
	tcase_add_test(step, a_turn_asks_for_no_memory);
	tcase_add_test(step, the_descriptors_stay_open);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("poller");
	TCase *step;

	step = lab_step(suite, "1 create, destroy");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, destroy_closes_the_table);
	tcase_add_test(step, the_table_is_closed_on_exec);
	tcase_add_test(step, no_descriptor_left_is_null);
	tcase_add_test(step, the_table_may_be_number_0);

	step = lab_step(suite, "3 register, modify, unregister");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_second_register_is_eexist_and_changes_nothing);
	tcase_add_test(step, one_watched_for_writing_is_watched_too);
	tcase_add_test(step, descriptor_zero_is_one_like_any_other);
	tcase_add_test(step, events_that_do_not_exist_are_einval);
	tcase_add_test(step, a_negative_descriptor_is_ebadf);
	tcase_add_test(step, no_descriptor_is_too_large);
	tcase_add_test(step, a_descriptor_that_is_not_open_is_ebadf);
	tcase_add_test(step, a_regular_file_is_eperm);
	tcase_add_test(step, what_is_not_watched_is_enoent);
	tcase_add_test(step, modify_replaces_what_was_asked);
	tcase_add_test(step, a_refused_modify_changes_nothing);
	tcase_add_test(step, unregister_forgets_both_events);
	tcase_add_test(step, unregister_ends_it_whatever_copies_there_are);
	tcase_add_test(step, copies_are_told_apart);
	tcase_add_test(step, one_closed_behind_our_back_is_not_watched);
	tcase_add_test(step, a_number_used_again_is_watched_anew);

	add_waits(suite);
	add_answers(suite);
	return suite;
}
