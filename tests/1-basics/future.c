/*
 * future.c - the suite of lab future.
 *
 * There are no tasks yet: a coroutine that awaits is driven by hand, and
 * sometimes by the ten lines of `drive`.
 */
#include "future.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "coro.h"
#include "counting.h"
#include "expect.h"
#include "loop.h"

/* Turn as long as somebody is ready; three times at the most. */
static void turn(void)
{
	struct loop *l = loop_current();

	for (int i = 0; i < 3 && !handles_empty(&l->ready); i++)
		loop_run_once(l);
}

static void say(void *word)
{
	trace("%s", (char *)word);
}

static void say_too(void *word)
{
	trace("too:%s", (char *)word);
}

/* A done future whose making is the learner's, for tests of given code. */
static int answer_of_another(void)
{
	struct future other;

	future_init(&other, "other");
	future_set_result(&other, NULL);
	return future_result(&other, NULL);
}

/* ---- step 1: set a result ---- */

START_TEST(a_future_is_pending_until_its_result_is_set) /* F01 */
{
	struct loop *l = loop_create();
	struct future f;
	void *value = NULL;

	look_at("what makes a future done", "是什么让 future 算做完");
	future_init(&f, "f");
	expect_false(future_done(&f));
	expect_false(future_cancelled(&f));
	future_set_result(&f, "value");
	expect_true(future_done(&f));
	expect_false(future_cancelled(&f));
	expect_int(future_result(&f, &value), 0);
	expect_str(value, "value");
	loop_destroy(l);
}
END_TEST

static void ask_a_pending_one(void *arg)
{
	struct future f;

	loop_create();
	answer_of_another();
	future_init(&f, "f");
	future_result(&f, NULL);
}

static void ask_for_its_error(void *arg)
{
	struct future f;

	loop_create();
	answer_of_another();
	future_init(&f, "f");
	future_error(&f);
}

START_TEST(asking_a_pending_future_panics) /* F01 */
{
	look_at("when a future counts as done", "future 什么时候才算做完");
	expect_panic(ask_a_pending_one, NULL, "future_result: ");
	expect_panic(ask_for_its_error, NULL, "future_");
}
END_TEST

START_TEST(NULL_is_a_value_too)
{
	struct loop *l = loop_create();
	void *value = "old";
	struct future f;

	look_at("whether done means `done`, or means `result`",
		"判断做没做完，看的是 done，还是 result");
	future_init(&f, "f");
	future_set_result(&f, NULL);
	expect_true(future_done(&f));
	expect_int(future_result(&f, &value), 0);
	expect_ptr(value, NULL);
	loop_destroy(l);
}
END_TEST

START_TEST(an_error_is_an_end_too) /* F03 */
{
	struct loop *l = loop_create();
	struct future f;

	look_at("what future_set_error keeps", "future_set_error 记下了什么");
	future_init(&f, "f");
	future_set_error(&f, -EPIPE);
	expect_true(future_done(&f));
	expect_false(future_cancelled(&f));
	expect_int(future_result(&f, NULL), -EPIPE);
	loop_destroy(l);
}
END_TEST

static void first_a_result(struct future *f)
{
	future_set_result(f, "first");
}

static void first_an_error(struct future *f)
{
	future_set_error(f, -EIO);
}

static void first_a_cancel(struct future *f)
{
	future_cancel(f);
}

static void (*const first[])(struct future *) = { first_a_result,
						  first_an_error,
						  first_a_cancel };

static void then_a_result(void *n)
{
	struct future f;

	loop_create();
	future_init(&f, "f");
	first[(intptr_t)n](&f);
	future_set_result(&f, "second");
}

static void then_an_error(void *n)
{
	struct future f;

	loop_create();
	future_init(&f, "f");
	first[(intptr_t)n](&f);
	future_set_error(&f, -EPIPE);
}

START_TEST(setting_it_twice_panics) /* F02 */
{
	look_at("a second result for the same future, whatever the first was",
		"同一个 future 又来一个结果，不管头一个是什么");
	for (intptr_t n = 0; n < 3; n++) {
		expect_panic(then_a_result, (void *)n, "future_set_result: ");
		expect_panic(then_an_error, (void *)n, "future_set_error: ");
	}
}
END_TEST

