/*
 * one_by_one.c - the gatherer itself looks at every end.
 *
 * Whoever ends stands in a line, and wakes the gatherer; nothing is decided
 * in a callback. A fresh future is waited for each time. The suite must not
 * mind.
 */
#include "gather.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "panic.h"

struct gather {
	struct future next;   /* one more has ended; first: for the hook */
	struct handles ended; /* those at whom nobody has looked */
	struct task **tasks;
	int n;
	bool cancelled;
};

struct place {
	struct handle handle;
	struct gather *gather;
	struct task *task;
};

static void stand_in_line(void *arg)
{
	struct place *p = arg;

	p->handle.arg = p;
	handles_push(&p->gather->ended, &p->handle);
	future_set_result_unless_done(&p->gather->next, NULL);
}

static bool ask_all(struct future *next)
{
	struct gather *g = (struct gather *)next;
	bool taken = false;

	for (int i = g->n; i-- > 0;)
		taken = task_cancel(g->tasks[i]) || taken;
	if (taken)
		g->cancelled = true;
	return taken;
}

/* A request that comes while we are on our way is passed on by ourselves. */
static int next_end(struct gather *g, struct place **p)
{
	int rc = 0;

	if (handles_empty(&g->ended)) {
		future_init(&g->next, "gather");
		g->next.cancel = ask_all;
		rc = future_await(&g->next, NULL);
	}
	if (rc < 0 && !(future_done(&g->next) && ask_all(&g->next)))
		return rc;
	*p = handles_pop(&g->ended)->arg;
	return 0;
}

static int wait_for_ends(struct gather *g, int pending, bool first)
{
	while (pending-- > 0) {
		struct place *p;
		int rc = next_end(g, &p);

		if (rc == 0 && first)
			rc = task_result(p->task, NULL);
		if (rc < 0)
			return rc;
	}
	return g->cancelled ? -ECANCELED : 0;
}

static int enlist(struct gather *g, struct place places[])
{
	int pending = 0;

	for (int i = 0; i < g->n; i++) {
		places[i].gather = g;
		places[i].task = g->tasks[i];
		if (task_done(g->tasks[i]))
			continue;
		future_add_done_callback(task_future(g->tasks[i]),
					 stand_in_line, &places[i],
					 &places[i].handle);
		pending++;
	}
	return pending;
}

/* The first, in their order, that has failed already. */
static int old_failure(struct task *tasks[], int n)
{
	for (int i = 0; i < n; i++)
		if (task_done(tasks[i]) && task_result(tasks[i], NULL) < 0)
			return task_result(tasks[i], NULL);
	return 0;
}

static void leave(struct gather *g, struct place places[])
{
	for (int i = g->n; i-- > 0;) {
		struct future *f = task_future(g->tasks[i]);

		handle_cancel(&places[i].handle);
		if (f)
			f->asked = true;
	}
	free(places);
}

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	struct gather g = { .tasks = tasks, .n = n };
	struct place *places = calloc(n > 0 ? (size_t)n : 1, sizeof(*places));
	int rc;

	if (!places)
		return -ENOMEM;
	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_gather: %s waits for itself",
			      task_name(tasks[i]));
	handles_init(&g.ended);
	rc = errors ? 0 : old_failure(tasks, n);
	if (rc == 0)
		rc = wait_for_ends(&g, enlist(&g, places), !errors);
	leave(&g, places);
	for (int i = 0; i < n && rc == 0; i++) {
		void *value = NULL;
		int error = task_result(tasks[i], &value);

		if (results)
			results[i] = value;
		if (errors)
			errors[i] = error;
	}
	return rc;
}
