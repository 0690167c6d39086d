/*
 * Right, too: a list instead of a ring, one piece of memory for each item.
 */
#include "queue.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "locks.h"
#include "panic.h"

struct item {
	void *thing;
	struct item *next;
};

struct queue {
	struct item *first, **end; /* where the next one is hung */
	size_t n;
	struct semaphore items, room;
	size_t maxsize;
	size_t unfinished;
	struct event finished; /* unfinished is 0 */
};

struct queue *queue_create(size_t maxsize)
{
	struct queue *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	if (maxsize == 0 || maxsize > INT_MAX)
		maxsize = INT_MAX;
	q->maxsize = maxsize;
	semaphore_init(&q->items, 0);
	semaphore_init(&q->room, (int)maxsize);
	event_init(&q->finished);
	q->end = &q->first;
	q->items.what = "queue_get";
	q->room.what = "queue_put";
	q->finished.what = "queue_join";
	event_set(&q->finished);
	return q;
}

/* To one who was woken and has not run yet: it stands in no line any more. */
static bool promised(const struct queue *q)
{
	return (size_t)q->items.value != q->n ||
	       (size_t)q->room.value != q->maxsize - q->n;
}

static bool awaited(const struct queue *q)
{
	return !handles_empty(&q->items.waiters) ||
	       !handles_empty(&q->room.waiters) ||
	       !handles_empty(&q->finished.waiters);
}

size_t queue_size(const struct queue *q)
{
	return q->n;
}

static int append(struct queue *q, void *thing)
{
	struct item *i = malloc(sizeof(*i));

	if (!i)
		return -ENOMEM;
	*i = (struct item){ .thing = thing };
	*q->end = i;
	q->end = &i->next;
	q->n++;
	return 0;
}

static void *take(struct queue *q)
{
	struct item *i = q->first;
	void *thing = i->thing;

	q->first = i->next;
	if (!q->first)
		q->end = &q->first;
	q->n--;
	free(i);
	return thing;
}

void queue_destroy(struct queue *q)
{
	if (!q)
		return;
	if (awaited(q))
		panic("queue_destroy: somebody still waits for it");
	if (promised(q))
		panic("queue_destroy: somebody still waits for it, or items "
		      "and room do not add up");
	while (q->n > 0)
		take(q);
	free(q);
}

int queue_put(struct queue *q, void *item)
{
	int rc = semaphore_acquire(&q->room);

	if (rc < 0)
		return rc;
	rc = append(q, item);
	if (rc < 0) {
		semaphore_release(&q->room);
		return rc;
	}
	q->unfinished++;
	event_clear(&q->finished);
	semaphore_release(&q->items);
	return 0;
}

int queue_get(struct queue *q, void **item)
{
	int rc = semaphore_acquire(&q->items);

	if (rc < 0)
		return rc;
	*item = take(q);
	semaphore_release(&q->room);
	return 0;
}

int queue_put_nowait(struct queue *q, void *item)
{
	return semaphore_locked(&q->room) ? -EAGAIN : queue_put(q, item);
}

int queue_get_nowait(struct queue *q, void **item)
{
	return semaphore_locked(&q->items) ? -EAGAIN : queue_get(q, item);
}

void queue_task_done(struct queue *q)
{
	if (q->unfinished == 0)
		panic("queue_task_done: called more often than items were put");
	if (--q->unfinished == 0)
		event_set(&q->finished);
}

int queue_join(struct queue *q)
{
	return event_wait(&q->finished);
}
