/*
 * selector.c - the suite of lab selector: what every selector promises, and
 * what only select(2) can get wrong.
 */
#include "both_selectors.c"

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

START_TEST(the_last_descriptor_that_fits_is_watched)
{
	int last = FD_SETSIZE - 1;

	look_at("the last bit of the set: FD_SETSIZE - 1 still fits",
		"集合的最后一位：FD_SETSIZE - 1 还放得下");
	expect_int(selector_register(s, last, SELECTOR_READ), 0);
	expect_int(selector_register(s, last, SELECTOR_READ), -EEXIST);
	expect_int(selector_unregister(s, FD_SETSIZE), -ENOENT);
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

START_TEST(whole_microseconds_stay_what_they_are)
{
	double timeouts[] = { 0.5, 1, 1.5, 60, 0.000001, 0.999999 };

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

/* Step 6: select */

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
	tcase_add_test(step, a_pipe_whose_writers_are_gone_can_be_read);
	tcase_add_test(step, a_full_pipe_whose_readers_are_gone_can_be_written);
	tcase_add_test(step, nobody_hears_of_what_he_did_not_ask_for);
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
	tcase_add_test(step, descriptor_zero_is_one_like_any_other);
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
	tcase_add_test(step, copies_are_told_apart);

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
