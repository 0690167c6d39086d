/*
 * basics.c - the labs of chapter 1, each by its own functions.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "context.h"
#include "coro.h"
#include "future.h"
#include "loop.h"
#include "run.h"
#include "scenario.h"
#include "task.h"
#include "timers.h"
#include "tiny.h"

static char seen[200];

static void see(const char *what)
{
	strncat(seen, what, sizeof(seen) - strlen(seen) - 1);
}

static void saw(void *what)
{
	see(what);
}

/* ---- tiny ---- */

static int tiny(void)
{
	*seen = '\0';
	/* In this order their deadlines grow, however long a pause between. */
	tiny_call_later(0, saw, "a");
	tiny_call_later(0.001, saw, "b");
	tiny_call_later(0.002, saw, "c");
	tiny_run();
	return compare("tiny_run called", seen, "abc");
}

/* ---- selector ---- */

static int ready_now(struct selector *s, int wanted, int events)
{
	struct readiness ready[4];
	int n = selector_select(s, 0, ready, 4);

	if (n == 0) /* a signal came: the loop would ask again */
		n = selector_select(s, 0, ready, 4);
	if (n < 0)
		return n;
	if (n != 1 || ready[0].fd != wanted || ready[0].events != events)
		return wrong("selector_select: %d answers, not one", n);
	return 0;
}

static int use_selector(struct selector *s, const int ends[2])
{
	int rc = selector_register(s, ends[0], SELECTOR_READ);

	if (rc == 0)
		rc = selector_register(s, ends[1], SELECTOR_READ);
	if (rc == 0)
		rc = selector_modify(s, ends[1], SELECTOR_WRITE);
	if (rc == 0)
		rc = ready_now(s, ends[1], SELECTOR_WRITE);
	if (rc == 0)
		rc = selector_unregister(s, ends[1]);
	if (rc == 0 && send_all(ends[1], "x") == 1)
		rc = ready_now(s, ends[0], SELECTOR_READ);
	return rc;
}

static int selector(void)
{
	struct selector *s = selector_create();
	int ends[2], rc;

	if (!s)
		return -ENOMEM;
	pair_of_sockets(ends);
	rc = use_selector(s, ends);
	selector_destroy(s);
	close_it(ends[0]);
	close_it(ends[1]);
	return rc;
}

/* ---- timers ---- */

#define MANY 40 /* the heap grows twice */

static int add_and_pop(struct timers *ts, struct timer timers[])
{
	int in = 0, rc = 0;
	double last = 0;

	for (; rc == 0 && in < MANY; in++)
		rc = timers_add(ts, &timers[in], (in * 7) % MANY);
	in -= rc < 0;
	if (timers_count(ts) != (size_t)in)
		return wrong("timers_count: %zu, not %d", timers_count(ts), in);
	for (struct timer *t; (t = timers_pop(ts)); in--) {
		if (t->when < last)
			return wrong("timers_pop: %g after %g", t->when, last);
		last = t->when;
	}
	return in != 0 ? wrong("timers_pop: %d were lost", in) : rc;
}

static int timers(void)
{
	struct timer all[MANY] = { 0 };
	struct timers *ts = timers_create();
	int rc;

	if (!ts)
		return -ENOMEM;
	rc = add_and_pop(ts, all);
	timers_destroy(ts);
	return rc;
}

/* ---- loop ---- */

static void stop(void *l)
{
	loop_stop(l);
}

static int use_loop(struct loop *l)
{
	struct timer timers[20] = { 0 }, never = { 0 };
	struct handle soon = { 0 };
	char names[20][2] = { "" };
	int rc = loop_call_later(l, 5, saw, "never", &never);

	loop_call_soon(l, saw, "0", &soon);
	for (int i = 0; rc == 0 && i < 19; i++) {
		names[i][0] = (char)('a' + i);
		rc = loop_call_later(l, i / 10.0 + 0.1, saw, names[i],
				     &timers[i]);
	}
	if (rc == 0)
		rc = loop_call_at(l, loop_time(l) + 3, stop, l, &timers[19]);
	if (rc == 0)
		rc = loop_run_forever(l);
	loop_cancel_timer(l, &never);
	if (rc == 0)
		rc = compare("the loop called", seen, "0abcdefghijklmnopqrs");
	return rc;
}