static void give_a_task_a_result(void *arg)
{
	struct future f;

	loop_create();
	future_init(&f, "f");
	f.sealed = true;
	future_set_result(&f, "from outside");
}

static void give_a_task_an_error(void *arg)
{
	struct future f;

	loop_create();
	future_init(&f, "f");
	f.sealed = true;
	future_set_error(&f, -EPIPE);
}

START_TEST(a_tasks_future_is_not_set_from_outside)
{
	struct future own;

	look_at("whose future it is: `sealed` says that only its task sets it",
		"这个 future 是谁的：有 sealed，就只有任务自己能设");
	expect_panic(give_a_task_a_result, NULL, "future_set_result: ");
	expect_panic(give_a_task_an_error, NULL, "future_set_error: ");
	loop_create();
	future_init(&own, "own");
	future_set_result(&own, NULL);
	expect_true(future_done(&own));
	loop_destroy(loop_current());
}
END_TEST

static void set_no_error(void *n)
{
	struct future f;

	loop_create();
	answer_of_another();
	future_init(&f, "f");
	future_set_error(&f, (int)(intptr_t)n);
}

START_TEST(only_a_negative_number_is_an_error)
{
	look_at("the numbers 0 and 5, handed in as errors",
		"把 0 和 5 当错误交进来");
	expect_panic(set_no_error, (void *)0, "future_set_error: ");
	expect_panic(set_no_error, (void *)5, "future_set_error: ");
}
END_TEST

static void set_without_a_loop(void *arg)
{
	struct loop *l = loop_create();
	struct future f;

	answer_of_another();
	loop_destroy(l);
	future_init(&f, "f");
	future_set_result(&f, NULL);
}

START_TEST(without_a_loop_it_panics)
{
	look_at("who would call those who wait: there has to be a loop",
		"等着的人该由谁来调：得有个事件循环");
	expect_panic(set_without_a_loop, NULL, "future");
}
END_TEST

START_TEST(unless_done_sets_it_once)
{
	struct loop *l = loop_create();
	void *value = NULL;
	struct future f;

	look_at("what future_set_result_unless_done does and answers",
		"future_set_result_unless_done 做了什么，答了什么");
	future_init(&f, "f");
	expect_true(future_set_result_unless_done(&f, "first"));
	expect_false(future_set_result_unless_done(&f, "second"));
	expect_int(future_result(&f, &value), 0);
	expect_str(value, "first");
	loop_destroy(l);
}
END_TEST

START_TEST(unless_done_leaves_a_cancelled_one_alone)
{
	struct loop *l = loop_create();
	struct future f;

	look_at("a value that comes after the cancel", "取消之后，值才来");
	future_init(&f, "f");
	future_cancel(&f);
	expect_false(future_set_result_unless_done(&f, "late"));
	expect_true(future_cancelled(&f));
	loop_destroy(l);
}
END_TEST

/* ---- step 2: future_cancel ---- */

START_TEST(cancelling_a_pending_future_ends_it) /* F04 */
{
	struct loop *l = loop_create();
	void *value = "untouched";
	struct future f;

	look_at("what a cancelled future answers",
		"取消之后的 future 怎么回答");
	future_init(&f, "f");
	expect_true(future_cancel(&f));
	expect_true(future_done(&f));
	expect_true(future_cancelled(&f));
	expect_int(future_result(&f, &value), -ECANCELED);
	expect_str(value, "untouched");
	loop_destroy(l);
}
END_TEST

START_TEST(cancelling_a_done_future_changes_nothing) /* F04 */
{
	struct loop *l = loop_create();
	void *value = NULL;
	struct future f, failed;

	look_at("a cancel that comes too late", "来晚了的取消");
	future_init(&f, "f");
	future_set_result(&f, "value");
	expect_false(future_cancel(&f));
	expect_false(future_cancelled(&f));
	expect_int(future_result(&f, &value), 0);
	expect_str(value, "value");
	future_init(&failed, "failed");
	future_set_error(&failed, -EIO);
	expect_false(future_cancel(&failed));
	expect_int(future_error(&failed), -EIO);
	loop_destroy(l);
}
END_TEST

