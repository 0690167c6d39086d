/*
 * queue.c - the suite of lab queue.
 *
 * Items are single letters, so that a whole queue is a word. Most tests turn
 * the loop by hand: what matters is who comes and who is cancelled between
 * two turns.
 */
#include "queue.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "counting.h"
#include "expect.h"
#include "loop.h"
#include "run.h"
#include "task.h"
#include "timeout.h"

static struct queue *q;

static void turn(void)
{
	loop_run_once(loop_current());
}

/* Turn until nobody is ready. */
static void settle(void)
{
	while (!handles_empty(&loop_current()->ready))
		turn();
}

static void begin(size_t maxsize)
{
	loop_create();
	q = queue_create(maxsize);
}

/* Cancel whoever is left, let them leave, and free all. */
static void end(void)
{
	struct task *t;

	for (t = task_first(); t; t = task_next(t))
		task_cancel(t);
	settle();
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
	queue_destroy(q);
}

/* -1 for -ECANCELED, whose number differs from system to system. */
static int shown(int rc)
{
	return rc == -ECANCELED ? -1 : rc < 0 ? rc - 1000 : rc;
}

static int put(void *item, void **result)
{
	int rc = queue_put(q, item);

	trace("put:%s:%d", (char *)item, shown(rc));
	return rc;
}

static int get(void *who, void **result)
{
	void *item = "-";
	int rc = queue_get(q, &item);

	trace("%s:%s:%d", (char *)who, (char *)item, shown(rc));
	return rc;
}

/* What is in it; it is empty afterwards. */
static const char *contents(void)
{
	static char word[100];
	void *item;
	int n = 0;

	word[0] = '\0';
	while (n < 90 && queue_get_nowait(q, &item) == 0)
		n += sprintf(word + n, "%s", (char *)item);
	return word;
}

/* ---- step 2: put ---- */

START_TEST(put_does_not_wait_while_there_is_room) /* Q02 */
{
	look_at("put, when the queue is not full: no reason to pause",
		"队列没满时的 put：没有理由停下");
	begin(2);
	expect_int(queue_size(q), 0);
	expect_int(queue_put(q, "a"), 0);
	expect_int(queue_size(q), 1);
	expect_int(queue_put(q, "b"), 0);
	expect_int(queue_size(q), 2);
	end();
}
END_TEST

START_TEST(put_waits_while_the_queue_is_full) /* Q02 */
{
	look_at("who has to wait: whoever finds the queue full",
		"谁得等：来的时候队列已满的人");
	begin(2);
	task_create(put, "a");
	task_create(put, "b");
	task_create(put, "c");
	settle();
	expect_trace("put:a:0 put:b:0");
	expect_int(queue_size(q), 2);
	end();
}
END_TEST

START_TEST(no_limit_is_no_limit)
{
	look_at("the ring, when it has to grow again and again",
		"环一次又一次要长大的时候");
	begin(0);
	for (int i = 0; i < 5000; i++)
		expect_int(queue_put(q, "a"), 0);
	expect_int(queue_size(q), 5000);
	end();
	begin(SIZE_MAX);
	expect_int(queue_put(q, "a"), 0);
	end();
}
END_TEST

START_TEST(a_put_that_was_cancelled_puts_nothing) /* Q06 */
{
	struct task *t;

	look_at("a put that is cancelled while it waits for room",
		"等空位的时候被取消的 put");
	begin(1);
	queue_put(q, "a");
	t = task_create(put, "b");
	settle();
	task_cancel(t);
	settle();
	expect_trace("put:b:-1");
	expect_int(queue_size(q), 1);
	expect_str(contents(), "a");
	end();
}
END_TEST

static void put_outside(void *arg)
{
	begin(1);
	queue_put(q, "a");
	queue_put(q, "b");
}

START_TEST(waiting_outside_a_coroutine_panics)
{
	look_at("who can pause: only a coroutine", "谁能停下：只有协程");
	expect_panic(put_outside, NULL, "not inside a coroutine");
}
END_TEST

/* Put until memory is short; how many were put before. */
static int put_until_short(int limit)
{
	int n = 0, rc = 0;

	allocation_fails(1);
	while (n < limit && (rc = queue_put_nowait(q, "x")) == 0)
		n++;
	allocation_fails(0);
	trace("%s", rc == -ENOMEM ? "short" : "not short");
	return n;
}

