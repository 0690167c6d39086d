/*
 * watch.c - the suite of lab watch.
 *
 * Descriptors are real, time is virtual. Callbacks write down what happened;
 * the tests compare that once.
 */
#include "expect.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "counting.h"
#include "loop.h"
#include "virtual.h"

/* Every test has a loop, handles, two pipes, and a pair of sockets. */
static struct loop *l;
static struct handle h[8];
static struct timer t[4];
static int tube[2], other[2], pair[2];

static void set_up(void)
{
	memset(h, 0, sizeof(h));
	memset(t, 0, sizeof(t));
	ck_assert_int_eq(pipe(tube), 0);
	ck_assert_int_eq(pipe(other), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fcntl(tube[0], F_SETFL, O_NONBLOCK);
	l = loop_create();
	ck_assert_ptr_nonnull(l);
}

static void tear_down(void)
{
	loop_destroy(l);
	for (int i = 0; i < 2; i++) {
		close(tube[i]);
		close(other[i]);
		close(pair[i]);
	}
}

static void fill(int fd)
{
	ck_assert_int_eq(write(fd, "x", 1), 1);
}

static void say(void *word)
{
	trace("%s", (char *)word);
}

static void say_when(void *word)
{
	trace("%s@%.3f", (char *)word, virtual_now() - VIRTUAL_START);
}

/* Take one byte away and say which. */
static void take(void *fd)
{
	char byte = '?';

	ck_assert_int_eq(read(*(int *)fd, &byte, 1), 1);
	trace("%c", byte);
}

/* So many turns, with a mark behind each; none of them sleeps. */
static void run_turns(int n)
{
	for (int i = 0; i < n; i++) {
		loop_stop(l);
		loop_run_forever(l);
		trace("|");
	}
}

/* What the selector would answer now for this descriptor. */
static int watched_for(int fd)
{
	struct readiness ready[8];
	int n = selector_select(l->selector, 0, ready, 8);

	for (int i = 0; i < n; i++)
		if (ready[i].fd == fd)
			return ready[i].events;
	return n < 0 ? n : 0;
}

/* Step 1: telling the selector */

START_TEST(a_watched_descriptor_counts_once)
{
	look_at("what l->waited counts: descriptors, not events",
		"l->waited 数的是什么：是描述符，不是事件");
	expect_int(loop_add_reader(l, pair[0], say, "r", &h[0]), 0);
	expect_int(l->waited, 1);
	expect_int(loop_add_writer(l, pair[0], say, "w", &h[1]), 0);
	expect_int(l->waited, 1);
	expect_int(loop_add_writer(l, tube[1], say, "w", &h[2]), 0);
	expect_int(l->waited, 2);
}
END_TEST

START_TEST(a_descriptor_counts_until_its_last_event_has_left)
{
	look_at("what l->waited counts: descriptors, not events",
		"l->waited 数的是什么：是描述符，不是事件");
	loop_add_reader(l, pair[0], say, "r", &h[0]);
	loop_add_writer(l, pair[0], say, "w", &h[1]);
	expect_true(loop_remove_reader(l, pair[0]));
	expect_int(l->waited, 1);
	expect_true(loop_remove_writer(l, pair[0]));
	expect_int(l->waited, 0);
	expect_false(loop_remove_writer(l, pair[0]));
	expect_int(l->waited, 0);
}
END_TEST

START_TEST(the_selector_is_told_about_every_change) /* L18 */
{
	int fd = pair[0];

	look_at("what the selector watches after each change: register, "
		"modify, unregister",
		"每改一次，选择器在看什么：登记、修改、注销");
	fill(pair[1]);
	loop_add_reader(l, fd, say, "r", &h[0]);
	expect_int(watched_for(fd), SELECTOR_READ);
	loop_add_writer(l, fd, say, "w", &h[1]);
	expect_int(watched_for(fd), SELECTOR_READ | SELECTOR_WRITE);
	loop_remove_reader(l, fd);
	expect_int(watched_for(fd), SELECTOR_WRITE);
	loop_add_reader(l, fd, say, "r", &h[0]);
	loop_remove_writer(l, fd);
	expect_int(watched_for(fd), SELECTOR_READ);
	loop_remove_reader(l, fd);
	expect_int(selector_unregister(l->selector, fd), -ENOENT);
}
END_TEST

START_TEST(a_descriptor_may_come_and_go)
{
	look_at("what is left of a descriptor in the selector when both have "
		"gone",
		"两个都走了，选择器里还留着这个描述符的什么");
	for (int i = 0; i < 3; i++) {
		expect_int(loop_add_writer(l, tube[1], say, "w", &h[0]), 0);
		run_turns(1);
		expect_true(loop_remove_writer(l, tube[1]));
		run_turns(1);
	}
	expect_trace("w | | w | | w | |");
}
END_TEST

/* Step 2: adding */

START_TEST(adding_calls_nothing)
{
	look_at("who calls the callback: the turn, even when the descriptor "
		"is ready now",
		"回调由谁来调：由那一轮，哪怕描述符现在就绪");
	fill(tube[1]);
	expect_int(loop_add_reader(l, tube[0], say, "r", &h[0]), 0);
	expect_int(loop_add_writer(l, tube[1], say, "w", &h[1]), 0);
	expect_trace("");
	expect_false(handle_queued(&h[0]));
}
END_TEST

START_TEST(a_reader_is_called_while_there_is_something) /* L17 */
{
	look_at("when a reader is called: once a turn, as long as something "
		"is there",
		"读的那个什么时候被调用：只要还有东西，一轮一次");
	ck_assert_int_eq(write(tube[1], "ab", 2), 2);
	loop_add_reader(l, tube[0], take, &tube[0], &h[0]);
	run_turns(3);
	fill(tube[1]);
	run_turns(2);
	expect_trace("a | b | | x | |");
}
END_TEST

START_TEST(who_does_not_read_is_called_again) /* L17 */
{
	look_at("whether readiness is told once, or as long as it lasts",
		"就绪是只说一次，还是一直在就一直说");
	fill(tube[1]);
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	run_turns(3);
	expect_trace("r | r | r |");
}
END_TEST

START_TEST(a_writer_is_called_while_there_is_room)
{
	static char much[1 << 16];

	look_at("what a writer waits for: room",
		"写的那个等的是什么：等有地方写");
	ck_assert_int_eq(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
	ck_assert_int_eq(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0);
	loop_add_writer(l, pair[0], say, "w", &h[0]);
	run_turns(2);
	while (write(pair[0], much, sizeof(much)) > 0)
		;
	run_turns(1);
	while (read(pair[1], much, sizeof(much)) > 0)
		;
	run_turns(1);
	expect_trace("w | w | | w |");
}
END_TEST

START_TEST(reader_and_writer_do_not_touch_each_other) /* L18 */
{
	look_at("what happens to the reader when a writer comes to the same "
		"descriptor",
		"同一个描述符来了个写的，读的那个怎么样了");
	loop_add_reader(l, pair[0], take, &pair[0], &h[0]);
	loop_add_writer(l, pair[0], say, "w", &h[1]);
	run_turns(1);
	fill(pair[1]);
	run_turns(2);
	expect_trace("w | x w | w |");
}
END_TEST

START_TEST(a_second_reader_takes_the_place_of_the_first)
{
	look_at("whose handle stands in the table after the second add",
		"第二次 add 以后，表里是谁的句柄");
	fill(tube[1]);
	expect_int(loop_add_reader(l, tube[0], say, "old", &h[0]), 0);
	expect_int(loop_add_reader(l, tube[0], say, "new", &h[1]), 0);
	run_turns(2);
	expect_trace("new | new |");
	expect_int(l->waited, 1);
	expect_true(loop_remove_reader(l, tube[0]));
	expect_false(loop_remove_reader(l, tube[0]));
}
END_TEST

START_TEST(replacing_the_reader_keeps_the_writer)
{
	look_at("what the selector is told when a reader is replaced",
		"换掉读的那个时，跟选择器说了什么");
	fill(pair[1]);
	loop_add_writer(l, pair[0], say, "w", &h[0]);
	loop_add_reader(l, pair[0], say, "old", &h[1]);
	expect_int(loop_add_reader(l, pair[0], say, "new", &h[2]), 0);
	run_turns(1);
	expect_trace("new w |");
}
END_TEST

static void replace_reader(void *arg)
{
	trace("replace");
	loop_add_reader(l, other[0], say, "new", &h[2]);
}

START_TEST(who_was_replaced_is_not_called_any_more)
{
	look_at("the one who was replaced while waiting in the ready queue",
		"正在就绪队列里等着，就被换掉的那一个");
	fill(other[1]);
	loop_add_reader(l, other[0], say, "old", &h[1]);
	loop_call_soon(l, replace_reader, NULL, &h[0]);
	run_turns(2);
	expect_trace("replace | new |");
	expect_false(handle_queued(&h[1]));
}
END_TEST

START_TEST(the_same_handle_may_be_given_again)
{
	look_at("a handle that takes its own place", "句柄换下的正是它自己");
	fill(tube[1]);
	loop_add_reader(l, tube[0], say, "old", &h[0]);
	expect_int(loop_add_reader(l, tube[0], say, "new", &h[0]), 0);
	run_turns(2);
	expect_trace("new | new |");
}
END_TEST

START_TEST(a_negative_descriptor_is_ebadf)
{
	look_at("what has changed when -EBADF comes back: nothing",
		"返回 -EBADF 的时候，变了什么：什么也没变");
	loop_add_writer(l, tube[1], say, "w", &h[0]);
	expect_int(loop_add_reader(l, -1, say, "no", &h[1]), -EBADF);
	expect_int(loop_add_writer(l, INT_MIN, say, "no", &h[2]), -EBADF);
	expect_int(l->waited, 1);
	run_turns(1);
	expect_trace("w |");
}
END_TEST

START_TEST(a_descriptor_too_high_is_emfile)
{
	look_at("whether the selector's answer is passed on, and when the "
		"descriptor is counted",
		"选择器的回答有没有交上去；描述符是什么时候数进去的");
	expect_int(loop_add_reader(l, FD_SETSIZE, say, "no", &h[1]), -EMFILE);
	expect_int(loop_add_reader(l, INT_MAX, say, "no", &h[1]), -EMFILE);
	expect_int(l->waited, 0);
	expect_int(loop_run_once(l), -EDEADLK);
	expect_int(loop_add_writer(l, tube[1], say, "w", &h[1]), 0);
	run_turns(1);
	expect_trace("w |");
}
END_TEST

START_TEST(who_was_refused_is_not_in_the_table)
{
	int high = FD_SETSIZE;

	look_at("what stands in the table already when the selector refuses",
		"选择器拒绝的时候，表里已经写了什么");
	loop_add_reader(l, high, say, "no", &h[1]);
	expect_false(loop_remove_reader(l, high));
	loop_add_writer(l, high, say, "no", &h[2]);
	expect_false(loop_remove_writer(l, high));
	expect_int(loop_add_reader(l, high, say, "no", &h[1]), -EMFILE);
}
END_TEST

START_TEST(no_memory_leaves_no_trace)
{
	int rc;

	look_at("what has changed already when there is no memory",
		"没有内存的时候，你已经改了什么");
	allocation_fails(1);
	rc = loop_add_writer(l, tube[1], say, "no", &h[0]);
	allocation_fails(0);
	expect_int(rc, -ENOMEM);
	expect_int(l->waited, 0);
	expect_false(loop_remove_writer(l, tube[1]));
	expect_int(loop_add_writer(l, tube[1], say, "w", &h[0]), 0);
	allocation_fails(1);
	rc = loop_add_writer(l, 1000, say, "no", &h[1]);
	allocation_fails(0);
	expect_int(rc, -ENOMEM);
	expect_int(l->waited, 1);
	run_turns(1);
	expect_trace("w |");
}
END_TEST

START_TEST(a_growing_table_keeps_those_that_are_in_it)
{
	int high = fcntl(tube[1], F_DUPFD, 200);

	look_at("how often you look up a place in the table: it may move",
		"表里的位置要现查：表会搬家");
	loop_add_writer(l, tube[1], say, "low", &h[0]);
	expect_int(loop_add_writer(l, high, say, "high", &h[1]), 0);
	expect_int(l->waited, 2);
	loop_remove_writer(l, tube[1]);
	run_turns(1);
	loop_add_writer(l, tube[1], say, "low", &h[0]);
	loop_remove_writer(l, high);
	run_turns(1);
	expect_trace("high | low |");
	close(high);
}
END_TEST

START_TEST(the_first_descriptor_beyond_the_table_fits)
{
	int high;

	look_at("whether the table has a place whose number is its capacity",
		"表有 capacity 格，号码正好是 capacity 的那一格有没有");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	for (int i = 0; i < 3; i++) {
		high = fcntl(tube[1], F_DUPFD, l->capacity);
		expect_int(high, l->capacity);
		expect_false(loop_remove_writer(l, high));
		expect_int(loop_add_writer(l, high, say, "w", &h[1]), 0);
		run_turns(1);
		expect_true(loop_remove_writer(l, high));
		close(high);
	}
	expect_trace("w | w | w |");
}
END_TEST

START_TEST(descriptor_zero_is_one_like_any_other)
{
	look_at("which descriptors are none: those below zero",
		"哪些不是描述符：小于零的");
	ck_assert_int_eq(dup2(tube[0], 0), 0);
	fill(tube[1]);
	expect_int(loop_add_reader(l, 0, say, "zero", &h[0]), 0);
	run_turns(1);
	expect_trace("zero |");
	expect_true(loop_remove_reader(l, 0));
}
END_TEST

START_TEST(coming_and_going_asks_for_no_memory)
{
	long before;
	int rc = 0;

	look_at("who pays for the memory of a watch: the table, once",
		"看一个描述符要的内存由谁出：由那张表，只出一次");
	fill(tube[1]);
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	before = allocations();
	for (int i = 0; i < 50; i++) {
		rc |= loop_add_reader(l, tube[0], say, "r", &h[1]);
		rc |= loop_run_once(l);
		rc |= loop_remove_reader(l, tube[0]) ? 0 : 1;
		rc |= loop_add_reader(l, tube[0], say, "r", &h[0]);
	}
	expect_int(allocations() - before, 0);
	expect_int(rc, 0);
}
END_TEST

/* Step 3: removing */

START_TEST(a_removed_reader_is_not_called_any_more) /* L17 */
{
	look_at("who hears of the removal: the selector and the table",
		"移走这件事要让谁知道：选择器，还有那张表");
	fill(tube[1]);
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	run_turns(1);
	expect_true(loop_remove_reader(l, tube[0]));
	run_turns(2);
	expect_trace("r | | |");
}
END_TEST

START_TEST(removing_what_is_not_there_is_false)
{
	look_at("what remove answers when there was nobody",
		"没有人可移走，remove 返回什么");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	expect_false(loop_remove_writer(l, tube[0]));
	expect_false(loop_remove_reader(l, other[0]));
	expect_false(loop_remove_reader(l, -1));
	expect_false(loop_remove_writer(l, INT_MAX));
	expect_true(loop_remove_reader(l, tube[0]));
	expect_false(loop_remove_reader(l, tube[0]));
	expect_int(l->waited, 0);
}
END_TEST

START_TEST(removing_one_keeps_the_other) /* L18 */
{
	look_at("what the selector is told when one of two leaves",
		"两个里走了一个，跟选择器说了什么");
	fill(pair[1]);
	loop_add_reader(l, pair[0], say, "r", &h[0]);
	loop_add_writer(l, pair[0], say, "w", &h[1]);
	run_turns(1);
	loop_remove_reader(l, pair[0]);
	run_turns(1);
	loop_add_reader(l, pair[0], say, "r", &h[0]);
	loop_remove_writer(l, pair[0]);
	run_turns(1);
	expect_trace("r w | w | r |");
}
END_TEST

static void remove_other(void *arg)
{
	trace("remove");
	loop_remove_reader(l, other[0]);
}

START_TEST(one_removed_in_the_same_turn_is_not_called)
{
	look_at("a reader that waits in the ready queue when it is removed",
		"移走的时候，它正在就绪队列里等着");
	fill(other[1]);
	loop_add_reader(l, other[0], say, "never", &h[1]);
	loop_call_soon(l, remove_other, NULL, &h[0]);
	run_turns(2);
	expect_trace("remove | |");
	expect_false(handle_queued(&h[1]));
}
END_TEST

static void remove_both(void *arg)
{
	trace("read");
	loop_remove_writer(l, pair[0]);
	loop_remove_reader(l, pair[0]);
}

START_TEST(a_reader_may_remove_itself_and_its_writer)
{
	look_at("the writer that became ready together with the reader",
		"和读的那个一起就绪的，还有写的那个");
	fill(pair[1]);
	loop_add_reader(l, pair[0], remove_both, NULL, &h[0]);
	loop_add_writer(l, pair[0], say, "never", &h[1]);
	run_turns(2);
	expect_trace("read | |");
	expect_int(l->waited, 0);
}
END_TEST

static void remove_and_add(void *arg)
{
	trace("again");
	loop_remove_reader(l, other[0]);
	loop_add_reader(l, other[0], say, "new", &h[1]);
}

START_TEST(removed_and_added_again_is_for_the_next_turn)
{
	look_at("whether the old place in the ready queue was given up",
		"就绪队列里原来的位置，让出来了没有");
	fill(other[1]);
	loop_add_reader(l, other[0], say, "old", &h[1]);
	loop_call_soon(l, remove_and_add, NULL, &h[0]);
	run_turns(2);
	expect_trace("again | new |");
}
END_TEST

START_TEST(a_handle_is_free_after_its_removal)
{
	struct handle *mine = calloc(1, sizeof(*mine));

	look_at("who still points to the handle when its reader is gone",
		"读的那个走了，还有谁指着它的句柄");
	fill(tube[1]);
	loop_add_reader(l, tube[0], say, "r", mine);
	run_turns(1);
	loop_remove_reader(l, tube[0]);
	free(mine);
	loop_add_reader(l, tube[0], say, "new", &h[0]);
	run_turns(1);
	expect_trace("r | new |");
}
END_TEST

static void reopen(void *arg)
{
	trace("reopen");
	loop_remove_reader(l, other[0]);
	ck_assert_int_eq(dup2(tube[0], other[0]), other[0]);
	loop_add_reader(l, other[0], say, "stranger", &h[1]);
}

START_TEST(a_number_may_come_back_as_another_descriptor)
{
	look_at("what is left of the descriptor that had this number before",
		"以前用这个号的描述符，还留下了什么");
	fill(other[1]);
	loop_add_reader(l, other[0], say, "never", &h[1]);
	loop_call_soon(l, reopen, NULL, &h[0]);
	run_turns(2);
	fill(tube[1]);
	run_turns(1);
	expect_trace("reopen | | stranger |");
}
END_TEST

START_TEST(the_last_one_to_leave_lets_the_loop_end)
{
	look_at("l->waited when nobody is watched any more",
		"谁也不看了，l->waited 是多少");
	fill(tube[1]);
	loop_add_reader(l, tube[0], take, &tube[0], &h[0]);
	expect_int(loop_run_once(l), 0);
	loop_remove_reader(l, tube[0]);
	fill(tube[1]);
	expect_int(loop_run_once(l), -EDEADLK);
	expect_trace("x");
}
END_TEST

/* Step 4: in the background */

START_TEST(the_background_keeps_nobody_alive)
{
	look_at("what l->waited counts: those somebody waits for",
		"l->waited 数的是什么：有人在等的那些");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_unref(l, tube[0]);
	expect_int(l->waited, 0);
	fill(tube[1]);
	expect_int(loop_run_once(l), -EDEADLK);
}
END_TEST

START_TEST(the_background_is_heard_all_the_same)
{
	look_at("what a descriptor in the background loses: only its say in "
		"whether the loop goes on",
		"放到后台，失去的是什么：只是循环要不要转下去，它说了不算");
	loop_add_reader(l, tube[0], take, &tube[0], &h[0]);
	loop_unref(l, tube[0]);
	fill(tube[1]);
	loop_call_later(l, 1, say_when, "tick", &t[0]);
	expect_int(loop_run_once(l), 0);
	expect_int(loop_run_once(l), 0);
	expect_trace("x tick@1.000");
	fill(tube[1]);
	expect_int(loop_run_once(l), -EDEADLK);
}
END_TEST

START_TEST(into_the_background_twice_is_once)
{
	look_at("how often one descriptor is taken off l->waited",
		"同一个描述符，从 l->waited 里减了几次");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_add_reader(l, other[0], say, "r", &h[1]);
	loop_unref(l, tube[0]);
	loop_unref(l, tube[0]);
	expect_int(l->waited, 1);
}
END_TEST

START_TEST(only_what_is_watched_goes_into_the_background)
{
	look_at("what unref does to a descriptor that nobody watches",
		"没人看的描述符，unref 对它做什么");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_unref(l, other[0]);
	loop_unref(l, -1);
	loop_unref(l, INT_MAX);
	expect_int(l->waited, 1);
	loop_unref(l, tube[0]);
	expect_int(l->waited, 0);
	loop_add_reader(l, other[0], say, "r", &h[1]);
	expect_int(l->waited, 1);
}
END_TEST

START_TEST(leaving_the_background_is_not_counted_twice)
{
	look_at("l->waited when somebody leaves who did not count",
		"走的那个本来就没数在内，l->waited 该不该减");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_add_reader(l, other[0], say, "r", &h[1]);
	loop_unref(l, tube[0]);
	expect_true(loop_remove_reader(l, tube[0]));
	expect_int(l->waited, 1);
	expect_true(loop_remove_reader(l, other[0]));
	expect_int(l->waited, 0);
}
END_TEST

START_TEST(who_comes_back_is_not_in_the_background)
{
	look_at("what is remembered of a descriptor that has left",
		"描述符走了以后，还记着它什么");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_unref(l, tube[0]);
	loop_remove_reader(l, tube[0]);
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	expect_int(l->waited, 1);
	loop_remove_reader(l, tube[0]);
	expect_int(l->waited, 0);
}
END_TEST

START_TEST(a_second_event_stays_in_the_background)
{
	look_at("what is in the background: the descriptor, with both events",
		"放到后台的是什么：是描述符，两种事件都在内");
	loop_add_reader(l, pair[0], say, "r", &h[0]);
	loop_unref(l, pair[0]);
	loop_add_writer(l, pair[0], say, "w", &h[1]);
	expect_int(l->waited, 0);
	loop_remove_reader(l, pair[0]);
	expect_int(l->waited, 0);
	loop_remove_writer(l, pair[0]);
	expect_int(l->waited, 0);
}
END_TEST

/* Step 5: what select answered */

START_TEST(process_events_queues_and_does_not_call)
{
	struct readiness ready = { tube[0], SELECTOR_READ };

	look_at("what loop_process_events does with a callback: it waits its "
		"turn in the ready queue",
		"loop_process_events 拿回调怎么办：让它到就绪队列里排着");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_call_soon(l, say, "first", &h[1]);
	loop_process_events(l, &ready, 1);
	expect_trace("");
	expect_true(handle_queued(&h[0]));
	run_turns(1);
	expect_trace("first r |");
}
END_TEST

START_TEST(who_waits_already_is_not_queued_again)
{
	struct readiness ready[2] = { { tube[0], SELECTOR_READ },
				      { tube[0], SELECTOR_READ } };

	look_at("a reader that is still in the ready queue from before",
		"上一次的还在就绪队列里没走，又来一次");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_process_events(l, ready, 2);
	loop_process_events(l, ready, 1);
	run_turns(1);
	expect_trace("r |");
}
END_TEST

START_TEST(each_event_reaches_its_own_callback)
{
	struct readiness ready[2] = { { tube[1], SELECTOR_WRITE },
				      { tube[0], SELECTOR_READ } };

	look_at("which of the two callbacks belongs to which bit",
		"两个回调，各对应哪一位");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_add_writer(l, tube[1], say, "w", &h[1]);
	loop_process_events(l, ready, 0);
	expect_true(handles_empty(&l->ready));
	loop_process_events(l, ready, 2);
	loop_remove_writer(l, tube[1]);
	loop_add_writer(l, tube[0], say, "wrong", &h[2]);
	run_turns(1);
	expect_trace("r |");
}
END_TEST

START_TEST(who_can_be_read_cannot_yet_be_written)
{
	struct readiness ready = { pair[0], SELECTOR_READ };

	look_at("whom each bit of the answer calls, when both wait for one "
		"descriptor",
		"同一个描述符，两边都有人在等：回答里的每一位，各叫谁");
	loop_add_reader(l, pair[0], say, "r", &h[0]);
	loop_add_writer(l, pair[0], say, "w", &h[1]);
	loop_process_events(l, &ready, 1);
	expect_true(handle_queued(&h[0]));
	expect_false(handle_queued(&h[1]));
	handle_cancel(&h[0]);
	ready.events = SELECTOR_WRITE;
	loop_process_events(l, &ready, 1);
	expect_false(handle_queued(&h[0]));
	expect_true(handle_queued(&h[1]));
}
END_TEST

START_TEST(an_event_that_nobody_asked_for_is_nobodys)
{
	struct readiness ready = { tube[0], SELECTOR_READ | SELECTOR_WRITE };

	look_at("the place in the table that is empty", "表里空着的那个位置");
	loop_add_reader(l, tube[0], say, "r", &h[0]);
	loop_process_events(l, &ready, 1);
	run_turns(1);
	expect_trace("r |");
}
END_TEST

START_TEST(both_events_call_reader_and_writer)
{
	struct readiness ready = { pair[0], SELECTOR_READ | SELECTOR_WRITE };

	look_at("both bits of one answer (an else would lose one)",
		"一个回答里的两位都要看（多写一个 else 就丢了一个）");
	loop_add_writer(l, pair[0], say, "w", &h[0]);
	loop_add_reader(l, pair[0], say, "r", &h[1]);
	loop_process_events(l, &ready, 1);
	run_turns(1);
	expect_trace("r w |");
}
END_TEST

START_TEST(a_hang_up_calls_the_reader)
{
	look_at("whom the end of a stream concerns: the reader, who reads 0",
		"流结束归谁管：归读的那个，它会读到 0");
	loop_add_reader(l, other[0], say, "r", &h[0]);
	run_turns(1);
	close(other[1]);
	run_turns(1);
	expect_trace("| r |");
	other[1] = dup(tube[0]);
}
END_TEST

static void feed(void *text)
{
	ck_assert_int_eq(write(tube[1], text, 1), 1);
}

static void echo(void *arg)
{
	char byte = '?';

	ck_assert_int_eq(read(tube[0], &byte, 1), 1);
	trace("%c@%.1f", byte, virtual_now() - VIRTUAL_START);
}

static void tick(void *arg)
{
	say_when("tick");
	loop_call_later(l, 1, tick, NULL, &t[0]);
}

static void stop(void *arg)
{
	loop_stop(l);
}

START_TEST(typing_is_echoed_while_a_clock_ticks)
{
	look_at("whether the loop hears the descriptor while it waits for a "
		"deadline",
		"等截止时刻的时候，循环听不听得见描述符");
	loop_add_reader(l, tube[0], echo, NULL, &h[0]);
	loop_call_later(l, 1, tick, NULL, &t[0]);
	loop_call_later(l, 1.5, feed, "k", &t[1]);
	loop_call_later(l, 2.5, feed, "o", &t[2]);
	loop_call_later(l, 3.2, stop, NULL, &t[3]);
	expect_int(loop_run_forever(l), 0);
	expect_trace("tick@1.000 k@1.5 tick@2.000 o@2.5 tick@3.000");
}
END_TEST

static void add_leaving(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "3 remove");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_removed_reader_is_not_called_any_more);
	tcase_add_test(step, removing_what_is_not_there_is_false);
	tcase_add_test(step, removing_one_keeps_the_other);
	tcase_add_test(step, one_removed_in_the_same_turn_is_not_called);
	tcase_add_test(step, a_reader_may_remove_itself_and_its_writer);
	tcase_add_test(step, removed_and_added_again_is_for_the_next_turn);
	tcase_add_test(step, a_handle_is_free_after_its_removal);
	tcase_add_test(step, a_number_may_come_back_as_another_descriptor);
	tcase_add_test(step, the_last_one_to_leave_lets_the_loop_end);

	step = lab_step(suite, "4 unref");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, the_background_keeps_nobody_alive);
	tcase_add_test(step, the_background_is_heard_all_the_same);
	tcase_add_test(step, into_the_background_twice_is_once);
	tcase_add_test(step, only_what_is_watched_goes_into_the_background);
	tcase_add_test(step, leaving_the_background_is_not_counted_twice);
	tcase_add_test(step, who_comes_back_is_not_in_the_background);
	tcase_add_test(step, a_second_event_stays_in_the_background);
}