START_TEST(a_second_cancel_is_refused) /* F04 */
{
	struct loop *l = loop_create();
	struct future f;

	look_at("what future_cancel returns the second time",
		"第二次 future_cancel 返回什么");
	future_init(&f, "f");
	expect_true(future_cancel(&f));
	expect_false(future_cancel(&f));
	expect_true(future_cancelled(&f));
	loop_destroy(l);
}
END_TEST

START_TEST(the_error_ECANCELED_cancels)
{
	struct loop *l = loop_create();
	struct future f;

	look_at("by what a future is known to be cancelled",
		"凭什么看出一个 future 被取消了");
	future_init(&f, "f");
	future_set_error(&f, -ECANCELED);
	expect_true(future_cancelled(&f));
	expect_int(future_error(&f), -ECANCELED);
	loop_destroy(l);
}
END_TEST

static bool agrees(struct future *f)
{
	trace("asked:%s", f->what);
	return true;
}

static bool declines(struct future *f)
{
	trace("declined");
	return false;
}

START_TEST(one_with_an_owner_asks_the_owner)
{
	struct loop *l = loop_create();
	struct future f;

	look_at("the hook `cancel`: the owner decides, and ends it later",
		"cancel 这个钩子：由主人决定，也由主人过后了结");
	future_init(&f, "f");
	f.cancel = agrees;
	expect_true(future_cancel(&f));
	expect_false(future_done(&f));
	expect_true(future_cancel(&f));
	f.cancel = declines;
	expect_false(future_cancel(&f));
	expect_false(future_done(&f));
	expect_trace("asked:f asked:f declined");
	loop_destroy(l);
}
END_TEST

START_TEST(the_owner_is_not_asked_once_it_is_done)
{
	struct loop *l = loop_create();
	struct future f;

	look_at("which of the two questions comes first: done? owner?",
		"两个问题先问哪个：做完了吗？有主人吗？");
	future_init(&f, "f");
	f.cancel = agrees;
	future_set_result(&f, NULL);
	expect_false(future_cancel(&f));
	expect_trace("");
	loop_destroy(l);
}
END_TEST

/* ---- step 3: future_result ---- */

START_TEST(a_failure_leaves_the_value_untouched) /* F03 */
{
	struct loop *l = loop_create();
	void *value = "untouched";
	struct future f;

	look_at("when *value is written", "什么时候才写 *value");
	future_init(&f, "f");
	future_set_error(&f, -ENOENT);
	expect_int(future_result(&f, &value), -ENOENT);
	expect_str(value, "untouched");
	expect_int(future_error(&f), -ENOENT);
	loop_destroy(l);
}
END_TEST

START_TEST(nobody_has_to_take_the_value)
{
	struct loop *l = loop_create();
	struct future f;

	look_at("a caller who hands in NULL for value",
		"调用的人给 value 传了 NULL");
	future_init(&f, "f");
	future_set_result(&f, "value");
	expect_int(future_result(&f, NULL), 0);
	expect_int(future_error(&f), 0);
	loop_destroy(l);
}
END_TEST

START_TEST(asking_again_gives_the_same_answer)
{
	struct loop *l = loop_create();
	void *one = NULL, *two = NULL;
	struct future f;

	look_at("what asking changes in the future",
		"问一次，会不会把 future 改了");
	future_init(&f, "f");
	future_set_result(&f, "value");
	expect_int(future_result(&f, &one), 0);
	expect_int(future_result(&f, &two), 0);
	expect_str(one, "value");
	expect_str(two, "value");
	loop_destroy(l);
}
END_TEST

/* One of each kind is thrown away; some were asked before. */
static void throw_away(void *kind)
{
	struct loop *l = loop_create();
	struct future f;

	future_init(&f, "fetch");
	switch (*(char *)kind) {
	case 'e':
	case 'r':
	case 'x':
		future_set_error(&f, -ECONNREFUSED);
		break;
	case 'c':
		future_cancel(&f);
		break;
	default:
		future_set_result(&f, "value");
	}
	if (*(char *)kind == 'r')
		future_result(&f, NULL);
	if (*(char *)kind == 'x')
		future_error(&f);
	future_destroy(&f);
	loop_destroy(l);
}

