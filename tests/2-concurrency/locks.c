/*
 * locks.c - the suite of lab locks.
 *
 * Most tests turn the loop by hand: what matters is who comes, leaves or is
 * cancelled between two turns. Who is let in stays in until the test lets it
 * out, so that nothing happens by itself.
 */
#include "locks.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"
#include "loop.h"
#include "run.h"
#include "timeout.h"
#include "waiting.h"

static struct semaphore sem;
static struct lock lock;
static struct event event;
static struct condition cond;

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
}

/* -1 for -ECANCELED, whose number differs from system to system. */
static int shown(int rc)
{
	return rc == -ECANCELED ? -1 : rc < 0 ? rc - 1000 : rc;
}

/* Two answers are right: the one that came, or else the first. */
static const char *one_of(const char *first, const char *second)
{
	return strcmp(traced(), second) == 0 ? second : first;
}

/* ---- step 3: semaphore ---- */

/* Goes in, and stays. */
static int enter(void *word, void **result)
{
	int rc = semaphore_acquire(&sem);

	trace("%s:%d", (char *)word, shown(rc));
	return rc;
}

static void begin_with(int value)
{
	loop_create();
	semaphore_init(&sem, value);
}

START_TEST(a_semaphore_lets_so_many_in) /* K03 */
{
	look_at("who has to wait: whoever finds no place free",
		"谁得等：来的时候没有空位的人");
	begin_with(2);
	task_create(enter, "a");
	task_create(enter, "b");
	task_create(enter, "c");
	expect_false(semaphore_locked(&sem));
	settle();
	expect_trace("a:0 b:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(a_free_place_is_taken_without_a_pause)
{
	look_at("acquire, when there is a place: no reason to pause",
		"有空位时的 acquire：没有理由停下");
	semaphore_init(&sem, 2);
	expect_int(semaphore_acquire(&sem), 0);
	expect_false(semaphore_locked(&sem));
	expect_int(semaphore_acquire(&sem), 0);
	expect_true(semaphore_locked(&sem));
}
END_TEST

START_TEST(nowait_takes_a_place_or_says_that_there_is_none)
{
	look_at("acquire_nowait: now or not at all, and nobody waits",
		"acquire_nowait：要么现在就有，要么没有，谁也不等");
	semaphore_init(&sem, 1);
	expect_int(semaphore_acquire_nowait(&sem), 0);
	expect_true(semaphore_locked(&sem));
	expect_int(semaphore_acquire_nowait(&sem), -EAGAIN);
	semaphore_release(&sem);
	expect_int(semaphore_acquire_nowait(&sem), 0);
}
END_TEST

START_TEST(a_release_with_nobody_in_line_frees_a_place)
{
	look_at("where the place goes when nobody waits for it",
		"没人等的时候，让出来的位置去了哪里");
	semaphore_init(&sem, 0);
	expect_true(semaphore_locked(&sem));
	semaphore_release(&sem);
	semaphore_release(&sem);
	expect_false(semaphore_locked(&sem));
	expect_int(semaphore_acquire(&sem), 0);
	expect_int(semaphore_acquire(&sem), 0);
	expect_true(semaphore_locked(&sem));
}
END_TEST

START_TEST(who_waits_goes_in_in_the_order_of_coming) /* K03 */
{
	look_at("who is woken by a release: the one who has waited longest",
		"release 叫醒谁：等得最久的那个");
	begin_with(0);
	task_create(enter, "a");
	task_create(enter, "b");
	task_create(enter, "c");
	settle();
	for (int i = 1; i <= 3; i++) {
		semaphore_release(&sem);
		trace("%d", i);
		settle();
	}
	expect_trace("1 a:0 2 b:0 3 c:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(two_releases_in_one_turn_let_two_in) /* K03 */
{
	look_at("the second release, before the first one woken has run",
		"头一个被叫醒的还没跑，又来一次 release");
	begin_with(0);
	task_create(enter, "a");
	task_create(enter, "b");
	task_create(enter, "c");
	settle();
	semaphore_release(&sem);
	semaphore_release(&sem);
	settle();
	expect_trace("a:0 b:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(nobody_jumps_the_queue) /* K03 */
{
	look_at("a newcomer who runs between the release and the turn of the "
		"one whom it woke",
		"release 之后，被叫醒的还没轮到，先跑来了一个新人");
	begin_with(0);
	task_create(enter, "early");
	settle();
	task_create(enter, "late"); /* runs before the one woken now */
	semaphore_release(&sem);
	expect_true(semaphore_locked(&sem));
	settle();
	expect_trace("early:0");
	semaphore_release(&sem);
	settle();
	expect_trace("early:0 late:0");
	end();
}
END_TEST

static int come_twice(void *word, void **result)
{
	for (int i = 1; i <= 2; i++) {
		semaphore_acquire(&sem);
		trace("%s%d", (char *)word, i);
		async_sleep(1);
		semaphore_release(&sem);
	}
	return 0;
}

START_TEST(who_comes_again_stands_at_the_end) /* K03 */
{
	struct task *last;

	look_at("one who goes out and comes in again at once",
		"刚出去，马上又要进来的人");
	begin_with(1);
	task_create(come_twice, "a");
	task_create(come_twice, "b");
	last = task_create(come_twice, "c");
	while (!task_done(last) && loop_run_once(loop_current()) == 0)
		;
	expect_trace("a1 b1 c1 a2 b2 c2");
	expect_false(semaphore_locked(&sem));
	end();
}
END_TEST

static int release_three_and_enter(void *arg, void **result)
{
	for (int i = 0; i < 3; i++)
		semaphore_release(&sem);
	return enter("", result);
}

START_TEST(places_for_all_let_all_in) /* K03 */
{
	look_at("three places are freed at once: for one in line, and for two "
		"who come before it has run",
		"一下空出三个位置：一个给排队的，两个给赶在它前面跑来的");
	begin_with(0);
	task_create(enter, "");
	task_create(release_three_and_enter, NULL);
	task_create(enter, "");
	settle();
	expect_trace(":0 :0 :0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(cancelled_in_line_is_not_in) /* K04 */
{
	struct task *a;

	look_at("what a cancelled one takes with it: nothing",
		"被取消的人带走了什么：什么也没有");
	begin_with(0);
	a = task_create(enter, "a");
	settle();
	task_cancel(a);
	settle();
	expect_trace("a:-1");
	expect_true(semaphore_locked(&sem));
	semaphore_release(&sem);
	expect_false(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(cancelled_before_the_release_is_passed_over) /* K04 */
{
	struct task *a;

	look_at("one who is cancelled and has not left the line yet, when the "
		"release comes",
		"release 来时，有人已经被取消，却还没离队");
	begin_with(0);
	a = task_create(enter, "a");
	task_create(enter, "b");
	settle();
	task_cancel(a);
	semaphore_release(&sem);
	settle();
	expect_trace("a:-1 b:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(woken_and_then_cancelled_passes_its_turn_on) /* K04 */
{
	struct task *a;

	look_at("one who is woken and then cancelled, in the same turn: it "
		"had a place",
		"同一轮里先被叫醒、后被取消的人：位置已经到过它手里");
	begin_with(0);
	a = task_create(enter, "a");
	task_create(enter, "b");
	settle();
	semaphore_release(&sem);
	task_cancel(a);
	settle();
	expect_trace("a:-1 b:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(woken_and_cancelled_alone_gives_the_place_back) /* K04 */
{
	struct task *a;

	look_at("the place of one who was woken and cancelled, when nobody "
		"else waits",
		"被叫醒又被取消，后面没人等：它的位置");
	begin_with(0);
	a = task_create(enter, "a");
	settle();
	semaphore_release(&sem);
	task_cancel(a);
	settle();
	expect_trace("a:-1");
	expect_false(semaphore_locked(&sem));
	expect_int(semaphore_acquire(&sem), 0);
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(several_may_be_woken_and_cancelled) /* K04 */
{
	static char *const words[] = { "a", "b", "c", "d", "e" };
	struct task *t[5];

	look_at("two turns that are passed on in the same turn of the loop",
		"同一轮里，有两个位置要让出去");
	begin_with(0);
	for (int i = 0; i < 5; i++)
		t[i] = task_create(enter, words[i]);
	settle();
	semaphore_release(&sem);
	semaphore_release(&sem);
	task_cancel(t[0]);
	task_cancel(t[1]);
	task_cancel(t[2]);
	settle();
	expect_trace("a:-1 b:-1 c:-1 d:0 e:0");
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

START_TEST(nobody_waits_behind_one_who_is_cancelled)
{
	struct task *a;

	look_at("a place is free, and the only one in line is cancelled: no "
		"reason to wait",
		"有空位，队里只剩一个被取消了的：用不着等");
	begin_with(0);
	a = task_create(enter, "a");
	settle();
	task_cancel(a);
	semaphore_release(&sem);
	expect_false(semaphore_locked(&sem));
	expect_int(semaphore_acquire(&sem), 0);
	settle();
	expect_true(semaphore_locked(&sem));
	end();
}
END_TEST

static void wait_outside(void *arg)
{
	semaphore_init(&sem, 0);
	semaphore_acquire(&sem);
}

START_TEST(waiting_outside_a_coroutine_panics)
{
	look_at("who can pause: only a coroutine", "谁能停下：只有协程");
	expect_panic(wait_outside, NULL, "not inside a coroutine");
}
END_TEST

static void begin_below_zero(void *arg)
{
	semaphore_init(&sem, 1);
	semaphore_acquire(&sem);
	semaphore_init(&sem, -1);
}

START_TEST(less_than_no_place_panics)
{
	look_at("acquire, before the value below zero comes up",
		"acquire：负数登场之前的那次");
	expect_panic(begin_below_zero, NULL, "semaphore_init: ");
}
END_TEST

static int enter_many_times(void *times, void **result)
{
	for (int i = 0; i < *(int *)times; i++)
		semaphore_acquire(&sem);
	return 0;
}

START_TEST(to_wait_and_to_be_woken_costs_no_memory)
{
	int times = 100;
	long before, cost;

	look_at("where the place in line is kept: on the stack of who waits",
		"排队的位置放在哪里：在等待者自己的栈上");
	begin_with(0);
	task_create(enter_many_times, &times);
	task_create(enter_many_times, &times);
	settle();
	before = allocations();
	for (int i = 0; i < 2 * times; i++) {
		semaphore_release(&sem);
		settle();
	}
	cost = allocations() - before;
	expect_true(semaphore_locked(&sem));
	expect_int(cost, 0);
	end();
}
END_TEST

/* ---- step 3, too: a random crowd ---- */

static unsigned long seed;

static int below(int n)
{
	seed = seed * 6364136223846793005ul + 1442695040888963407ul;
	return (int)((seed >> 33) % (unsigned long)n);
}

enum { OUTSIDE, IN_LINE, INSIDE };

static struct visitor {
	struct task *task;
	int state, came;
	bool cancelled;
} visitors[12];

#define VISITORS ((int)(sizeof(visitors) / sizeof(visitors[0])))

static int coming, inside, places;
static const char *wrong;

static int in_line(void)
{
	int n = 0;

	for (int i = 0; i < VISITORS; i++)
		n += visitors[i].state == IN_LINE && !visitors[i].cancelled;
	return n;
}

static int before(const struct visitor *me)
{
	int n = 0;

	for (int i = 0; i < VISITORS; i++)
		n += visitors[i].state == IN_LINE && !visitors[i].cancelled &&
		     visitors[i].came < me->came;
	return n;
}

static int visit(void *arg, void **result)
{
	struct visitor *me = arg;
	int rc;

	me->state = IN_LINE;
	me->came = ++coming;
	rc = semaphore_acquire(&sem);
	if (me->cancelled != (rc == -ECANCELED))
		wrong = "who is cancelled, and nobody else, is not in";
	me->state = rc < 0 ? OUTSIDE : INSIDE;
	inside += rc == 0;
	/* Who came before may not have run yet, but has a place. */
	if (rc == 0 && inside + before(me) > places)
		wrong = "somebody overtook";
	return 0;
}

static void something_happens(struct visitor *v)
{
	switch (v->state) {
	case OUTSIDE:
		if (v->task && !task_done(v->task))
			return;
		task_destroy(v->task);
		v->cancelled = false;
		v->task = task_create(visit, v);
		return;
	case IN_LINE:
		if (below(2) == 0)
			v->cancelled = task_cancel(v->task);
		return;
	default:
		v->state = OUTSIDE;
		inside--;
		semaphore_release(&sem);
	}
}

static void crowd(void)
{
	for (int round = 0; round < 300 && !*wrong; round++) {
		for (int n = below(6); n > 0; n--)
			something_happens(&visitors[below(VISITORS)]);
		below(2) ? turn() : settle();
		if (inside > places)
			wrong = "too many are in";
		if (!handles_empty(&loop_current()->ready))
			continue;
		if (in_line() > 0 && inside < places)
			wrong = "somebody waits, and there is a place";
		if (semaphore_locked(&sem) != (inside == places))
			wrong = "a place was lost, or doubled";
	}
}

START_TEST(in_a_random_crowd_no_place_is_lost_or_doubled) /* K03 K04 */
{
	look_at("who comes, leaves and is cancelled in one turn, in any order",
		"同一轮里有人来、有人走、有人被取消，什么次序都有");
	for (places = 1; places <= 4; places++) {
		wrong = "";
		seed = (unsigned long)places;
		coming = inside = 0;
		for (int i = 0; i < VISITORS; i++)
			visitors[i] = (struct visitor){ 0 };
		begin_with(places);
		crowd();
		expect_str(wrong, "");
		end();
	}
}
END_TEST

/* ---- step 3, too: lock ---- */

/* Holds it, and keeps it. */
static int hold(void *word, void **result)
{
	int rc = lock_acquire(&lock);

	trace("%s:%d", (char *)word, shown(rc));
	return rc;
}

static void begin_with_lock(void)
{
	loop_create();
	lock_init(&lock);
}

START_TEST(a_lock_is_held_by_one_and_then_the_next) /* K01 */
{
	look_at("a lock is a semaphore with one place",
		"锁就是只有一个位置的信号量");
	begin_with_lock();
	expect_false(lock_locked(&lock));
	task_create(hold, "a");
	task_create(hold, "b");
	task_create(hold, "c");
	settle();
	expect_true(lock_locked(&lock));
	for (int i = 1; i <= 3; i++) {
		trace("%d", i);
		lock_release(&lock);
		settle();
	}
	expect_trace("a:0 1 b:0 2 c:0 3");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

static void release_twice(void *arg)
{
	lock_init(&lock);
	lock_acquire(&lock);
	lock_release(&lock);
	lock_release(&lock);
}

START_TEST(releasing_a_lock_that_nobody_holds_panics) /* K01 */
{
	look_at("what a release leaves, when nobody waits",
		"没人等的时候，release 之后是什么样子");
	expect_panic(release_twice, NULL, "lock_release: ");
}
END_TEST

START_TEST(a_cancelled_waiter_does_not_hold_the_lock)
{
	struct task *a;

	look_at("a lock that is let go and one who is cancelled, in one turn",
		"同一轮里，锁放开了，等锁的人又被取消了");
	begin_with_lock();
	expect_int(lock_acquire(&lock), 0);
	a = task_create(hold, "a");
	settle();
	task_cancel(a);
	lock_release(&lock);
	expect_false(lock_locked(&lock));
	settle();
	expect_trace("a:-1");
	expect_false(lock_locked(&lock));
	expect_int(lock_acquire(&lock), 0);
	end();
}
END_TEST

START_TEST(a_lock_handed_to_a_cancelled_one_goes_on)
{
	struct task *a, *b;

	look_at("the lock of one who was woken, and is cancelled before it "
		"runs",
		"叫醒了、还没跑就被取消的人：锁怎么办");
	begin_with_lock();
	expect_int(lock_acquire(&lock), 0);
	a = task_create(hold, "a");
	b = task_create(hold, "b");
	task_create(hold, "c");
	settle();
	lock_release(&lock);
	task_cancel(a);
	turn();
	task_cancel(b); /* it was handed on to b just now */
	settle();
	expect_trace("a:-1 b:-1 c:0");
	expect_true(lock_locked(&lock));
	end();
}
END_TEST

static int hold_within_a_second(void *arg, void **result)
{
	struct timeout to;
	int rc;

	timeout_begin(&to, 1);
	rc = timeout_end(&to, lock_acquire(&lock));
	trace("%s", rc == -ETIMEDOUT ? "late" : rc == 0 ? "held" : "other");
	return 0;
}

START_TEST(one_may_wait_for_a_lock_with_a_limit)
{
	struct task *t;

	look_at("acquire inside a timeout: its cancel comes out as "
		"-ECANCELED",
		"timeout 里的 acquire：它发来的取消，要以 -ECANCELED 传出来");
	begin_with_lock();
	expect_int(lock_acquire(&lock), 0);
	t = task_create(hold_within_a_second, NULL);
	while (!task_done(t) && loop_run_once(loop_current()) == 0)
		;
	expect_trace("late");
	lock_release(&lock);
	expect_false(lock_locked(&lock));
	task_create(hold_within_a_second, NULL);
	settle();
	expect_trace("late held");
	end();
}
END_TEST

/* ---- step 4: event ---- */

static int await_event(void *word, void **result)
{
	int rc = event_wait(&event);

	trace("%s:%d", (char *)word, shown(rc));
	return rc;
}

static void begin_with_event(void)
{
	loop_create();
	event_init(&event);
}

START_TEST(an_event_that_is_set_makes_nobody_wait)
{
	look_at("what event_set leaves for those who come later",
		"event_set 给后来的人留下了什么");
	event_init(&event);
	expect_false(event_is_set(&event));
	event_set(&event);
	event_set(&event);
	expect_true(event_is_set(&event));
	expect_int(event_wait(&event), 0);
	expect_int(event_wait(&event), 0);
	expect_true(event_is_set(&event));
}
END_TEST

START_TEST(everybody_who_waits_goes_on_in_order)
{
	look_at("whom event_set wakes: everybody", "event_set 叫醒谁：所有人");
	begin_with_event();
	task_create(await_event, "a");
	task_create(await_event, "b");
	task_create(await_event, "c");
	settle();
	expect_trace("");
	event_set(&event);
	expect_trace("");
	settle();
	expect_trace("a:0 b:0 c:0");
	end();
}
END_TEST

START_TEST(set_and_cleared_at_once_wakes_those_who_waited)
{
	look_at("an event that is cleared before those whom it woke have run: "
		"it has happened, for them",
		"叫醒的人还没跑，事件又清掉了：对他们来说，它发生过");
	begin_with_event();
	task_create(await_event, "a");
	task_create(await_event, "b");
	settle();
	task_create(await_event, "late"); /* runs before those woken now */
	event_set(&event);
	event_clear(&event);
	expect_false(event_is_set(&event));
	settle();
	expect_trace("a:0 b:0");
	event_set(&event);
	settle();
	expect_trace("a:0 b:0 late:0");
	end();
}
END_TEST

START_TEST(what_was_there_before_is_overwritten)
{
	look_at("an event, a semaphore and a lock in memory that is not zero",
		"内存里原来不是零，在上面放一个事件、一个信号量、一把锁");
	loop_create();
	memset(&event, 0xff, sizeof(event));
	memset(&sem, 0xff, sizeof(sem));
	memset(&lock, 0xff, sizeof(lock));
	event_init(&event);
	semaphore_init(&sem, 1);
	lock_init(&lock);
	task_create(await_event, "a");
	task_create(enter, "b");
	task_create(hold, "c");
	settle();
	expect_trace("b:0 c:0");
	expect_false(event_is_set(&event));
	end();
}
END_TEST

START_TEST(an_event_can_happen_again)
{
	look_at("an event that was set, cleared, and is waited for again",
		"设过、清过，又来人等的事件");
	begin_with_event();
	event_set(&event);
	event_clear(&event);
	task_create(await_event, "a");
	settle();
	expect_trace("");
	event_set(&event);
	settle();
	task_create(await_event, "b");
	settle();
	expect_trace("a:0 b:0");
	end();
}
END_TEST

START_TEST(one_who_is_cancelled_misses_the_event)
{
	struct task *a, *c;

	look_at("event_wait, cancelled before and after the event was set",
		"event_wait：事件发生之前、之后被取消");
	begin_with_event();
	a = task_create(await_event, "a");
	task_create(await_event, "b");
	c = task_create(await_event, "c");
	settle();
	task_cancel(a);
	event_set(&event);
	task_cancel(c);
	settle();
	expect_trace("a:-1 b:0 c:-1");
	expect_true(event_is_set(&event));
	end();
}
END_TEST

static int await_it_often(void *times, void **result)
{
	for (int i = 0; i < *(int *)times; i++) {
		event_wait(&event);
		event_clear(&event);
	}
	return 0;
}

START_TEST(to_wait_for_an_event_costs_no_memory)
{
	int times = 100;
	struct task *t;
	long before, cost;

	look_at("where the place in line is kept: on the stack of who waits",
		"排队的位置放在哪里：在等待者自己的栈上");
	begin_with_event();
	t = task_create(await_it_often, &times);
	settle();
	before = allocations();
	for (int i = 0; i < times; i++) {
		event_set(&event);
		settle();
	}
	cost = allocations() - before;
	expect_true(task_done(t));
	expect_int(cost, 0);
	end();
}
END_TEST

START_TEST(thousands_may_wait_for_one_event)
{
	enum { MANY = 3000 };
	struct task *last = NULL;

	look_at("how often event_set walks along the line: once",
		"event_set 沿着队走几遍：一遍");
	begin_with_event();
	for (int i = 0; i < MANY; i++) {
		if (last)
			task_detach(last);
		last = task_create(await_event, "");
	}
	settle();
	event_set(&event);
	settle();
	expect_true(task_done(last));
	expect_int(task_result(last, NULL), 0);
	end();
}
END_TEST

/* ---- step 5: condition ---- */

/* Waits once; holds the lock until the test lets it go. */
static int wait_once(void *word, void **result)
{
	int rc;

	if (lock_acquire(&lock) < 0)
		return -ECANCELED;
	trace("%s", (char *)word);
	rc = condition_wait(&cond);
	trace("%s:%d", (char *)word, shown(rc));
	expect_true(lock_locked(&lock));
	return rc;
}

/* The same, and lets it go itself. */
static int wait_and_release(void *word, void **result)
{
	int rc = wait_once(word, result);

	lock_release(&lock);
	return rc;
}

static void begin_with_condition(void)
{
	begin_with_lock();
	condition_init(&cond, &lock);
}

/* The lock is free now: notify so many. */
static void notify(int n)
{
	lock_acquire(&lock);
	condition_notify(&cond, n);
	lock_release(&lock);
}

START_TEST(to_wait_lets_the_lock_go) /* K06 */
{
	look_at("the lock, while somebody waits for the condition",
		"有人等条件的时候，锁在谁手里");
	begin_with_condition();
	task_create(wait_once, "a");
	task_create(wait_once, "b");
	settle();
	expect_trace("a b");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(notify_wakes_so_many_and_each_holds_the_lock) /* K06 */
{
	look_at("those who were notified hold the lock one after the other",
		"接到通知的人，一个接一个拿到锁");
	begin_with_condition();
	task_create(wait_once, "a");
	task_create(wait_once, "b");
	task_create(wait_once, "c");
	settle();
	trace_clear();
	notify(2);
	settle();
	expect_trace("a:0");
	expect_true(lock_locked(&lock));
	lock_release(&lock); /* as a would */
	settle();
	expect_trace("a:0 b:0");
	lock_release(&lock);
	settle();
	expect_trace("a:0 b:0");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(more_than_there_are_is_all)
{
	look_at("notify, when fewer wait than it could wake",
		"notify：等的人没那么多");
	begin_with_condition();
	task_create(wait_and_release, "a");
	task_create(wait_and_release, "b");
	settle();
	trace_clear();
	notify(INT_MAX);
	settle();
	expect_trace("a:0 b:0");
	trace_clear();
	task_create(wait_and_release, "c");
	settle();
	expect_trace("c"); /* what was told before is not for c */
	end();
}
END_TEST

START_TEST(zero_or_less_is_nobody)
{
	look_at("notify, told to wake nobody", "notify：让它叫醒零个人");
	begin_with_condition();
	task_create(wait_and_release, "a");
	settle();
	notify(0);
	notify(-1);
	settle();
	expect_trace("a");
	notify(1);
	settle();
	expect_trace("a a:0");
	end();
}
END_TEST

static int notify_and_keep(void *arg, void **result)
{
	lock_acquire(&lock);
	condition_notify(&cond, 1);
	trace("notified");
	async_sleep(0);
	trace("let go");
	lock_release(&lock);
	return 0;
}

START_TEST(who_is_notified_still_waits_for_the_lock) /* K06 */
{
	look_at("the lock of the one who notifies, while it keeps it",
		"发通知的人还拿着锁的时候");
	begin_with_condition();
	task_create(wait_and_release, "a");
	settle();
	task_create(notify_and_keep, NULL);
	settle();
	expect_trace("a notified let go a:0");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

static int stock;

static int consume(void *word, void **result)
{
	lock_acquire(&lock);
	while (stock == 0) {
		trace("%s:none", (char *)word);
		condition_wait(&cond);
	}
	stock--;
	trace("%s:took", (char *)word);
	lock_release(&lock);
	return 0;
}

START_TEST(what_was_waited_for_may_be_gone)
{
	look_at("one who was notified, looks once more, and waits again",
		"接到通知，再看一眼，又接着等的人");
	begin_with_condition();
	stock = 0;
	task_create(consume, "a");
	task_create(consume, "b");
	settle();
	stock = 1;
	notify(INT_MAX);
	settle();
	expect_trace("a:none b:none a:took b:none");
	stock = 1;
	notify(1);
	settle();
	expect_trace("a:none b:none a:took b:none b:took");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

static int wait_without_the_lock(void *arg, void **result)
{
	lock_acquire(&lock);
	lock_release(&lock);
	return condition_wait(&cond);
}

static void without_the_lock(void *arg)
{
	begin_with_condition();
	task_create(wait_without_the_lock, NULL);
	settle();
}

static void notify_without_the_lock(void *arg)
{
	begin_with_condition();
	notify(1);
	condition_notify(&cond, 1);
}

START_TEST(without_its_lock_a_condition_panics)
{
	look_at("what is true of the lock after a release",
		"release 之后，锁是什么样子");
	expect_panic(without_the_lock, NULL, "condition_wait: ");
	expect_panic(notify_without_the_lock, NULL, "condition_notify: ");
}
END_TEST

START_TEST(cancelled_it_holds_the_lock_again_all_the_same)
{
	struct task *a;

	look_at("the lock, when condition_wait returns -ECANCELED",
		"condition_wait 返回 -ECANCELED 时，锁在谁手里");
	begin_with_condition();
	a = task_create(wait_once, "a");
	settle();
	task_cancel(a);
	settle();
	expect_trace("a a:-1");
	expect_true(lock_locked(&lock));
	expect_int(task_result(a, NULL), -ECANCELED);
	end();
}
END_TEST

START_TEST(cancelled_it_waits_for_the_lock_first)
{
	struct task *a;

	look_at("a cancel while somebody else has the lock: it has to be "
		"waited for, whatever comes",
		"锁在别人手里，取消来了：不管怎样，先等到锁");
	begin_with_condition();
	a = task_create(wait_and_release, "a");
	settle();
	expect_int(lock_acquire(&lock), 0);
	task_cancel(a);
	settle();
	expect_trace("a");
	task_cancel(a); /* once more, while it waits for the lock */
	settle();
	expect_trace("a");
	lock_release(&lock);
	settle();
	expect_trace("a a:-1");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(a_cancel_while_it_gets_the_lock_back_is_told)
{
	struct task *a;

	look_at("notified, then cancelled while it waits for the lock: the "
		"cancel is not forgotten",
		"接到了通知，等锁的时候被取消：这次取消不能忘");
	begin_with_condition();
	a = task_create(wait_and_release, "a");
	settle();
	lock_acquire(&lock);
	condition_notify(&cond, 1);
	settle(); /* it is awake, and waits for the lock */
	task_cancel(a);
	settle();
	lock_release(&lock);
	settle();
	expect_trace("a a:-1");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(cancelled_and_then_notified_the_next_one_wakes) /* K06 */
{
	struct task *a;

	look_at("whom a notify wakes when the first in line is cancelled",
		"队首的人被取消了，notify 叫醒谁");
	begin_with_condition();
	a = task_create(wait_and_release, "a");
	task_create(wait_and_release, "b");
	settle();
	trace_clear();
	task_cancel(a);
	notify(1);
	settle();
	expect_trace(one_of("a:-1 b:0", "b:0 a:-1"));
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(notified_and_then_cancelled_it_passes_that_on) /* K06 */
{
	struct task *a;

	look_at("a notification that went to one who is cancelled",
		"通知发给了一个被取消的人");
	begin_with_condition();
	a = task_create(wait_and_release, "a");
	task_create(wait_and_release, "b");
	settle();
	trace_clear();
	notify(1);
	task_cancel(a);
	settle();
	expect_trace("a:-1 b:0");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(notified_and_cancelled_later_it_passes_that_on_too) /* K06 */
{
	struct task *a;

	look_at("one who was notified, and is cancelled while it waits for the "
		"lock",
		"接到了通知，正等着锁，却被取消的人");
	begin_with_condition();
	a = task_create(wait_and_release, "a");
	task_create(wait_and_release, "b");
	settle();
	trace_clear();
	lock_acquire(&lock);
	condition_notify(&cond, 1);
	settle();
	task_cancel(a);
	settle();
	lock_release(&lock);
	settle();
	expect_trace("a:-1 b:0");
	expect_false(lock_locked(&lock));
	end();
}
END_TEST

START_TEST(two_conditions_may_share_a_lock)
{
	struct condition other;

	look_at("who waits for the other condition is not woken",
		"等另一个条件的人，不该被叫醒");
	begin_with_condition();
	condition_init(&other, &lock);
	task_create(wait_and_release, "a");
	settle();
	lock_acquire(&lock);
	condition_notify(&other, INT_MAX);
	lock_release(&lock);
	settle();
	expect_trace("a");
	notify(1);
	settle();
	expect_trace("a a:0");
	end();
}
END_TEST

/* ---- step 5, too: a random crowd ---- */

static int told, heard; /* notifications that count, and who returned 0 */
static bool held;

/* In the condition's line: the lock is not held by us. */
static int wait_among_others(void *arg, void **result)
{
	struct visitor *me = arg;
	int rc;

	if (lock_acquire(&lock) < 0)
		return 0;
	me->state = IN_LINE;
	rc = condition_wait(&cond);
	me->state = OUTSIDE;
	heard += rc == 0;
	if (me->cancelled != (rc == -ECANCELED))
		wrong = "a cancel was forgotten, or made up";
	if (held || !lock_locked(&lock))
		wrong = "it came back without the lock";
	held = true;
	coro_yield(NULL); /* the task may be cancelled here: no matter */
	held = false;
	lock_release(&lock);
	return 0;
}

static void something_is_told(struct visitor *v)
{
	if (v->state == IN_LINE && below(2) == 0) {
		v->cancelled = task_cancel(v->task) || v->cancelled;
	} else if (!v->task || task_done(v->task)) {
		task_destroy(v->task);
		v->cancelled = false;
		v->task = task_create(wait_among_others, v);
	}
	if (told - heard > in_line()) /* nobody is left who could hear it */
		told = heard + in_line();
}

/* The lock has to be free, or we would have to wait. */
static void tell_one(void)
{
	if (lock_locked(&lock) || lock_acquire(&lock) < 0)
		return;
	condition_notify(&cond, 1);
	lock_release(&lock);
	told += told - heard < in_line();
}

START_TEST(in_a_random_crowd_no_notification_is_lost) /* K06 */
{
	look_at("who is notified and cancelled in one turn, in any order",
		"同一轮里，有人接到通知，有人被取消，什么次序都有");
	wrong = "";
	seed = 7;
	told = heard = 0;
	held = false;
	for (int i = 0; i < VISITORS; i++)
		visitors[i] = (struct visitor){ 0 };
	begin_with_condition();
	for (int round = 0; round < 600 && !*wrong; round++) {
		for (int n = below(4); n > 0; n--)
			something_is_told(&visitors[below(VISITORS)]);
		tell_one();
		below(2) ? turn() : settle();
		if (handles_empty(&loop_current()->ready) &&
		    (lock_locked(&lock) || told > heard))
			wrong = "a notification, or the lock, was lost";
	}
	expect_str(wrong, "");
	end();
}
END_TEST

START_TEST(who_waits_can_be_told_for_what)
{
	struct task *t[4];

	look_at("the name that a report shows for what a task waits for",
		"报告里，任务在等什么，写的是哪个名字");
	begin_with_condition();
	event_init(&event);
	semaphore_init(&sem, 0);
	t[0] = task_create(wait_and_release, "");
	settle();
	lock_acquire(&lock);
	t[1] = task_create(hold, "");
	t[2] = task_create(await_event, "");
	t[3] = task_create(enter, "");
	settle();
	expect_str(t[0]->waiting->what, "condition");
	expect_str(t[1]->waiting->what, "lock");
	expect_str(t[2]->waiting->what, "event");
	expect_str(t[3]->waiting->what, "semaphore");
	lock_release(&lock);
	end();
}
END_TEST

/* ---- given: completed ---- */

struct nap {
	const char *word;
	double seconds;
	int rc;
};

static int take_a_nap(void *arg, void **result)
{
	struct nap *n = arg;
	int rc = async_sleep(n->seconds);

	*result = arg;
	return rc < 0 ? rc : n->rc;
}

#define NAPS 4

static struct nap naps[NAPS];
static struct task *tasks[NAPS];
static struct completed *walk;

static void begin_with_naps(double a, double b, double c, double d)
{
	const double seconds[] = { a, b, c, d };
	static const char *const words[] = { "a", "b", "c", "d" };

	loop_create();
	for (int i = 0; i < NAPS; i++) {
		naps[i] = (struct nap){ words[i], seconds[i], 0 };
		tasks[i] = task_create_named(take_a_nap, &naps[i], words[i]);
	}
}

static void end_walk(void)
{
	end();
	completed_destroy(walk);
}

/* Everybody who comes, until the end. */
static int walk_to_the_end(void *word, void **result)
{
	struct task *t;
	int rc;

	while ((rc = completed_next(walk, &t)) == 1)
		trace("%s%s", (char *)word, task_name(t));
	trace("%send:%d%s", (char *)word, shown(rc), t ? "!" : "");
	return 0;
}

static void walk_in_a_task(void)
{
	struct task *t;

	t = task_create(walk_to_the_end, "");
	while (!task_done(t) && loop_run_once(loop_current()) == 0)
		;
}

START_TEST(tasks_come_in_the_order_in_which_they_complete) /* W15 */
{
	look_at("a semaphore that is released by callbacks, and awaited by a "
		"task",
		"回调来 release、任务来等的信号量");
	begin_with_naps(30, 10, 40, 20);
	walk = completed_create(tasks, NAPS);
	walk_in_a_task();
	expect_trace("b d a c end:0");
	end_walk();
}
END_TEST

START_TEST(those_done_already_come_first_as_they_stand) /* W15 */
{
	look_at("places that were free before anybody came",
		"没人来之前就空着的位置");
	begin_with_naps(20, HUGE_VAL, 10, 15);
	walk = NULL;
	task_cancel(tasks[1]);
	naps[2].rc = -ECONNREFUSED;
	for (int i = 0; i < 5; i++)
		turn();
	expect_true(task_done(tasks[1]) && task_done(tasks[2]));
	expect_false(task_done(tasks[0]));
	expect_int(task_result(tasks[2], NULL), -ECONNREFUSED);
	walk = completed_create(tasks, NAPS);
	walk_in_a_task();
	expect_trace("b c d a end:0");
	end_walk();
}
END_TEST

START_TEST(no_task_is_the_end_at_once)
{
	struct task *none[] = { NULL }, *t = NULL;

	look_at("a place that is free is taken without a pause",
		"有空位就占下，不用停");
	walk = completed_create(tasks, 0);
	expect_int(completed_next(walk, &t), 0);
	expect_ptr(t, NULL);
	completed_destroy(walk);
	completed_destroy(NULL);
	walk = completed_create(none, 1); /* it failed, with -ENOMEM */
	expect_int(completed_next(walk, &t), 1);
	expect_ptr(t, NULL);
	expect_int(completed_next(walk, &t), 0);
	completed_destroy(walk);
}
END_TEST

START_TEST(two_may_walk_at_once) /* W15 */
{
	look_at("two who wait for the same semaphore", "两个人等同一个信号量");
	begin_with_naps(10, 20, 30, 40);
	walk = completed_create(tasks, NAPS - 1);
	task_create(walk_to_the_end, "1");
	task_create(walk_to_the_end, "2");
	while (!task_done(tasks[3]) && loop_run_once(loop_current()) == 0)
		;
	expect_trace("1a 2b 2end:0 1c 1end:0");
	end_walk();
}
END_TEST

static int walk_one(void *word, void **result)
{
	struct task *t;
	int rc = completed_next(walk, &t);

	trace("%s:%d:%s", (char *)word, shown(rc), t ? task_name(t) : "");
	return 0;
}

START_TEST(who_stops_walking_loses_no_task) /* W15 */
{
	struct task *before, *woken;

	look_at("a cancelled one who was woken, or not: its turn is passed on",
		"被取消的人，叫醒过也好，没叫醒也好：位置要让出去");
	begin_with_naps(10, 20, 30, 40);
	walk = completed_create(tasks, NAPS);
	before = task_create(walk_one, "1");
	woken = task_create(walk_one, "2");
	settle();
	task_cancel(before);
	while (!task_done(tasks[0]) && loop_run_once(loop_current()) == 0)
		;
	turn(); /* the callback of a has told the second one */
	task_cancel(woken);
	walk_in_a_task();
	expect_trace("1:-1: 2:-1: a b c d end:0");
	end_walk();
}
END_TEST

START_TEST(who_stops_early_leaves_the_tasks_alone)
{
	look_at("the place that was taken, and those that were not",
		"用掉的位置，和没用的位置");
	begin_with_naps(10, 20, 30, 40);
	walk = completed_create(tasks, NAPS);
	task_create(walk_one, "1");
	while (!task_done(tasks[1]) && loop_run_once(loop_current()) == 0)
		;
	completed_destroy(walk); /* b is done, and was not told yet */
	while (!task_done(tasks[3]) && loop_run_once(loop_current()) == 0)
		;
	expect_trace("1:1:a");
	expect_int(task_result(tasks[3], NULL), 0);
	end();
}
END_TEST

static void stop_while_somebody_waits(void *woken)
{
	begin_with_naps(10, 20, 30, 40);
	walk = completed_create(tasks, NAPS);
	task_create(walk_one, "1");
	settle();
	while (woken && !task_done(tasks[0]))
		turn();
	if (woken)
		turn();
	completed_destroy(walk);
}

START_TEST(to_stop_while_somebody_waits_panics)
{
	look_at("the line of the semaphore: who is in it, until when",
		"信号量的队：谁在里面，待到什么时候");
	expect_panic(stop_while_somebody_waits, NULL, "somebody still waits");
	expect_panic(stop_while_somebody_waits, "woken",
		     "somebody still waits");
}
END_TEST

START_TEST(without_memory_there_is_no_walk)
{
	struct task *t;

	look_at("the walk after one that could not begin",
		"头一次没造成，再来一次");
	begin_with_naps(1, 2, 3, 4);
	allocation_fails(1);
	walk = completed_create(tasks, NAPS);
	allocation_fails(0);
	expect_ptr(walk, NULL);
	walk = completed_create(tasks, NAPS);
	walk_in_a_task();
	expect_trace("a b c d end:0");
	expect_int(completed_next(walk, &t), 0);
	end_walk();
}
END_TEST

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 semaphore");

	tcase_add_test(step, a_semaphore_lets_so_many_in);
	tcase_add_test(step, a_free_place_is_taken_without_a_pause);
	tcase_add_test(step, nowait_takes_a_place_or_says_that_there_is_none);
	tcase_add_test(step, a_release_with_nobody_in_line_frees_a_place);
	tcase_add_test(step, who_waits_goes_in_in_the_order_of_coming);
	tcase_add_test(step, two_releases_in_one_turn_let_two_in);
	tcase_add_test(step, nobody_jumps_the_queue);
	tcase_add_test(step, who_comes_again_stands_at_the_end);
	tcase_add_test(step, places_for_all_let_all_in);
	tcase_add_test(step, cancelled_in_line_is_not_in);
	tcase_add_test(step, cancelled_before_the_release_is_passed_over);
	tcase_add_test(step, woken_and_then_cancelled_passes_its_turn_on);
	tcase_add_test(step, woken_and_cancelled_alone_gives_the_place_back);
	tcase_add_test(step, several_may_be_woken_and_cancelled);
	tcase_add_test(step, nobody_waits_behind_one_who_is_cancelled);
	tcase_add_test(step, waiting_outside_a_coroutine_panics);
	tcase_add_test(step, less_than_no_place_panics);
	tcase_add_test(step, to_wait_and_to_be_woken_costs_no_memory);
	tcase_add_test(step, in_a_random_crowd_no_place_is_lost_or_doubled);
}

static void add_step_3_lock(Suite *suite)
{
	TCase *step = lab_step(suite, "3 lock");

	tcase_add_test(step, a_lock_is_held_by_one_and_then_the_next);
	tcase_add_test(step, releasing_a_lock_that_nobody_holds_panics);
	tcase_add_test(step, a_cancelled_waiter_does_not_hold_the_lock);
	tcase_add_test(step, a_lock_handed_to_a_cancelled_one_goes_on);
	tcase_add_test(step, one_may_wait_for_a_lock_with_a_limit);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 event");

	tcase_add_test(step, an_event_that_is_set_makes_nobody_wait);
	tcase_add_test(step, everybody_who_waits_goes_on_in_order);
	tcase_add_test(step, set_and_cleared_at_once_wakes_those_who_waited);
	tcase_add_test(step, what_was_there_before_is_overwritten);
	tcase_add_test(step, an_event_can_happen_again);
	tcase_add_test(step, one_who_is_cancelled_misses_the_event);
	tcase_add_test(step, to_wait_for_an_event_costs_no_memory);
	tcase_add_test(step, thousands_may_wait_for_one_event);
}

static void add_step_5(Suite *suite)
{
	TCase *step = lab_step(suite, "5 condition");

	tcase_add_test(step, to_wait_lets_the_lock_go);
	tcase_add_test(step, notify_wakes_so_many_and_each_holds_the_lock);
	tcase_add_test(step, more_than_there_are_is_all);
	tcase_add_test(step, zero_or_less_is_nobody);
	tcase_add_test(step, who_is_notified_still_waits_for_the_lock);
	tcase_add_test(step, what_was_waited_for_may_be_gone);
	tcase_add_test(step, without_its_lock_a_condition_panics);
	tcase_add_test(step, cancelled_it_holds_the_lock_again_all_the_same);
	tcase_add_test(step, cancelled_it_waits_for_the_lock_first);
	tcase_add_test(step, a_cancel_while_it_gets_the_lock_back_is_told);
	tcase_add_test(step, cancelled_and_then_notified_the_next_one_wakes);
	tcase_add_test(step, notified_and_then_cancelled_it_passes_that_on);
	tcase_add_test(step,
		       notified_and_cancelled_later_it_passes_that_on_too);
	tcase_add_test(step, two_conditions_may_share_a_lock);
	tcase_add_test(step, in_a_random_crowd_no_notification_is_lost);
	tcase_add_test(step, who_waits_can_be_told_for_what);
}

static void add_step_6(Suite *suite)
{
	TCase *step = lab_step(suite, "6 given: completed");

	tcase_add_test(step, tasks_come_in_the_order_in_which_they_complete);
	tcase_add_test(step, those_done_already_come_first_as_they_stand);
	tcase_add_test(step, no_task_is_the_end_at_once);
	tcase_add_test(step, two_may_walk_at_once);
	tcase_add_test(step, who_stops_walking_loses_no_task);
	tcase_add_test(step, who_stops_early_leaves_the_tasks_alone);
	tcase_add_test(step, to_stop_while_somebody_waits_panics);
	tcase_add_test(step, without_memory_there_is_no_walk);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("locks");

	add_step_3(suite);
	add_step_3_lock(suite);
	add_step_4(suite);
	add_step_5(suite);
	add_step_6(suite);
	return suite;
}
