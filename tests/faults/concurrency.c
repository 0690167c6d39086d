/*
 * concurrency.c - the labs of chapter 2, and what is given beside them.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "gather.h"
#include "group.h"
#include "locks.h"
#include "queue.h"
#include "run.h"
#include "scenario.h"
#include "timeout.h"
#include "waiting.h"

static int run(coro_fn *fn)
{
	return async_run(fn, NULL, NULL);
}

static int sleeper(void *arg, void **result)
{
	int rc = async_sleep((double)(intptr_t)arg);

	*result = arg;
	return rc;
}

static int failing(void *arg, void **result)
{
	int rc = async_sleep(2);

	return rc < 0 ? rc : -EINVAL;
}

/* The first task that there was no memory for, or 0. */
static int missing(struct task *tasks[], int n)
{
	for (int i = 0; i < n; i++)
		if (!tasks[i])
			return -ENOMEM;
	return 0;
}

/* ---- gather ---- */

static int gather_all(struct task *tasks[], int n)
{
	void *results[4] = { 0 };
	int rc = async_gather(tasks, n, results, NULL);

	for (int i = 0; rc == 0 && i < n; i++)
		if (results[i] != (void *)(intptr_t)(n - i))
			rc = wrong("gather: results[%d] is another's", i);
	return rc;
}

static int gather_errors(void)
{
	struct task *t[3] = { task_create(sleeper, (void *)3),
			      task_create(failing, NULL),
			      task_create(sleeper, (void *)1) };
	int errors[3], rc = async_gather(t, 3, NULL, errors);

	if (rc < 0) {
		async_cancel_and_wait(t, 3);
		return rc;
	}
	rc = missing(t, 3);
	if (rc == 0)
		rc = errors[0] < 0 ? errors[0] : errors[2];
	if (rc == 0 && errors[1] == -ENOMEM)
		rc = -ENOMEM;
	if (rc == 0 && errors[1] != -EINVAL)
		rc = wrong("gather: errors[1] is %d", errors[1]);
	return rc;
}

static int gather_main(void *arg, void **result)
{
	struct task *t[4];
	int rc;

	for (int i = 0; i < 4; i++)
		t[i] = task_create(sleeper, (void *)(intptr_t)(4 - i));
	rc = gather_all(t, 4);
	if (rc < 0)
		async_cancel_and_wait(t, 4);
	return rc ? rc : gather_errors();
}

static int gather(void)
{
	return run(gather_main);
}

/* ---- timeout ---- */

static int must_be_late(int rc, const char *what)
{
	if (rc == 0)
		return wrong("%s: 0, although time was up", what);
	return rc == -ETIMEDOUT ? 0 : rc;
}

static int timeout_main(void *arg, void **result)
{
	struct task *t[3] = { task_create(sleeper, (void *)1),
			      task_create(sleeper, (void *)100),
			      task_create(sleeper, (void *)3) };
	struct timeout to;
	void *value = NULL;
	int rc = async_wait_for(t[0], 5, &value);

	if (rc == 0 && value != (void *)1)
		rc = wrong("async_wait_for: another value");
	if (rc == 0)
		rc = must_be_late(async_wait_for(t[1], 1, NULL), "wait_for");
	if (rc == 0)
		rc = async_shield(t[2], NULL);
	if (rc == 0)
		rc = timeout_begin(&to, 1);
	if (rc == 0)
		rc = must_be_late(timeout_end(&to, async_sleep(9)), "timeout");
	async_cancel_and_wait(t, 3);
	return rc;
}

static int timeout(void)
{
	return run(timeout_main);
}

/* ---- locks ---- */

struct shop {
	struct semaphore seats;
	struct lock till;
	struct event open;
	struct condition stock;
	int inside, most, goods;
};

static int buy(struct shop *s)
{
	int rc = lock_acquire(&s->till);

	if (rc < 0)
		return rc;
	while (rc == 0 && s->goods == 0)
		rc = condition_wait(&s->stock);
	if (rc == 0)
		s->goods--;
	lock_release(&s->till);
	return rc;
}

static int customer(void *arg, void **result)
{
	struct shop *s = arg;
	int rc = event_wait(&s->open);

	if (rc == 0)
		rc = semaphore_acquire(&s->seats);
	if (rc < 0)
		return rc;
	if (++s->inside > s->most)
		s->most = s->inside;
	rc = async_sleep(1);
	s->inside--;
	semaphore_release(&s->seats);
	return rc < 0 ? rc : buy(s);
}

static int keeper(void *arg, void **result)
{
	struct shop *s = arg;
	int rc = async_sleep(1);

	event_set(&s->open);
	if (rc == 0)
		rc = async_sleep(9);
	if (rc < 0)
		return rc;
	rc = lock_acquire(&s->till);
	if (rc < 0)
		return rc;
	s->goods = 4;
	condition_notify(&s->stock, INT_MAX);
	lock_release(&s->till);
	return 0;
}