START_TEST(a_failure_that_nobody_asked_for_is_told) /* F07 */
{
	look_at("what the future remembers of its failure",
		"future 把失败记成了什么样");
	expect_stderr(throw_away, "e", "fetch");
	expect_stderr(throw_away, "e", "Connection refused");
}
END_TEST

START_TEST(a_failure_that_somebody_asked_for_is_not_told) /* F07 */
{
	look_at("`asked`: who sets it, and when", "asked：谁来设，什么时候设");
	expect_str(captured(throw_away, "r").text, "");
	expect_str(captured(throw_away, "x").text, "");
}
END_TEST

START_TEST(a_value_or_a_cancel_is_nothing_to_tell) /* F07 */
{
	look_at("what counts as a failure", "什么才算失败");
	expect_str(captured(throw_away, "v").text, "");
	expect_str(captured(throw_away, "c").text, "");
}
END_TEST

/* ---- step 4: callbacks ---- */

START_TEST(callbacks_run_in_a_later_turn)
{
	struct loop *l = loop_create();
	struct handle h = { 0 };
	struct future f;

	look_at("who calls the callbacks: the loop, and it alone",
		"回调由谁来调：事件循环，也只有它");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "called", &h);
	future_set_result(&f, NULL);
	trace("set");
	turn();
	expect_trace("set called");
	loop_destroy(l);
}
END_TEST

START_TEST(callbacks_run_in_the_order_of_adding)
{
	struct handle h[3] = { { 0 } };
	struct loop *l = loop_create();
	struct future f;

	look_at("the order in which they were added",
		"它们是按什么次序加进来的");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "a", &h[0]);
	future_add_done_callback(&f, say_too, "b", &h[1]);
	future_add_done_callback(&f, say, "c", &h[2]);
	future_set_result(&f, NULL);
	turn();
	expect_trace("a too:b c");
	loop_destroy(l);
}
END_TEST

START_TEST(each_callback_runs_once)
{
	struct loop *l = loop_create();
	struct handle h = { 0 };
	struct future f;

	look_at("how often a callback is called", "回调被调用了几次");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "once", &h);
	future_set_result(&f, NULL);
	turn();
	turn();
	expect_trace("once");
	loop_destroy(l);
}
END_TEST

START_TEST(an_error_and_a_cancel_wake_too)
{
	struct handle h[2] = { { 0 } };
	struct loop *l = loop_create();
	struct future f, g;

	look_at("the ends without a value: somebody waits for them, too",
		"没有值的两种结局：也有人在等");
	future_init(&f, "f");
	future_init(&g, "g");
	future_add_done_callback(&f, say, "error", &h[0]);
	future_add_done_callback(&g, say, "cancel", &h[1]);
	future_set_error(&f, -EIO);
	future_cancel(&g);
	turn();
	expect_trace("error cancel");
	loop_destroy(l);
}
END_TEST

START_TEST(the_awakened_join_the_end_of_the_queue)
{
	struct handle h[3] = { { 0 } };
	struct loop *l = loop_create();
	struct future f;

	look_at("where in the ready queue they go",
		"他们排到就绪队列的什么位置");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "woken", &h[1]);
	loop_call_soon(l, say, "before", &h[0]);
	future_set_result(&f, NULL);
	loop_call_soon(l, say, "after", &h[2]);
	turn();
	expect_trace("before woken after");
	loop_destroy(l);
}
END_TEST

START_TEST(a_callback_on_a_done_future_runs_in_the_next_turn)
{
	struct loop *l = loop_create();
	struct handle h = { 0 };
	struct future f;

	look_at("a callback that is added when the future is done already",
		"future 已经做完了，才来加回调");
	future_init(&f, "f");
	future_set_result(&f, NULL);
	future_add_done_callback(&f, say, "called", &h);
	trace("added");
	turn();
	expect_trace("added called");
	loop_destroy(l);
}
END_TEST

static struct future late;
static struct handle late_handle;

static void add_another(void *arg)
{
	trace("first");
	future_add_done_callback(&late, say, "second", &late_handle);
	trace("added");
}