START_TEST(without_memory_nothing_was_put)
{
	int n;

	look_at("a put that fails with -ENOMEM: the room it took, the count of "
		"what is unfinished, the items there were",
		"以 -ENOMEM 失败的 put：它占的空位、未完成的计数、原来的东西");
	begin(100);
	n = put_until_short(100);
	expect_trace("short");
	expect_int(queue_size(q), n);
	while (queue_put_nowait(q, "x") == 0)
		n++;
	expect_int(n, 100);
	for (int i = 0; i < n; i++)
		queue_task_done(q);
	expect_int(queue_join(q), 0);
	end();
}
END_TEST

START_TEST(without_memory_there_is_no_queue)
{
	look_at("the queue after one that could not be made",
		"头一个没造成，再造一个");
	allocation_fails(1);
	q = queue_create(1);
	allocation_fails(0);
	expect_ptr(q, NULL);
	queue_destroy(q);
	begin(1);
	expect_int(queue_put(q, "a"), 0);
	end();
}
END_TEST

/* ---- step 3: get ---- */

START_TEST(items_come_out_in_the_order_they_went_in) /* Q01 */
{
	look_at("from which end of the ring get takes", "get 从环的哪一头取");
	begin(0);
	queue_put(q, "a");
	queue_put(q, "b");
	queue_put(q, "c");
	task_create(get, "1");
	task_create(get, "2");
	task_create(get, "3");
	settle();
	expect_trace("1:a:0 2:b:0 3:c:0");
	expect_int(queue_size(q), 0);
	end();
}
END_TEST

START_TEST(get_does_not_wait_while_there_is_something)
{
	void *item;

	look_at("get, when there is something: no reason to pause",
		"有东西时的 get：没有理由停下");
	begin(0);
	queue_put(q, "a");
	queue_put(q, NULL);
	expect_int(queue_get(q, &item), 0);
	expect_str(item, "a");
	expect_int(queue_get(q, &item), 0);
	expect_ptr(item, NULL);
	end();
}
END_TEST

START_TEST(get_waits_while_the_queue_is_empty) /* Q03 */
{
	look_at("a get that came before there was anything",
		"还什么都没有，就来取的 get");
	begin(0);
	task_create(get, "1");
	task_create(get, "2");
	settle();
	expect_trace("");
	queue_put(q, "a");
	settle();
	expect_trace("1:a:0");
	queue_put(q, "b");
	settle();
	expect_trace("1:a:0 2:b:0");
	end();
}
END_TEST

START_TEST(a_get_lets_the_next_put_go_on) /* Q02 */
{
	void *item;

	look_at("who is told that there is room again", "又有空位了，告诉谁");
	begin(1);
	task_create(put, "a");
	task_create(put, "b");
	task_create(put, "c");
	settle();
	for (int i = 0; i < 3; i++) {
		expect_int(queue_get(q, &item), 0);
		trace("got:%s", (char *)item);
		settle();
	}
	expect_trace("put:a:0 got:a put:b:0 got:b put:c:0 got:c");
	end();
}
END_TEST

START_TEST(two_items_put_at_once_go_to_two)
{
	look_at("the second put, before the first one woken has run",
		"头一个被叫醒的还没跑，又来一次 put");
	begin(0);
	task_create(get, "1");
	task_create(get, "2");
	task_create(get, "3");
	settle();
	queue_put(q, "a");
	queue_put(q, "b");
	settle();
	expect_trace("1:a:0 2:b:0");
	end();
}
END_TEST

START_TEST(a_newcomer_does_not_overtake_who_waits)
{
	void *item;

	look_at("one who comes between the put and the turn of the one it "
		"woke; the same with get and room",
		"put 之后，被叫醒的还没跑，先跑来了一个新人；get 和空位也一样");
	begin(1);
	task_create(get, "early");
	settle();
	task_create(get, "late"); /* runs before the one woken now */
	queue_put(q, "a");
	settle();
	expect_trace("early:a:0");
	queue_put(q, "b");
	settle();
	trace_clear();
	queue_put(q, "c");
	task_create(put, "d");
	settle();
	task_create(put, "e");
	queue_get(q, &item);
	settle();
	expect_trace("put:d:0");
	end();
}
END_TEST

START_TEST(a_get_that_was_cancelled_takes_nothing)
{
	struct task *t;

	look_at("a get that is cancelled before anything comes, or in the "
		"turn in which it comes",
		"东西还没来，或者正好这一轮来，get 被取消了");
	begin(0);
	t = task_create(get, "1");
	task_create(get, "2");
	settle();
	task_cancel(t);
	queue_put(q, "a");
	settle();
	expect_trace("1:-:-1 2:a:0");
	t = task_create(get, "3");
	settle();
	queue_put(q, "b");
	task_cancel(t);
	settle();
	expect_trace("1:-:-1 2:a:0 3:-:-1");
	expect_str(contents(), "b");
	end();
}
END_TEST