static int locks_main(void *arg, void **result)
{
	struct shop s = { 0 };
	struct task *t[5];
	int rc;

	semaphore_init(&s.seats, 2);
	lock_init(&s.till);
	event_init(&s.open);
	condition_init(&s.stock, &s.till);
	for (int i = 0; i < 4; i++)
		t[i] = task_create(customer, &s);
	t[4] = task_create(keeper, &s);
	rc = async_gather(t, 5, NULL, NULL);
	async_cancel_and_wait(t, 5);
	if (rc == 0 && (s.most != 2 || s.goods != 0))
		rc = wrong("locks: %d at once, %d left", s.most, s.goods);
	return rc;
}

static int locks(void)
{
	return run(locks_main);
}

/* ---- queue: two producers, two workers, forty items ---- */

struct belt {
	struct queue *queue;
	intptr_t sum;
};

static int producer(void *arg, void **result)
{
	struct belt *b = arg;
	int rc = 0;

	for (intptr_t i = 1; rc == 0 && i <= 20; i++)
		rc = queue_put(b->queue, (void *)i);
	return rc;
}

static int worker(void *arg, void **result)
{
	struct belt *b = arg;
	void *item;
	int rc;

	while ((rc = queue_get(b->queue, &item)) == 0) {
		b->sum += (intptr_t)item;
		queue_task_done(b->queue);
	}
	return rc;
}

static int run_belt(struct belt *b)
{
	struct task *t[4] = { task_create(worker, b), task_create(worker, b),
			      task_create(producer, b),
			      task_create(producer, b) };
	int rc = missing(t, 2);

	if (rc == 0)
		rc = async_gather(t + 2, 2, NULL, NULL);
	if (rc == 0)
		rc = queue_join(b->queue);
	async_cancel_and_wait(t, 4);
	if (rc == 0 && b->sum != 420)
		rc = wrong("queue: the sum is %ld", (long)b->sum);
	return rc;
}

static int queue_main(void *arg, void **result)
{
	struct belt b = { .queue = queue_create(0) };
	struct belt narrow = { .queue = queue_create(3) };
	int rc = b.queue && narrow.queue ? run_belt(&b) : -ENOMEM;

	if (rc == 0)
		rc = run_belt(&narrow);
	queue_destroy(b.queue);
	queue_destroy(narrow.queue);
	return rc;
}

static int queue(void)
{
	return run(queue_main);
}

/* ---- group ---- */

static int group_of(coro_fn *last)
{
	struct group *g = group_begin();
	int rc = 0;

	if (!g)
		return -ENOMEM;
	if (!group_create_task(g, sleeper, (void *)1) ||
	    !group_create_task(g, sleeper, (void *)9) ||
	    !group_create_task(g, last, (void *)1))
		rc = -ENOMEM;
	return group_end(g, rc);
}

static int group_main(void *arg, void **result)
{
	int rc = group_of(sleeper);

	if (rc < 0)
		return rc;
	rc = group_of(failing);
	if (rc == 0)
		return wrong("group_end: 0, although a task failed");
	return rc == -EINVAL ? 0 : rc;
}

static int group(void)
{
	return run(group_main);
}

/* ---- waiting ---- */

/* Those done already in the order in which they stand, then as they end. */
static int in_order(struct task *tasks[], int n)
{
	static const intptr_t wanted[] = { 2, 1, 3, 4 };
	struct completed *c = completed_create(tasks, n);
	struct task *t;
	void *value;
	int rc, i = 0;

	if (!c)
		return -ENOMEM;
	while ((rc = completed_next(c, &t)) == 1) {
		rc = task_result(t, &value);
		if (rc == 0 && (intptr_t)value != wanted[i++])
			rc = wrong("completed_next: not in their order");
		if (rc != 0)
			break;
	}
	completed_destroy(c);
	return rc;
}

static int waiting_main(void *arg, void **result)
{
	struct task *t[4];
	int rc;

	for (int i = 0; i < 4; i++)
		t[i] = task_create(sleeper, (void *)(intptr_t)(4 - i));
	rc = missing(t, 4);
	if (rc == 0)
		rc = async_wait(t, 4, 2.5, WAIT_ALL_COMPLETED);
	if (rc >= 0 && rc != 2 && missing(t, 4) == 0 &&
	    task_result(t[0], NULL) == 0)
		rc = wrong("async_wait: %d are done, not 2", rc);
	if (rc >= 0 && rc != WRONG)
		rc = in_order(t, 4);
	async_cancel_and_wait(t, 4);
	return rc;
}

static int waiting(void)
{
	return run(waiting_main);
}

const struct scenario concurrency[] = {
	{ "gather", gather, { 0 }, NULL, { 0 } },
	{ "timeout", timeout, { 0 }, NULL, { 0 } },
	{ "locks", locks, { 0 }, NULL, { 0 } },
	{ "queue", queue, { 0 }, NULL, { 0 } },
	{ "group", group, { 0 }, NULL, { 0 } },
	{ "waiting", waiting, { 0 }, NULL, { 0 } },
	{ 0 },
};