START_TEST(a_callback_may_add_another)
{
	struct loop *l = loop_create();
	struct handle h = { 0 };

	look_at("a callback that adds a callback to the same future",
		"回调里，又给同一个 future 加了一个回调");
	future_init(&late, "late");
	late_handle = (struct handle){ 0 };
	future_add_done_callback(&late, add_another, NULL, &h);
	future_set_result(&late, NULL);
	loop_run_once(l);
	trace("turn");
	turn();
	expect_trace("first added turn second");
	loop_destroy(l);
}
END_TEST

START_TEST(cancelling_its_handle_takes_a_callback_back)
{
	static char words[][2] = { "a", "b", "c" };
	struct handle h[4] = { { 0 } };
	struct loop *l = loop_create();
	struct future f;

	look_at("handle_cancel, before the future is done and after",
		"future 做完之前、之后，各来一次 handle_cancel");
	future_init(&f, "f");
	for (int i = 0; i < 3; i++)
		future_add_done_callback(&f, say, words[i], &h[i]);
	handle_cancel(&h[0]);
	future_set_result(&f, NULL);
	handle_cancel(&h[1]);
	future_add_done_callback(&f, say, "d", &h[3]);
	handle_cancel(&h[3]);
	turn();
	expect_trace("c");
	loop_destroy(l);
}
END_TEST

static void add_twice(void *done)
{
	struct handle h = { 0 };
	struct future f;

	loop_create();
	future_init(&f, "f");
	if (done)
		future_set_result(&f, NULL);
	future_add_done_callback(&f, say, "a", &h);
	future_add_done_callback(&f, say, "b", &h);
}

START_TEST(one_handle_cannot_wait_twice)
{
	look_at("a handle that waits in a queue already",
		"这个句柄已经在某个队列里等着了");
	expect_panic(add_twice, NULL, "panic: ");
	expect_panic(add_twice, "done", "panic: ");
}
END_TEST

static void destroy_awaited(void *arg)
{
	struct handle h = { 0 };
	struct future f;

	loop_create();
	future_init(&f, "f");
	future_add_done_callback(&f, say, "", &h);
	future_destroy(&f);
}

START_TEST(destroying_one_that_somebody_waits_for_panics)
{
	look_at("where a handle waits while the future is pending",
		"future 没做完时，句柄在哪儿等着");
	expect_panic(destroy_awaited, NULL, "future_destroy: ");
}
END_TEST

START_TEST(removing_takes_every_copy_and_counts_them) /* F06 */
{
	struct handle h[5] = { { 0 } };
	struct loop *l = loop_create();
	struct future f;

	look_at("which ones are taken back: fn is compared, arg is not",
		"取下的是哪些：只比 fn，不比 arg");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "a", &h[0]);
	future_add_done_callback(&f, say_too, "b", &h[1]);
	future_add_done_callback(&f, say, "c", &h[2]);
	future_add_done_callback(&f, say, "d", &h[3]);
	future_add_done_callback(&f, say_too, "e", &h[4]);
	expect_int(future_remove_done_callback(&f, say), 3);
	expect_int(future_remove_done_callback(&f, say), 0);
	future_set_result(&f, NULL);
	turn();
	expect_trace("too:b too:e");
	loop_destroy(l);
}
END_TEST

START_TEST(all_callbacks_may_be_removed) /* F06 */
{
	struct handle h[3] = { { 0 } };
	struct loop *l = loop_create();
	struct future f;

	look_at("the two ends of the ring", "环的头和尾");
	future_init(&f, "f");
	expect_int(future_remove_done_callback(&f, say), 0);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 3; i++)
			future_add_done_callback(&f, say, "x", &h[i]);
		expect_int(future_remove_done_callback(&f, say), 3);
	}
	future_set_result(&f, NULL);
	turn();
	expect_trace("");
	loop_destroy(l);
}
END_TEST

START_TEST(a_removed_handle_may_be_added_again) /* F06 */
{
	struct loop *l = loop_create();
	struct handle h = { 0 };
	struct future f;

	look_at("whether the removed handle still believes that it waits",
		"取下来的句柄，是不是还以为自己在等");
	future_init(&f, "f");
	future_add_done_callback(&f, say, "first", &h);
	expect_int(future_remove_done_callback(&f, say), 1);
	expect_false(handle_queued(&h));
	future_add_done_callback(&f, say, "second", &h);
	future_set_result(&f, NULL);
	turn();
	expect_trace("second");
	loop_destroy(l);
}
END_TEST