START_TEST(an_item_promised_to_a_cancelled_one_goes_on)
{
	struct task *t[2];

	look_at("gets that are woken and then cancelled: in whose hands are "
		"the items, and in which order",
		"被叫醒又被取消的 get：东西到了谁手里，次序如何");
	begin(0);
	t[0] = task_create(get, "1");
	t[1] = task_create(get, "2");
	task_create(get, "3");
	task_create(get, "4");
	settle();
	queue_put(q, "a");
	queue_put(q, "b");
	task_cancel(t[0]);
	task_cancel(t[1]);
	settle();
	expect_trace("1:-:-1 2:-:-1 3:a:0 4:b:0");
	end();
}
END_TEST

START_TEST(an_item_promised_to_a_cancelled_one_stays_the_oldest)
{
	struct task *t;
	void *item;

	look_at("a get that is woken and then cancelled, and nobody waits "
		"behind it: where its item is then",
		"被叫醒又被取消的 get，后面没有人等：它那一件到哪儿去了");
	begin(0);
	t = task_create(get, "1");
	settle();
	queue_put(q, "a");
	queue_put(q, "b");
	task_cancel(t);
	settle();
	expect_int(queue_size(q), 2);
	expect_int(queue_get_nowait(q, &item), 0);
	expect_str(item, "a");
	expect_int(queue_get(q, &item), 0);
	expect_str(item, "b");
	end();
}
END_TEST

START_TEST(room_promised_to_a_cancelled_one_goes_on) /* Q06 */
{
	struct task *b;
	void *item;

	look_at("a put that was promised room, and is cancelled before it "
		"runs: the next one waits, too",
		"说好有空位、还没跑就被取消的 put：后面还有人等着");
	begin(1);
	queue_put(q, "a");
	b = task_create(put, "b");
	task_create(put, "c");
	settle();
	queue_get(q, &item);
	task_cancel(b);
	settle();
	expect_trace("put:b:-1 put:c:0");
	expect_str(contents(), "c");
	end();
}
END_TEST

START_TEST(a_cancelled_put_blocks_nobody) /* Q06 */
{
	struct task *b;
	void *item;

	look_at("a put that is cancelled, and room comes in the same turn",
		"put 被取消，同一轮里空位来了");
	begin(1);
	queue_put(q, "a");
	b = task_create(put, "b");
	task_create(put, "c");
	settle();
	task_cancel(b);
	queue_get(q, &item);
	settle();
	expect_trace("put:b:-1 put:c:0");
	trace_clear();
	b = task_create(put, "d");
	settle();
	queue_get(q, &item);
	task_cancel(b); /* nobody else waits for this room */
	settle();
	expect_int(queue_size(q), 0);
	expect_int(queue_put_nowait(q, "e"), 0);
	expect_trace("put:d:-1");
	end();
}
END_TEST

static char items[400][2];

START_TEST(many_items_keep_their_order) /* Q01 */
{
	void *item;

	look_at("growing, from the first slot on", "环从空的开始，一直长大");
	begin(0);
	for (int i = 0; i < 400; i++)
		queue_put(q, items[i]);
	for (int i = 0; i < 400; i++) {
		expect_int(queue_get(q, &item), 0);
		expect_int((char(*)[2])item - items, i);
	}
	end();
}
END_TEST

START_TEST(NULL_is_an_item_like_any_other)
{
	void *item = "-";

	look_at("how a get knows whether there was something: not by the item",
		"get 怎么知道里面有没有：不能看取出来的是不是 NULL");
	begin(0);
	expect_int(queue_put(q, NULL), 0);
	expect_int(queue_put_nowait(q, NULL), 0);
	expect_int(queue_size(q), 2);
	expect_int(queue_get_nowait(q, &item), 0);
	expect_ptr(item, NULL);
	item = "-";
	expect_int(queue_get(q, &item), 0);
	expect_ptr(item, NULL);
	expect_int(queue_get_nowait(q, &item), -EAGAIN);
	end();
}
END_TEST

START_TEST(a_ring_that_has_wrapped_round_grows_in_order) /* Q01 */
{
	void *item;
	int in = 0, out = 0;

	look_at("growing, when the oldest item is not in slot 0",
		"最老的不在 0 号格时，环要长大");
	begin(0);
	for (int i = 0; i < 400; i++) {
		queue_put(q, items[in++]);
		if (i % 3 > 0)
			continue;
		expect_int(queue_get(q, &item), 0);
		expect_int((char(*)[2])item - items, out++);
	}
	expect_int(queue_size(q), in - out);
	while (queue_size(q) > 0) {
		queue_get(q, &item);
		expect_int((char(*)[2])item - items, out++);
	}
	expect_int(out, in);
	end();
}
END_TEST

