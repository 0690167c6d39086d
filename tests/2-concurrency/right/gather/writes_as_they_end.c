/*
 * gather.c - another correct one: each task's end writes its own answer.
 *
 * A record on the heap for each task that is not done; together they are a
 * list. The end of a task writes down its answer and takes the record off
 * the list; an empty list is the end. So nothing is counted, and nobody asks
 * the tasks once more.
 */
#include "gather.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "panic.h"

struct answer {
	void *value;
	int rc;
};

struct record {
	struct handle callback;
	struct crowd *crowd;
	struct record *next, **link; /* who points at us */
	int index;
};

struct crowd {
	struct future over;
	struct record *records;
	struct task **tasks;
	struct answer *answers;
	bool stopping, collects;
};

/* Writes down how this one ended; its error when that ends everything. */
static int write_down(struct crowd *c, int i)
{
	struct answer *a = &c->answers[i];

	a->rc = task_result(c->tasks[i], &a->value);
	return c->collects ? 0 : a->rc;
}

static void drop(struct record *r)
{
	handle_cancel(&r->callback);
	*r->link = r->next;
	if (r->next)
		r->next->link = r->link;
	free(r);
}

static void one_is_over(void *arg)
{
	struct record *r = arg;
	struct crowd *c = r->crowd;
	int rc = write_down(c, r->index);

	drop(r);
	if (future_done(&c->over))
		return;
	if (rc < 0)
		future_set_error(&c->over, rc);
	else if (!c->records && c->stopping)
		future_set_error(&c->over, -ECANCELED);
	else if (!c->records)
		future_set_result(&c->over, NULL);
}

/* It says yes also when nobody is left to be asked: then we remember it. */
static bool stop_all(struct future *over)
{
	struct crowd *c = (struct crowd *)over;

	c->stopping = true;
	for (struct record *r = c->records; r; r = r->next)
		task_cancel(c->tasks[r->index]);
	return true;
}

static int enroll(struct crowd *c, int i, struct record ***link)
{
	struct record *r;

	if (task_done(c->tasks[i]))
		return write_down(c, i);
	r = calloc(1, sizeof(*r));
	if (!r)
		return -ENOMEM;
	r->crowd = c;
	r->index = i;
	r->link = *link;
	**link = r;
	*link = &r->next;
	future_add_done_callback(task_future(c->tasks[i]), one_is_over, r,
				 &r->callback);
	return 0;
}

static int wait_for_all(struct crowd *c, int n)
{
	struct record **link = &c->records;
	int rc = 0;

	for (int i = 0; i < n && rc == 0; i++)
		rc = enroll(c, i, &link);
	if (rc == 0 && c->records)
		rc = future_await(&c->over, NULL);
	while (c->records)
		drop(c->records);
	for (int i = 0; i < n; i++)
		if (c->tasks[i])
			task_future(c->tasks[i])->asked = true;
	return rc;
}

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	struct crowd c = { .tasks = tasks, .collects = errors };
	int rc;

	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_gather: we cannot wait for ourselves");
	c.answers = calloc(n > 0 ? (size_t)n : 1, sizeof(*c.answers));
	if (!c.answers)
		return -ENOMEM;
	future_init(&c.over, "gather");
	c.over.cancel = stop_all;
	rc = wait_for_all(&c, n);
	for (int i = 0; i < n && rc == 0; i++) {
		if (results)
			results[i] =
				c.answers[i].rc < 0 ? NULL : c.answers[i].value;
		if (errors)
			errors[i] = c.answers[i].rc;
	}
	free(c.answers);
	return rc;
}