/* ---- step 5: future_await ---- */

struct driven {
	struct coro coro;
	struct handle handle;
};

/* What lab task does properly: go on whenever the future is done. */
static void drive(void *arg)
{
	struct driven *d = arg;
	struct future *f = coro_resume(&d->coro, 0);

	if (!coro_done(&d->coro))
		future_add_done_callback(f, drive, d, &d->handle);
}

/* Begin a coroutine and run it to its first pause. */
static struct driven *begin(coro_fn *fn, void *arg)
{
	struct driven *d = coro_create(sizeof(*d), fn, arg);

	drive(d);
	return d;
}

static int end(struct driven *d)
{
	int rc = coro_result(&d->coro, NULL);

	coro_destroy(&d->coro);
	return rc;
}

static int await_and_tell(void *future, void **result)
{
	void *value = "untouched";
	int rc = future_await(future, &value);

	trace("%d:%s", rc, (char *)value);
	return rc;
}

START_TEST(awaiting_a_done_future_does_not_pause)
{
	struct loop *l = loop_create();
	void *value = NULL;
	struct future f;

	look_at("whether it pauses although nothing is left to wait for",
		"已经没什么可等了，是不是还停了一下");
	future_init(&f, "f");
	future_set_result(&f, "value");
	expect_int(future_await(&f, &value), 0); /* also outside a coroutine */
	expect_str(value, "value");
	expect_int(end(begin(await_and_tell, &f)), 0);
	expect_trace("0:value");
	loop_destroy(l);
}
END_TEST

START_TEST(awaiting_hands_the_future_to_the_driver)
{
	struct loop *l = loop_create();
	struct future f;
	struct coro *c;

	look_at("what goes out through coro_yield",
		"通过 coro_yield 递出去的是什么");
	future_init(&f, "f");
	c = coro_create(sizeof(*c), await_and_tell, &f);
	expect_ptr(coro_resume(c, 0), &f);
	expect_false(coro_done(c));
	expect_trace("");
	future_set_result(&f, "value");
	coro_resume(c, 0);
	expect_true(coro_done(c));
	expect_trace("0:value");
	coro_destroy(c);
	loop_destroy(l);
}
END_TEST

START_TEST(await_gives_the_value_in_a_later_turn)
{
	struct loop *l = loop_create();
	struct driven *d;
	struct future f;

	look_at("when the one who waits goes on", "等着的人什么时候接着走");
	future_init(&f, "f");
	d = begin(await_and_tell, &f);
	trace("waits");
	future_set_result(&f, "value");
	trace("set");
	turn();
	expect_trace("waits set 0:value");
	expect_int(end(d), 0);
	loop_destroy(l);
}
END_TEST

START_TEST(await_gives_the_error_and_leaves_the_value_alone) /* F03 */
{
	struct loop *l = loop_create();
	struct driven *d;
	struct future f;

	look_at("what await answers when there is no value",
		"没有值的时候，await 怎么回答");
	future_init(&f, "f");
	d = begin(await_and_tell, &f);
	future_set_error(&f, -7);
	turn();
	expect_trace("-7:untouched");
	expect_int(end(d), -7);
	loop_destroy(l);
}
END_TEST

static int await_silently(void *future, void **result)
{
	return future_await(future, NULL);
}

START_TEST(nobody_has_to_take_the_awaited_value)
{
	struct loop *l = loop_create();
	struct driven *d;
	struct future f;

	look_at("a caller who hands in NULL for value",
		"调用的人给 value 传了 NULL");
	future_init(&f, "f");
	d = begin(await_silently, &f);
	future_set_result(&f, "value");
	turn();
	expect_int(end(d), 0);
	loop_destroy(l);
}
END_TEST