static int get_many_times(void *times, void **result)
{
	void *item;

	for (int i = 0; i < *(int *)times; i++)
		queue_get(q, &item);
	return 0;
}

START_TEST(to_wait_for_an_item_costs_no_memory)
{
	int times = 100;
	struct task *t;
	long before, cost = 0;

	look_at("what a get costs that waits, is woken, and waits again",
		"get 等着、被叫醒、再等，一共要多少内存");
	begin(1);
	t = task_create(get_many_times, &times);
	settle();
	for (int i = 0; i < times; i++) {
		expect_int(queue_put_nowait(q, "a"), 0);
		before = allocations();
		settle();
		cost += allocations() - before;
	}
	expect_true(task_done(t));
	expect_int(cost, 0);
	end();
}
END_TEST

static int get_with_a_limit(void *arg, void **result)
{
	struct timeout to;
	void *item = "-";
	int rc;

	timeout_begin(&to, 1);
	rc = timeout_end(&to, queue_get(q, &item));
	trace("%s:%s", rc == -ETIMEDOUT ? "late" : "in time", (char *)item);
	return 0;
}

START_TEST(one_may_wait_for_an_item_with_a_limit)
{
	struct task *t;

	look_at("get inside a timeout: its cancel comes out as -ECANCELED",
		"timeout 里的 get：它发来的取消，要以 -ECANCELED 传出来");
	begin(0);
	t = task_create(get_with_a_limit, NULL);
	while (!task_done(t) && loop_run_once(loop_current()) == 0)
		;
	queue_put(q, "a");
	task_create(get_with_a_limit, NULL);
	settle();
	expect_trace("late:- in time:a");
	end();
}
END_TEST

static char *const three[] = { "a", "b", "c" };

static int produce(void *arg, void **result)
{
	for (int i = 0; i < 3; i++)
		put(three[i], result);
	return 0;
}

static int use_up(void *who, void **result)
{
	for (int i = 0; i < 3; i++)
		get(who, result);
	return 0;
}

START_TEST(a_full_queue_holds_a_fast_producer_back)
{
	look_at("a producer and a consumer, one item apart",
		"一个生产，一个消费，中间只放得下一件");
	begin(1);
	task_create(produce, NULL);
	settle();
	expect_trace("put:a:0");
	task_create(use_up, "1");
	settle();
	expect_int(queue_size(q), 0);
	expect_trace("put:a:0 1:a:0 put:b:0 1:b:0 put:c:0 1:c:0");
	end();
}
END_TEST

/* ---- step 3, too: nobody may wait for a queue that is destroyed ---- */

static void destroy_too_early(void *arg)
{
	const char *how = arg;
	struct task *t;
	void *item;

	begin(1);
	if (*how != 'g')
		queue_put(q, "a");
	t = task_create(*how == 'g' ? get : put, "b");
	settle();
	if (how[1] == 'c')
		task_cancel(t);
	else if (how[1] == 'w' && *how == 'g')
		queue_put(q, "a");
	else if (how[1] == 'w')
		queue_get(q, &item);
	queue_destroy(q);
}

START_TEST(destroying_it_while_somebody_waits_panics)
{
	look_at("who waits for a queue: until it has run, also who was woken "
		"or cancelled",
		"谁在等队列：叫醒了的、取消了的，没跑之前都还在等");
	expect_panic(destroy_too_early, "get", "queue_destroy: ");
	expect_panic(destroy_too_early, "put", "queue_destroy: ");
	expect_panic(destroy_too_early, "gc", "queue_destroy: ");
	expect_panic(destroy_too_early, "pc", "queue_destroy: ");
	expect_panic(destroy_too_early, "gw", "queue_destroy: ");
	expect_panic(destroy_too_early, "pw", "queue_destroy: ");
}
END_TEST

START_TEST(items_left_in_it_are_no_obstacle)
{
	look_at("a queue that is destroyed with items in it",
		"里面还有东西就销毁的队列");
	begin(0);
	queue_put(q, "a");
	queue_put(q, "b");
	expect_int(queue_size(q), 2);
	end();
}
END_TEST

/* ---- step 4: nowait ---- */

