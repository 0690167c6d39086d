/*
 * gather.c - another correct one: who gathers decides, not the callbacks.
 *
 * A task that ends puts its slot on a list, in the order of their ends, and
 * rings a bell. The one who gathers wakes, takes slot after slot from the
 * list, and hangs up a new bell while it wants more. There is no hook: a
 * bell is cancelled like any future, and then the tasks are asked. A few
 * slots lie on the stack; only a crowd needs memory.
 */
#include "gather.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "panic.h"

#define FEW 8

struct slot {
	struct handle ended;
	struct gathering *gathering;
	struct task *task;
	struct slot *later; /* who ended after us */
};

struct gathering {
	struct slot *slots;
	int n, awaited;
	struct slot *ends, **last_end;
	struct future *bell; /* NULL: nobody listens now */
	bool cancelled;
};

static void end_of_one(void *arg)
{
	struct slot *s = arg;
	struct gathering *g = s->gathering;

	s->later = NULL;
	*g->last_end = s;
	g->last_end = &s->later;
	if (g->bell)
		future_set_result_unless_done(g->bell, NULL);
}

/* false: a task waits for us, and hands our own request back. */
static bool ask_everybody(struct gathering *g)
{
	int before = task_cancelling(task_current());

	g->cancelled = true;
	for (int i = 0; i < g->n; i++)
		if (g->slots[i].task)
			task_cancel(g->slots[i].task);
	return task_cancelling(task_current()) == before;
}

/* NULL: there is no use in waiting on. */
static struct slot *next_end(struct gathering *g)
{
	struct slot *s;

	while (!g->ends) {
		struct future bell;

		future_init(&bell, "gather");
		g->bell = &bell;
		if (future_await(&bell, NULL) < 0 && !ask_everybody(g))
			return NULL;
		g->bell = NULL;
	}
	s = g->ends;
	g->ends = s->later;
	if (!g->ends)
		g->last_end = &g->ends;
	g->awaited--;
	return s;
}

static void listen(struct gathering *g, struct task *tasks[])
{
	g->last_end = &g->ends;
	for (int i = 0; i < g->n; i++) {
		struct slot *s = &g->slots[i];

		*s = (struct slot){ .gathering = g, .task = tasks[i] };
		if (task_done(s->task))
			continue;
		future_add_done_callback(task_future(s->task), end_of_one, s,
					 &s->ended);
		g->awaited++;
	}
}

static int first_failure(struct gathering *g)
{
	for (int i = 0; i < g->n; i++) {
		struct task *t = g->slots[i].task;
		int rc = task_done(t) ? task_result(t, NULL) : 0;

		if (rc < 0)
			return rc;
	}
	while (g->awaited > 0) {
		struct slot *s = next_end(g);
		int rc = s ? task_result(s->task, NULL) : -ECANCELED;

		if (rc < 0)
			return rc;
	}
	return g->cancelled ? -ECANCELED : 0;
}

static int all_ends(struct gathering *g)
{
	while (g->awaited > 0 && next_end(g))
		;
	return g->cancelled ? -ECANCELED : 0;
}

static void leave(struct gathering *g)
{
	for (int i = 0; i < g->n; i++) {
		handle_cancel(&g->slots[i].ended);
		if (g->slots[i].task)
			task_future(g->slots[i].task)->asked = true;
	}
}

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	struct slot few[FEW];
	struct gathering g = { .n = n, .slots = few };
	int rc;

	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_gather: a task waits for itself");
	if (n > FEW)
		g.slots = malloc((size_t)n * sizeof(few[0]));
	if (!g.slots)
		return -ENOMEM;
	listen(&g, tasks);
	rc = errors ? all_ends(&g) : first_failure(&g);
	leave(&g);
	for (int i = 0; i < n && rc == 0; i++) {
		void *value = NULL;
		int failed = task_result(tasks[i], &value);

		if (errors)
			errors[i] = failed;
		if (results)
			results[i] = failed ? NULL : value;
	}
	if (g.slots != few)
		free(g.slots);
	return rc;
}