START_TEST(several_may_await_the_same_future)
{
	struct loop *l = loop_create();
	struct driven *d[3];
	struct future f;

	look_at("what the second one who waits still finds",
		"第二个等着的人，还能拿到什么");
	future_init(&f, "f");
	for (int i = 0; i < 3; i++)
		d[i] = begin(await_and_tell, &f);
	future_set_result(&f, "v");
	turn();
	expect_trace("0:v 0:v 0:v");
	for (int i = 0; i < 3; i++)
		end(d[i]);
	loop_destroy(l);
}
END_TEST

static int await_twice(void *future, void **result)
{
	trace("%d", future_await(future, NULL));
	trace("%d", future_await(future, NULL));
	return 0;
}

START_TEST(the_same_one_may_be_awaited_twice)
{
	struct loop *l = loop_create();
	struct driven *d;
	struct future f;

	look_at("an await of what is done already", "等一个早就做完的 future");
	future_init(&f, "f");
	d = begin(await_twice, &f);
	future_set_result(&f, NULL);
	turn();
	expect_trace("0 0");
	end(d);
	loop_destroy(l);
}
END_TEST

START_TEST(one_who_is_cancelled_while_waiting_hears_that)
{
	struct loop *l = loop_create();
	struct future f;
	struct coro *c;

	look_at("an error thrown in while it waits; the future has none",
		"等的时候有错误扔进来；future 自己并没有出错");
	future_init(&f, "f");
	c = coro_create(sizeof(*c), await_and_tell, &f);
	coro_resume(c, 0);
	coro_resume(c, -9);
	expect_true(coro_done(c));
	expect_trace("-9:untouched");
	expect_false(future_done(&f));
	coro_destroy(c);
	loop_destroy(l);
}
END_TEST

START_TEST(an_error_thrown_in_wins_over_a_value)
{
	struct loop *l = loop_create();
	struct future f;
	struct coro *c;

	look_at("what coro_yield answered, before the result is looked at",
		"看结果之前，先看 coro_yield 答了什么");
	future_init(&f, "f");
	c = coro_create(sizeof(*c), await_and_tell, &f);
	coro_resume(c, 0);
	future_set_result(&f, "value");
	coro_resume(c, -9);
	expect_trace("-9:untouched");
	coro_destroy(c);
	loop_destroy(l);
}
END_TEST

static void await_in_main(void *arg)
{
	struct future f, done;

	loop_create();
	future_init(&done, "done");
	future_set_result(&done, NULL);
	future_await(&done, NULL);
	future_init(&f, "f");
	future_await(&f, NULL);
}

START_TEST(waiting_outside_a_coroutine_panics)
{
	look_at("who would pause here: main cannot",
		"这时该停下的是谁：main 可停不下来");
	expect_panic(await_in_main, NULL, "panic: ");
}
END_TEST

/* The line about a failure that nobody asked for; "" when there is none. */
static const char *complaint(void (*fn)(void *))
{
	const char *text = captured(fn, NULL).text;
	const char *line = strstr(text, "nobody asked");
	static char copy[200];

	while (line && line > text && line[-1] != '\n')
		line--;
	snprintf(copy, sizeof(copy), "%.*s",
		 line ? (int)strcspn(line, "\n") : 0, line ? line : "");
	return copy;
}

static void fail_an_awaited_one(void *arg)
{
	struct loop *l = loop_create();
	struct driven *d;
	struct future f;

	future_init(&f, "fetch");
	d = begin(await_silently, &f);
	future_set_error(&f, -EIO);
	turn();
	end(d);
	future_destroy(&f);
	loop_destroy(l);
}

START_TEST(an_awaited_failure_counts_as_asked_for) /* F07 */
{
	look_at("what await does with a failure besides returning it",
		"await 除了返回错误，还要记下什么");
	expect_stderr(fail_an_awaited_one, NULL, "");
	expect_str(complaint(fail_an_awaited_one), "");
}
END_TEST

static int await_each(void *futures, void **result)
{
	for (int i = 0; i < 100; i++)
		future_await((struct future *)futures + i, NULL);
	return 0;
}