START_TEST(get_nowait_on_empty_and_put_nowait_on_full_fail) /* Q04 */
{
	void *item = "untouched";

	look_at("who would have to wait gets -EAGAIN instead",
		"本来得等的，这里得到 -EAGAIN");
	begin(2);
	expect_int(queue_get_nowait(q, &item), -EAGAIN);
	expect_str(item, "untouched");
	expect_int(queue_put_nowait(q, "a"), 0);
	expect_int(queue_put_nowait(q, "b"), 0);
	expect_int(queue_put_nowait(q, "c"), -EAGAIN);
	expect_int(queue_size(q), 2);
	expect_int(queue_get_nowait(q, &item), 0);
	expect_str(item, "a");
	expect_int(queue_get_nowait(q, &item), 0);
	expect_str(item, "b");
	expect_int(queue_get_nowait(q, &item), -EAGAIN);
	end();
}
END_TEST

START_TEST(what_was_put_without_waiting_wakes_who_waits) /* Q03 */
{
	look_at("put_nowait tells those who wait, as put does",
		"put_nowait 同 put 一样，要告诉等着的人");
	begin(1);
	task_create(get, "1");
	settle();
	expect_int(queue_put_nowait(q, "a"), 0);
	settle();
	expect_trace("1:a:0");
	end();
}
END_TEST

START_TEST(what_was_taken_without_waiting_leaves_room) /* Q02 */
{
	void *item;

	look_at("get_nowait tells those who wait, as get does",
		"get_nowait 同 get 一样，要告诉等着的人");
	begin(1);
	queue_put(q, "a");
	task_create(put, "b");
	settle();
	expect_int(queue_get_nowait(q, &item), 0);
	settle();
	expect_trace("put:b:0");
	end();
}
END_TEST

START_TEST(a_promised_item_is_not_for_get_nowait)
{
	void *item = "untouched";

	look_at("an item that is put while somebody waits for one",
		"有人在等的时候，放进去的东西");
	begin(1);
	task_create(get, "1");
	settle();
	expect_int(queue_put_nowait(q, "a"), 0);
	expect_int(queue_size(q), 1);
	expect_int(queue_get_nowait(q, &item), -EAGAIN);
	expect_str(item, "untouched");
	settle();
	expect_trace("1:a:0");
	expect_int(queue_size(q), 0);
	end();
}
END_TEST

START_TEST(promised_room_is_not_for_put_nowait)
{
	void *item;

	look_at("a slot that is left while somebody waits for one",
		"有人在等的时候，空出来的位置");
	begin(1);
	expect_int(queue_put_nowait(q, "a"), 0);
	task_create(put, "b");
	settle();
	expect_int(queue_get(q, &item), 0);
	expect_int(queue_put_nowait(q, "c"), -EAGAIN);
	settle();
	expect_trace("put:b:0");
	expect_str(contents(), "b");
	end();
}
END_TEST

START_TEST(nowait_answers_at_once_in_every_state)
{
	void *item;

	look_at("nowait, outside any task: who would have to pause could not",
		"在任务外面的 nowait：真要停下，也没法停");
	begin(1);
	task_create(get, "1");
	settle();
	expect_int(queue_put_nowait(q, "a"), 0); /* for 1 */
	expect_int(queue_put_nowait(q, "b"), -EAGAIN);
	settle();
	expect_int(queue_put_nowait(q, "c"), 0);
	task_create(put, "d");
	settle();
	expect_int(queue_put_nowait(q, "e"), -EAGAIN);
	expect_int(queue_get_nowait(q, &item), 0);
	settle();
	expect_trace("1:a:0 put:d:0");
	expect_str(contents(), "d");
	end();
}
END_TEST

/* ---- step 5: join ---- */

static int join(void *who, void **result)
{
	int rc = queue_join(q);

	trace("%s:%d", (char *)who, shown(rc));
	return rc;
}

START_TEST(join_on_an_unused_queue_returns_at_once) /* Q07 */
{
	look_at("join, when nothing was ever put", "什么都没放过时的 join");
	begin(0);
	expect_int(queue_join(q), 0);
	end();
}
END_TEST

START_TEST(what_is_taken_is_not_dealt_with_yet) /* Q07 */
{
	void *item;

	look_at("what join waits for: that items are dealt with, not that "
		"they are taken",
		"join 等的是什么：东西处理完，不是取走");
	begin(0);
	queue_put(q, "a");
	task_create(join, "1");
	settle();
	queue_get(q, &item);
	settle();
	expect_trace("");
	queue_task_done(q);
	settle();
	expect_trace("1:0");
	end();
}
END_TEST