static int loop(void)
{
	struct loop *l = loop_create();
	int rc;

	*seen = '\0';
	if (!l)
		return -ENOMEM;
	rc = use_loop(l);
	loop_destroy(l);
	return rc;
}

/* ---- watch ---- */

struct watched {
	struct loop *l;
	int fd;
	struct handle reader, writer;
};

static void can_be_read(void *arg)
{
	struct watched *w = arg;

	see("r");
	loop_remove_reader(w->l, w->fd);
	loop_stop(w->l);
}

static void can_be_written(void *arg)
{
	struct watched *w = arg;

	see("w");
	loop_remove_writer(w->l, w->fd);
	send_all(w->fd, "x"); /* a socket pair that ends where it began */
}

static int use_watch(struct loop *l, struct watched *a, struct watched *b)
{
	int rc = loop_add_reader(l, a->fd, can_be_read, a, &a->reader);

	if (rc == 0)
		rc = loop_add_writer(l, b->fd, can_be_written, b, &b->writer);
	if (rc == 0)
		rc = loop_add_reader(l, b->fd, can_be_read, b, &b->reader);
	if (rc == 0)
		loop_unref(l, b->fd);
	if (rc == 0)
		rc = loop_run_forever(l);
	loop_remove_reader(l, a->fd);
	loop_remove_writer(l, b->fd);
	loop_remove_reader(l, b->fd);
	return rc ? rc : compare("called", seen, "wr");
}

/* The second descriptor is far up: the table has to grow. */
static int watch(void)
{
	struct loop *l = loop_create();
	struct watched a = { .l = l }, b = { .l = l };
	int ends[2], rc;

	if (!l)
		return -ENOMEM;
	*seen = '\0';
	pair_of_sockets(ends);
	a.fd = ends[0];
	b.fd = dup2(ends[1], 50);
	close_it(ends[1]);
	rc = use_watch(l, &a, &b);
	close_it(a.fd);
	close_it(b.fd);
	loop_destroy(l);
	return rc;
}

/* ---- context ---- */

static struct context *here, *there;

static void other_side(void *arg)
{
	for (;;) {
		see(arg);
		context_switch(&there, here);
	}
}

static int context(void)
{
	static _Alignas(16) char memory[1 << 18];

	*seen = '\0';
	there = context_make(memory, sizeof(memory), other_side, "b");
	for (int i = 0; i < 3; i++) {
		see("a");
		context_switch(&here, there);
	}
	return compare("the two stacks ran", seen, "ababab");
}

/* ---- coro ---- */

static int count_up(void *arg, void **result)
{
	for (intptr_t i = 1; i <= 3; i++)
		if (coro_yield((void *)i) < 0)
			return -ECANCELED;
	*result = arg;
	return 0;
}

/* Seventy stacks: the second slab is begun. */
static int coro(void)
{
	struct coro *all[70] = { 0 };
	int n = 0, rc = 0;
	intptr_t sum = 0;

	for (; n < 70 &&
	       (all[n] = coro_create(sizeof(struct coro), count_up, NULL));
	     n++)
		;
	if (n < 70)
		rc = -ENOMEM;
	for (int i = 0; i < n; i++)
		while (!coro_done(all[i]))
			sum += (intptr_t)coro_resume(all[i], 0);
	for (int i = 0; i < n; i++)
		coro_destroy(all[i]);
	if (sum != 6 * n)
		return wrong("coro_resume: the sum is %ld", (long)sum);
	return rc;
}

/* ---- future ---- */

