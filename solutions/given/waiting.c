/*
 * waiting.c - the other ways to wait for several tasks. Given.
 *
 * async_wait hangs a callback on every task that is not done, and sleeps
 * between timeout_begin and timeout_end until enough are. completed_next
 * takes its tasks from a line in which each stands as it is done; a semaphore
 * counts how many stand there.
 *
 * Mirrors wait and as_completed in CPython's Lib/asyncio/tasks.py.
 */
#include "waiting.h"

#include <errno.h>
#include <stdlib.h>

#include "locks.h"
#include "panic.h"
#include "timeout.h"

/* A task's place, in the callbacks of its future. */
struct place {
	struct handle done;
	struct task *task;
	void *owner;
};

static void watch(struct place *p, struct task *t, void *owner, callback_fn *fn)
{
	*p = (struct place){ .task = t, .owner = owner };
	if (!task_done(t))
		future_add_done_callback(task_future(t), fn, p, &p->done);
}

static void unwatch(struct place places[], int n)
{
	for (int i = 0; i < n; i++)
		handle_cancel(&places[i].done);
}

/* ---- async_wait ---- */

struct waiting {
	struct future enough;
	int pending;
	int when;
};

/* A cancelled task is no exception. */
static bool failed(struct task *t)
{
	return !task_cancelled(t) && task_result(t, NULL) < 0;
}

static bool is_enough(const struct waiting *w, struct task *t)
{
	return w->pending == 0 || w->when == WAIT_FIRST_COMPLETED ||
	       (w->when == WAIT_FIRST_EXCEPTION && failed(t));
}

static void one_is_done(void *arg)
{
	struct place *p = arg;
	struct waiting *w = p->owner;

	w->pending--;
	if (is_enough(w, p->task))
		future_set_result_unless_done(&w->enough, NULL);
}

/* Are enough of them done, without waiting? */
static bool enough_now(struct waiting *w, struct task *tasks[], int n)
{
	w->pending = 0;
	for (int i = 0; i < n; i++)
		w->pending += !task_done(tasks[i]);
	for (int i = 0; i < n; i++)
		if (task_done(tasks[i]) && is_enough(w, tasks[i]))
			return true;
	return false;
}

/* 0 also when time is up: our caller counts. */
static int sleep_until_enough(struct waiting *w, double seconds)
{
	struct timeout to;
	int rc = timeout_begin(&to, seconds);

	if (rc < 0)
		return rc;
	rc = timeout_end(&to, future_await(&w->enough, NULL));
	return rc == -ETIMEDOUT ? 0 : rc;
}

static void reverse(struct task *tasks[], int n)
{
	for (int i = 0; i < n / 2; i++) {
		struct task *t = tasks[i];

		tasks[i] = tasks[n - 1 - i];
		tasks[n - 1 - i] = t;
	}
}

/*
 * The done ones come first; each group keeps its order. Returns how many are
 * done. Two halves that are sorted need only change the pending ones of the
 * first for the done ones of the second.
 */
static int sort(struct task *tasks[], int n)
{
	int half = n / 2, left, right;

	if (n == 1)
		return task_done(tasks[0]);
	left = sort(tasks, half);
	right = sort(tasks + half, n - half);
	reverse(tasks + left, half - left);
	reverse(tasks + half, right);
	reverse(tasks + left, half - left + right);
	return left + right;
}

int async_wait(struct task *tasks[], int n, double seconds, int when)
{
	struct waiting w = { .when = when };
	struct place *places;
	int rc;

	if (n < 1)
		panic("async_wait: no task to wait for");
	if (when < WAIT_ALL_COMPLETED || when > WAIT_FIRST_EXCEPTION)
		panic("async_wait: %d is no WAIT_...", when);
	if (enough_now(&w, tasks, n) || seconds <= 0)
		return sort(tasks, n);
	places = calloc((size_t)n, sizeof(*places));
	if (!places)
		return -ENOMEM;
	future_init(&w.enough, "wait");
	for (int i = 0; i < n; i++)
		watch(&places[i], tasks[i], &w, one_is_done);
	rc = sleep_until_enough(&w, seconds);
	unwatch(places, n);
	free(places);
	return rc < 0 ? rc : sort(tasks, n);
}

/* ---- completed ---- */

struct completed {
	struct handles line; /* done, and not handed out yet */
	struct semaphore count;
	int left;    /* not handed out, and nobody waits for it */
	int waiting; /* how many are in completed_next */
	int n;
	struct place places[];
};

static void join_line(void *arg)
{
	struct place *p = arg;
	struct completed *c = p->owner;

	p->done.arg = p;
	handles_push(&c->line, &p->done);
	semaphore_release(&c->count);
}

struct completed *completed_create(struct task *tasks[], int n)
{
	struct completed *c =
		calloc(1, sizeof(*c) + (size_t)n * sizeof(struct place));

	if (!c)
		return NULL;
	handles_init(&c->line);
	semaphore_init(&c->count, 0);
	c->left = c->n = n;
	for (int i = 0; i < n; i++) {
		watch(&c->places[i], tasks[i], c, join_line);
		if (task_done(tasks[i]))
			join_line(&c->places[i]);
	}
	return c;
}

void completed_destroy(struct completed *c)
{
	if (!c)
		return;
	if (c->waiting > 0)
		panic("completed_destroy: somebody still waits for it");
	unwatch(c->places, c->n);
	free(c);
}

int completed_next(struct completed *c, struct task **t)
{
	struct place *p;
	int rc;

	*t = NULL;
	if (c->left == 0)
		return 0;
	c->left--;
	c->waiting++;
	rc = semaphore_acquire(&c->count);
	c->waiting--;
	if (rc < 0) {
		c->left++;
		return rc;
	}
	p = handles_pop(&c->line)->arg;
	*t = p->task;
	return 1;
}