START_TEST(join_waits_for_task_done_of_every_item) /* Q07 */
{
	look_at("which task_done tells those who join: the last one",
		"哪一次 task_done 告诉 join 的人：最后一次");
	begin(0);
	queue_put(q, "a");
	queue_put(q, "b");
	task_create(join, "1");
	task_create(join, "2");
	settle();
	queue_task_done(q);
	settle();
	expect_trace("");
	queue_task_done(q);
	settle();
	expect_trace("1:0 2:0");
	end();
}
END_TEST

START_TEST(one_more_put_makes_join_wait_again) /* Q07 */
{
	look_at("join, after everything was done and something new was put",
		"全做完了，又放进新的，这时的 join");
	begin(0);
	queue_put(q, "a");
	queue_task_done(q);
	expect_int(queue_join(q), 0);
	queue_put(q, "b");
	task_create(join, "1");
	settle();
	expect_trace("");
	queue_task_done(q);
	settle();
	expect_trace("1:0");
	end();
}
END_TEST

START_TEST(who_was_told_by_task_done_goes_on)
{
	look_at("a put in the same turn as the last task_done: the first "
		"batch was finished all the same",
		"最后一次 task_done 的同一轮又来了 put：前面那批照样算完了");
	begin(0);
	queue_put(q, "a");
	task_create(join, "1");
	settle();
	queue_task_done(q);
	queue_put(q, "b");
	settle();
	expect_trace("1:0");
	task_create(join, "2");
	settle();
	expect_trace("1:0");
	end();
}
END_TEST

START_TEST(task_done_may_come_before_the_get)
{
	look_at("task_done counts puts, and asks nothing about gets",
		"task_done 数的是 put，不问 get");
	begin(0);
	queue_put_nowait(q, "a");
	queue_put_nowait(q, "b");
	queue_task_done(q);
	queue_task_done(q);
	expect_int(queue_join(q), 0);
	expect_str(contents(), "ab");
	end();
}
END_TEST

static void finish_too_often(void *arg)
{
	begin(0);
	queue_put(q, "a");
	queue_task_done(q);
	queue_task_done(q);
}

static void finish_more_than_was_put(void *arg)
{
	struct task *t;

	begin(1);
	queue_put(q, "a");
	t = task_create(put, "b");
	settle();
	task_cancel(t);
	settle();
	queue_task_done(q);
	queue_task_done(q); /* b never was in it */
}

START_TEST(who_waits_for_a_queue_can_be_told_for_what)
{
	struct task *t[3];

	look_at("the name that a report shows for what a task waits for",
		"报告里，任务在等什么，写的是哪个名字");
	begin(1);
	t[0] = task_create(get, "1");
	settle();
	expect_str(t[0]->waiting->what, "queue_get");
	queue_put(q, "a");
	settle();
	queue_put(q, "b");
	t[1] = task_create(put, "c");
	t[2] = task_create(join, "2");
	settle();
	expect_str(t[1]->waiting->what, "queue_put");
	expect_str(t[2]->waiting->what, "queue_join");
	end();
}
END_TEST

START_TEST(task_done_more_often_than_put_panics) /* Q07 */
{
	look_at("how many items were really put, and how many are unfinished",
		"真正放进去几件，还有几件未完成");
	expect_panic(finish_too_often, NULL, "queue_task_done: ");
	expect_panic(finish_more_than_was_put, NULL, "queue_task_done: ");
}
END_TEST

START_TEST(a_cancelled_join_changes_nothing)
{
	struct task *t;

	look_at("join, cancelled before and after the last task_done",
		"最后一次 task_done 之前、之后被取消的 join");
	begin(0);
	queue_put(q, "a");
	t = task_create(join, "1");
	task_create(join, "2");
	settle();
	task_cancel(t);
	settle();
	t = task_create(join, "3");
	settle();
	queue_task_done(q);
	task_cancel(t);
	settle();
	expect_trace("1:-1 2:0 3:-1");
	expect_int(queue_join(q), 0);
	end();
}
END_TEST

static void destroy_while_joined(void *arg)
{
	begin(0);
	queue_put(q, "a");
	task_create(join, "1");
	settle();
	queue_destroy(q);
}

START_TEST(destroying_it_while_somebody_joins_panics)
{
	look_at("who waits for the event behind join",
		"谁在等 join 背后的事件");
	expect_panic(destroy_while_joined, NULL, "queue_destroy: ");
}
END_TEST

static int handled;

static int work(void *arg, void **result)
{
	void *item;

	while (queue_get(q, &item) == 0) {
		async_sleep(*(double *)item);
		handled++;
		queue_task_done(q);
	}
	return 0;
}