static int future(void)
{
	struct loop *l = loop_create();
	struct future value, never;
	struct handle first = { 0 }, second = { 0 }, third = { 0 };
	int rc;

	if (!l)
		return -ENOMEM;
	*seen = '\0';
	future_init(&value, "value");
	future_init(&never, "never");
	future_add_done_callback(&value, saw, "1", &first);
	future_add_done_callback(&value, saw, "2", &second);
	future_add_done_callback(&never, saw, "c", &third);
	future_set_result(&value, NULL);
	future_cancel(&never);
	rc = loop_run_once(l);
	loop_destroy(l);
	if (rc == 0 && future_result(&never, NULL) != -ECANCELED)
		return wrong("a cancelled future has another result");
	return rc ? rc : compare("the futures called", seen, "12c");
}

/* ---- task ---- */

static int sleeper(void *arg, void **result)
{
	int rc = async_sleep((double)(intptr_t)arg);

	*result = arg;
	return rc;
}

static int with_tasks(void *arg, void **result)
{
	struct task *one = task_create(sleeper, (void *)1);
	struct task *two = task_create(sleeper, (void *)2);
	struct task *old = task_create(sleeper, (void *)9);
	void *value = NULL;
	int rc;

	task_detach(task_create(sleeper, (void *)3));
	rc = task_await(two, &value);
	if (rc == 0 && value != (void *)2)
		rc = wrong("task_await: another task's result");
	if (rc == 0 && !task_done(one))
		rc = wrong("task_await: the shorter sleep is not over");
	if (rc == 0)
		rc = task_result(one, NULL);
	task_cancel(old);
	if (rc == 0 && old && task_await(old, NULL) != -ECANCELED)
		rc = wrong("task_await: the cancelled task was not");
	return rc ? rc : old ? 0 : -ENOMEM;
}

static int task(void)
{
	return async_run(with_tasks, NULL, NULL);
}

/* ---- run: with tasks left over, that clean up slowly ---- */

static int slow_to_end(void *arg, void **result)
{
	int rc = async_sleep(INFINITY);

	while (async_sleep(1) == -ECANCELED)
		;
	see("x");
	return rc;
}

static int leaves_some(void *arg, void **result)
{
	struct task *t[20];
	int n = 0;

	for (int i = 0; i < 20; i++) /* more than the first heap of timers */
		n += (t[i] = task_create(slow_to_end, NULL)) != NULL;
	*result = "done";
	return n < 20 ? -ENOMEM : async_sleep(1);
}

static int run(void)
{
	void *value = NULL;
	int rc = async_run(leaves_some, NULL, &value);

	return rc == 0 && !value ? wrong("async_run: no value") : rc;
}

/* ---- interrupt: Ctrl-C while main waits for a task ---- */

static int interrupts(void *arg, void **result)
{
	int rc = async_sleep(1);

	if (rc == 0)
		raise(SIGQUIT);
	if (rc == 0)
		rc = async_sleep(1);
	if (rc == 0)
		raise(SIGINT);
	return rc < 0 ? rc : async_sleep(5);
}

static int is_interrupted(void *arg, void **result)
{
	return task_await(task_create(interrupts, NULL), NULL);
}

static int interrupt(void)
{
	int rc = async_run(is_interrupted, NULL, NULL);

	if (rc == 0)
		return wrong("async_run: 0, although there was a Ctrl-C");
	return rc == -EINTR ? 0 : rc;
}

const struct scenario basics[] = {
	{ "tiny", tiny, { 0 }, "select", { 0 } },
	{ "selector", selector, { 0 }, NULL, { 0 } },
	{ "timers", timers, { 0 }, NULL, { 0 } },
	{ "loop", loop, { 0 }, NULL, { 0 } },
	{ "watch", watch, { 0 }, NULL, { 0 } },
	{ "context", context, { 0 }, NULL, { 0 } },
	{ "coro", coro, { 0 }, NULL, { 0 } },
	{ "future", future, { 0 }, NULL, { 0 } },
	{ "task", task, { 0 }, NULL, { 0 } },
	{ "run", run, { 0 }, NULL, { 0 } },
	{ "interrupt", interrupt, { 0 }, NULL, { "Ctrl-", " waits for " } },
	{ 0 },
};
