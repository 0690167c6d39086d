/*
 * group.c - tasks that live and end together. Given.
 *
 * The end of each member is looked at: the first failure cancels the others,
 * and the one who opened the group, unless it waits in group_end already.
 * There the members are awaited behind a shield, one after the other, so that
 * a cancel from outside is passed on once and not again.
 *
 * Mirrors CPython's Lib/asyncio/taskgroups.py.
 */
#include "group.h"

#include <errno.h>
#include <stdlib.h>

#include "panic.h"
#include "timeout.h"

struct member {
	struct handle done;
	struct group *group;
	struct task *task;
	struct member *next;
};

struct group {
	struct member *members, **end; /* in the order of their creation */
	struct task *opener;
	int cancelling;	    /* the opener's requests when it began */
	bool cancel_opener; /* and one more is ours */
	bool aborting;	    /* the members were cancelled */
	bool leaving;	    /* the opener is in group_end */
	int failure;	    /* the first one */
};

struct group *group_begin(void)
{
	struct task *us = task_current();
	struct group *g;

	if (!us)
		panic("group_begin: not inside a task");
	g = calloc(1, sizeof(*g));
	if (!g)
		return NULL;
	g->end = &g->members;
	g->opener = us;
	g->cancelling = task_cancelling(us);
	return g;
}

static void abort_members(struct group *g)
{
	g->aborting = true;
	for (struct member *m = g->members; m; m = m->next)
		task_cancel(m->task);
}

static void member_done(void *arg)
{
	struct member *m = arg;
	struct group *g = m->group;
	int rc = task_result(m->task, NULL);

	if (rc == 0 || rc == -ECANCELED)
		return;
	if (g->failure == 0)
		g->failure = rc;
	if (g->aborting)
		return;
	abort_members(g);
	if (!g->leaving)
		g->cancel_opener = task_cancel(g->opener);
}

static void enlist(struct group *g, struct member *m, struct task *t)
{
	m->group = g;
	m->task = t;
	*g->end = m;
	g->end = &m->next;
	future_add_done_callback(task_future(t), member_done, m, &m->done);
	if (g->aborting)
		task_cancel(t);
}

struct task *group_create_task_named(struct group *g, coro_fn *fn, void *arg,
				     const char *name)
{
	struct member *m = calloc(1, sizeof(*m));
	struct task *t = m ? task_create_named(fn, arg, name) : NULL;

	if (t)
		enlist(g, m, t);
	else
		free(m);
	return t;
}

/* Did anybody ask the opener to stop? Or we, but then there is a failure. */
static bool cancelled_from_outside(const struct group *g)
{
	return task_cancelling(g->opener) > g->cancelling;
}

static void await_member(struct group *g, struct member *m)
{
	while (!task_done(m->task)) {
		async_shield(m->task, NULL);
		if (!g->aborting && cancelled_from_outside(g))
			abort_members(g);
	}
	if (handle_queued(&m->done)) { /* done in this very turn */
		handle_cancel(&m->done);
		member_done(m);
	}
}

static int ending(struct group *g, int rc)
{
	bool outside = cancelled_from_outside(g);

	if (g->cancel_opener)
		task_uncancel(g->opener);
	if (g->failure < 0)
		return g->failure;
	return outside ? -ECANCELED : rc;
}

static void group_destroy(struct group *g)
{
	struct member *next;

	for (struct member *m = g->members; m; m = next) {
		next = m->next;
		task_detach(m->task);
		free(m);
	}
	free(g);
}

int group_end(struct group *g, int rc)
{
	g->leaving = true;
	if (rc < 0 && !g->aborting) /* ask nobody twice */
		abort_members(g);
	for (struct member *m = g->members; m; m = m->next)
		await_member(g, m);
	rc = ending(g, rc);
	group_destroy(g);
	return rc;
}