static int hand_out_jobs(void *arg, void **result)
{
	struct task *workers[3];
	static double seconds[100];

	for (int i = 0; i < 3; i++)
		workers[i] = task_create(work, NULL);
	for (int i = 0; i < 100; i++) {
		seconds[i] = i % 7;
		queue_put(q, &seconds[i]);
	}
	queue_join(q);
	trace("%d", handled);
	return async_cancel_and_wait(workers, 3);
}

START_TEST(three_workers_do_a_hundred_jobs) /* Q07 */
{
	int rc;

	look_at("the whole queue: bounded, three who take, one who joins",
		"整个队列：有上限，三个人取，一个人 join");
	q = queue_create(5);
	handled = 0;
	rc = async_run(hand_out_jobs, NULL, NULL);
	expect_int(rc, 0);
	expect_trace("100");
	expect_int(queue_size(q), 0);
	queue_destroy(q);
}
END_TEST

/* ---- step 5, too: a random crowd ---- */

static unsigned long seed;

static int below(int n)
{
	seed = seed * 6364136223846793005ul + 1442695040888963407ul;
	return (int)((seed >> 33) % (unsigned long)n);
}

/* What each may be doing; a number is an item, counted from 1. */
static struct visitor {
	struct task *task;
	int came; /* 0: does not wait */
	bool putting, cancelled;
} visitors[12];

#define VISITORS ((int)(sizeof(visitors) / sizeof(visitors[0])))

static int coming, room;
#define MOST 4000

static bool inside[MOST]; /* by the item's number */
static int n_put, n_got;
static const char *wrong;

/* Who waits for the same thing as `me` does, and came earlier. */
static int earlier(const struct visitor *me)
{
	int n = 0;

	for (int i = 0; i < VISITORS; i++)
		n += visitors[i].came && visitors[i].came < me->came &&
		     visitors[i].putting == me->putting &&
		     !visitors[i].cancelled;
	return n;
}

static void has_put(int item)
{
	inside[item] = true;
	n_put++;
	if (n_put - n_got > room)
		wrong = "more is in it than it holds";
}

/* One who waits may be promised this very item, or only as many as it needs:
 * then a newcomer may leave with the older one, and both are right. */
static void has_got(int item)
{
	if (item <= 0 || item >= MOST || !inside[item])
		wrong = "an item was lost or doubled";
	else
		inside[item] = false;
	n_got++;
}

static int visit(void *arg, void **result)
{
	struct visitor *me = arg;
	int number = me->came = ++coming, rc;
	void *item = NULL;

	rc = me->putting ? queue_put(q, (void *)(intptr_t)number)
			 : queue_get(q, &item);
	if (me->cancelled != (rc == -ECANCELED))
		wrong = "who is cancelled, and nobody else, does nothing";
	if (rc == 0 && me->putting)
		has_put(number);
	if (rc == 0 && !me->putting)
		has_got((int)(intptr_t)item);
	if (rc == 0 && me->putting && n_put - n_got + earlier(me) > room)
		wrong = "somebody overtook";
	me->came = 0;
	return 0;
}

static void visit_at_once(void)
{
	void *item;
	int number = ++coming;

	if (below(2) == 0) {
		if (queue_put_nowait(q, (void *)(intptr_t)number) == 0)
			has_put(number);
	} else if (queue_get_nowait(q, &item) == 0) {
		has_got((int)(intptr_t)item);
	}
}

static void something_happens(struct visitor *v)
{
	if (v->came) {
		if (below(3) == 0)
			v->cancelled = task_cancel(v->task);
	} else if (below(4) == 0) {
		visit_at_once();
	} else if (!v->task || task_done(v->task)) {
		task_destroy(v->task);
		v->cancelled = false;
		v->putting = below(2);
		v->task = task_create(visit, v);
	}
}

/* Nobody is ready: who still waits has to. */
static void look_round(void)
{
	if (queue_size(q) != (size_t)(n_put - n_got))
		wrong = "queue_size counts something else";
	for (int i = 0; i < VISITORS; i++) {
		if (!visitors[i].came)
			continue;
		if (visitors[i].putting && n_put - n_got < room)
			wrong = "a put waits, and there is room";
		if (!visitors[i].putting && n_put > n_got)
			wrong = "a get waits, and there is something";
	}
}

static void crowd(void)
{
	for (int round = 0; round < 400 && !*wrong; round++) {
		for (int n = below(7); n > 0; n--)
			something_happens(&visitors[below(VISITORS)]);
		below(2) ? turn() : settle();
		if (handles_empty(&loop_current()->ready))
			look_round();
	}
}