START_TEST(to_await_and_to_wake_costs_no_memory)
{
	struct loop *l = loop_create();
	struct future f[100];
	long before, cost;
	struct driven *d;

	look_at("an allocation between await and wake",
		"从等待到醒来，有没有申请内存");
	for (int i = 0; i < 100; i++)
		future_init(&f[i], "f");
	d = begin(await_each, f);
	before = allocations();
	for (int i = 0; i < 100; i++) {
		future_set_result(&f[i], NULL);
		turn();
	}
	cost = allocations() - before;
	expect_true(coro_done(&d->coro));
	expect_int(cost, 0);
	end(d);
	loop_destroy(l);
}
END_TEST

static void add_steps_1_to_3(Suite *suite)
{
	TCase *step = lab_step(suite, "1 set a result");

	tcase_add_test(step, a_future_is_pending_until_its_result_is_set);
	tcase_add_test(step, asking_a_pending_future_panics);
	tcase_add_test(step, NULL_is_a_value_too);
	tcase_add_test(step, an_error_is_an_end_too);
	tcase_add_test(step, setting_it_twice_panics);
	tcase_add_test(step, a_tasks_future_is_not_set_from_outside);
	tcase_add_test(step, only_a_negative_number_is_an_error);
	tcase_add_test(step, without_a_loop_it_panics);
	tcase_add_test(step, unless_done_sets_it_once);
	tcase_add_test(step, unless_done_leaves_a_cancelled_one_alone);

	step = lab_step(suite, "2 future_cancel");
	tcase_add_test(step, cancelling_a_pending_future_ends_it);
	tcase_add_test(step, cancelling_a_done_future_changes_nothing);
	tcase_add_test(step, a_second_cancel_is_refused);
	tcase_add_test(step, the_error_ECANCELED_cancels);
	tcase_add_test(step, one_with_an_owner_asks_the_owner);
	tcase_add_test(step, the_owner_is_not_asked_once_it_is_done);

	step = lab_step(suite, "3 future_result");
	tcase_add_test(step, a_failure_leaves_the_value_untouched);
	tcase_add_test(step, nobody_has_to_take_the_value);
	tcase_add_test(step, asking_again_gives_the_same_answer);
	tcase_add_test(step, a_failure_that_nobody_asked_for_is_told);
	tcase_add_test(step, a_failure_that_somebody_asked_for_is_not_told);
	tcase_add_test(step, a_value_or_a_cancel_is_nothing_to_tell);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 callbacks");

	tcase_add_test(step, callbacks_run_in_a_later_turn);
	tcase_add_test(step, callbacks_run_in_the_order_of_adding);
	tcase_add_test(step, each_callback_runs_once);
	tcase_add_test(step, an_error_and_a_cancel_wake_too);
	tcase_add_test(step, the_awakened_join_the_end_of_the_queue);
	tcase_add_test(step, a_callback_on_a_done_future_runs_in_the_next_turn);
	tcase_add_test(step, a_callback_may_add_another);
	tcase_add_test(step, cancelling_its_handle_takes_a_callback_back);
	tcase_add_test(step, one_handle_cannot_wait_twice);
	tcase_add_test(step, destroying_one_that_somebody_waits_for_panics);
	tcase_add_test(step, removing_takes_every_copy_and_counts_them);
	tcase_add_test(step, all_callbacks_may_be_removed);
	tcase_add_test(step, a_removed_handle_may_be_added_again);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("future");
	TCase *step;

	add_steps_1_to_3(suite);
	add_step_4(suite);
	step = lab_step(suite, "5 future_await");
	tcase_add_test(step, awaiting_a_done_future_does_not_pause);
	tcase_add_test(step, awaiting_hands_the_future_to_the_driver);
	tcase_add_test(step, await_gives_the_value_in_a_later_turn);
	tcase_add_test(step, await_gives_the_error_and_leaves_the_value_alone);
	tcase_add_test(step, nobody_has_to_take_the_awaited_value);
	tcase_add_test(step, several_may_await_the_same_future);
	tcase_add_test(step, the_same_one_may_be_awaited_twice);
	tcase_add_test(step, one_who_is_cancelled_while_waiting_hears_that);
	tcase_add_test(step, an_error_thrown_in_wins_over_a_value);
	tcase_add_test(step, waiting_outside_a_coroutine_panics);
	tcase_add_test(step, an_awaited_failure_counts_as_asked_for);
	tcase_add_test(step, to_await_and_to_wake_costs_no_memory);
	return suite;
}