static void add_answers(Suite *suite)
{
	TCase *step;

	step = lab_step(suite, "5 process_events");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, process_events_queues_and_does_not_call);
	tcase_add_test(step, who_waits_already_is_not_queued_again);
	tcase_add_test(step, each_event_reaches_its_own_callback);
	tcase_add_test(step, who_can_be_read_cannot_yet_be_written);
	tcase_add_test(step, an_event_that_nobody_asked_for_is_nobodys);
	tcase_add_test(step, both_events_call_reader_and_writer);
	tcase_add_test(step, a_hang_up_calls_the_reader);
	tcase_add_test(step, typing_is_echoed_while_a_clock_ticks);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("watch");
	TCase *step;

	step = lab_step(suite, "1 tell");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, a_watched_descriptor_counts_once);
	tcase_add_test(step, a_descriptor_counts_until_its_last_event_has_left);
	tcase_add_test(step, the_selector_is_told_about_every_change);
	tcase_add_test(step, a_descriptor_may_come_and_go);

	step = lab_step(suite, "2 add");
	tcase_add_checked_fixture(step, set_up, tear_down);
	tcase_add_test(step, adding_calls_nothing);
	tcase_add_test(step, a_reader_is_called_while_there_is_something);
	tcase_add_test(step, who_does_not_read_is_called_again);
	tcase_add_test(step, a_writer_is_called_while_there_is_room);
	tcase_add_test(step, reader_and_writer_do_not_touch_each_other);
	tcase_add_test(step, a_second_reader_takes_the_place_of_the_first);
	tcase_add_test(step, replacing_the_reader_keeps_the_writer);
	tcase_add_test(step, who_was_replaced_is_not_called_any_more);
	tcase_add_test(step, the_same_handle_may_be_given_again);
	tcase_add_test(step, a_negative_descriptor_is_ebadf);
	tcase_add_test(step, a_descriptor_too_high_is_emfile);
	tcase_add_test(step, who_was_refused_is_not_in_the_table);
	tcase_add_test(step, no_memory_leaves_no_trace);
	tcase_add_test(step, a_growing_table_keeps_those_that_are_in_it);
	tcase_add_test(step, the_first_descriptor_beyond_the_table_fits);
	tcase_add_test(step, descriptor_zero_is_one_like_any_other);
	tcase_add_test(step, coming_and_going_asks_for_no_memory);

	add_leaving(suite);
	add_answers(suite);
	return suite;
}