START_TEST(in_a_random_crowd_no_item_is_lost_or_doubled) /* Q01 Q06 */
{
	look_at("puts, gets and cancels in one turn, in any order",
		"同一轮里有人放、有人取、有人被取消，什么次序都有");
	for (room = 1; room <= 3; room++) {
		wrong = "";
		seed = (unsigned long)room;
		coming = n_put = n_got = 0;
		memset(inside, false, sizeof(inside));
		for (int i = 0; i < VISITORS; i++)
			visitors[i] = (struct visitor){ 0 };
		begin((size_t)room);
		crowd();
		settle();
		for (int i = 0; i < n_put; i++)
			queue_task_done(q);
		expect_int(queue_join(q), 0);
		expect_str(wrong, "");
		end();
	}
}
END_TEST

static void add_step_2(Suite *suite)
{
	TCase *step = lab_step(suite, "2 put");

	tcase_add_test(step, put_does_not_wait_while_there_is_room);
	tcase_add_test(step, put_waits_while_the_queue_is_full);
	tcase_add_test(step, no_limit_is_no_limit);
	tcase_add_test(step, a_put_that_was_cancelled_puts_nothing);
	tcase_add_test(step, waiting_outside_a_coroutine_panics);
	tcase_add_test(step, without_memory_nothing_was_put);
	tcase_add_test(step, without_memory_there_is_no_queue);
}

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 get");

	tcase_add_test(step, items_come_out_in_the_order_they_went_in);
	tcase_add_test(step, get_does_not_wait_while_there_is_something);
	tcase_add_test(step, get_waits_while_the_queue_is_empty);
	tcase_add_test(step, a_get_lets_the_next_put_go_on);
	tcase_add_test(step, two_items_put_at_once_go_to_two);
	tcase_add_test(step, a_newcomer_does_not_overtake_who_waits);
	tcase_add_test(step, a_get_that_was_cancelled_takes_nothing);
	tcase_add_test(step, an_item_promised_to_a_cancelled_one_goes_on);
	tcase_add_test(step,
		       an_item_promised_to_a_cancelled_one_stays_the_oldest);
	tcase_add_test(step, room_promised_to_a_cancelled_one_goes_on);
	tcase_add_test(step, a_cancelled_put_blocks_nobody);
	tcase_add_test(step, many_items_keep_their_order);
	tcase_add_test(step, NULL_is_an_item_like_any_other);
	tcase_add_test(step, a_ring_that_has_wrapped_round_grows_in_order);
	tcase_add_test(step, to_wait_for_an_item_costs_no_memory);
	tcase_add_test(step, one_may_wait_for_an_item_with_a_limit);
	tcase_add_test(step, a_full_queue_holds_a_fast_producer_back);
	tcase_add_test(step, destroying_it_while_somebody_waits_panics);
	tcase_add_test(step, items_left_in_it_are_no_obstacle);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 nowait");

	tcase_add_test(step, get_nowait_on_empty_and_put_nowait_on_full_fail);
	tcase_add_test(step, what_was_put_without_waiting_wakes_who_waits);
	tcase_add_test(step, what_was_taken_without_waiting_leaves_room);
	tcase_add_test(step, a_promised_item_is_not_for_get_nowait);
	tcase_add_test(step, promised_room_is_not_for_put_nowait);
	tcase_add_test(step, nowait_answers_at_once_in_every_state);
}

static void add_step_5(Suite *suite)
{
	TCase *step = lab_step(suite, "5 join");

	tcase_add_test(step, join_on_an_unused_queue_returns_at_once);
	tcase_add_test(step, what_is_taken_is_not_dealt_with_yet);
	tcase_add_test(step, join_waits_for_task_done_of_every_item);
	tcase_add_test(step, one_more_put_makes_join_wait_again);
	tcase_add_test(step, who_was_told_by_task_done_goes_on);
	tcase_add_test(step, task_done_may_come_before_the_get);
	tcase_add_test(step, who_waits_for_a_queue_can_be_told_for_what);
	tcase_add_test(step, task_done_more_often_than_put_panics);
	tcase_add_test(step, a_cancelled_join_changes_nothing);
	tcase_add_test(step, destroying_it_while_somebody_joins_panics);
	tcase_add_test(step, three_workers_do_a_hundred_jobs);
	tcase_add_test(step, in_a_random_crowd_no_item_is_lost_or_doubled);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("queue");

	add_step_2(suite);
	add_step_3(suite);
	add_step_4(suite);
	add_step_5(suite);
	return suite;
}
