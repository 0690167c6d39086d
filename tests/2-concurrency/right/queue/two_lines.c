/*
 * queue.c - another correct one: two lines of its own, and no semaphore.
 *
 * Who waits is promised an item, or room, by a count; it takes it when it
 * runs, and until then nobody else may. A small queue has all the memory it
 * will ever need from the beginning, so that putting never fails; a large
 * one keeps its items at the front of an array that grows.
 */
#include "queue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "panic.h"

#define SMALL 64

struct line {
	struct handles waiters;
	size_t promised; /* to those who were woken and have not run yet */
	const char *what;
};

struct queue {
	struct line getters, putters, joiners;
	void **items;
	size_t n, capacity, maxsize;
	size_t unfinished;
	size_t inside; /* tasks that wait, woken or not */
};

/* ---- lines ---- */

static void line_init(struct line *line, const char *what)
{
	handles_init(&line->waiters);
	line->promised = 0;
	line->what = what;
}

static bool line_call(struct line *line)
{
	struct handle *h;

	while ((h = handles_pop(&line->waiters)) != NULL)
		if (future_set_result_unless_done(h->arg, NULL)) {
			line->promised++;
			return true;
		}
	return false;
}

/* 0, or -ECANCELED; *kept: a promise was made, and it is ours no more. */
static int line_wait(struct queue *q, struct line *line, bool *kept)
{
	struct future turn;
	struct handle h = { .arg = &turn };
	int rc;

	future_init(&turn, line->what);
	handles_push(&line->waiters, &h);
	q->inside++;
	rc = future_await(&turn, NULL);
	q->inside--;
	handle_cancel(&h);
	*kept = !future_cancelled(&turn);
	if (*kept)
		line->promised--;
	return rc;
}

/* ---- what is there ---- */

static bool has_item(const struct queue *q)
{
	return q->n > q->getters.promised;
}

static bool has_room(const struct queue *q)
{
	return q->n + q->putters.promised < q->maxsize;
}

static void call_for_items(struct queue *q)
{
	while (has_item(q) && line_call(&q->getters))
		;
}

static void call_for_room(struct queue *q)
{
	while (has_room(q) && line_call(&q->putters))
		;
}

static int add(struct queue *q, void *item)
{
	if (q->n == q->capacity) {
		size_t more = 2 * q->capacity + SMALL;
		void **grown = realloc(q->items, more * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		q->items = grown;
		q->capacity = more;
	}
	q->items[q->n++] = item;
	q->unfinished++;
	call_for_items(q);
	return 0;
}

static void *take(struct queue *q)
{
	void *item = q->items[0];

	memmove(q->items, q->items + 1, --q->n * sizeof(*q->items));
	call_for_room(q);
	return item;
}

/* ---- what others call ---- */

struct queue *queue_create(size_t maxsize)
{
	struct queue *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	line_init(&q->getters, "queue_get");
	line_init(&q->putters, "queue_put");
	line_init(&q->joiners, "queue_join");
	q->maxsize = maxsize ? maxsize : SIZE_MAX;
	if (maxsize == 0 || maxsize > SMALL)
		return q;
	q->capacity = maxsize;
	q->items = malloc(maxsize * sizeof(*q->items));
	if (q->items)
		return q;
	free(q);
	return NULL;
}

void queue_destroy(struct queue *q)
{
	if (q && q->inside > 0)
		panic("queue_destroy: somebody still waits for it");
	if (q)
		free(q->items);
	free(q);
}

size_t queue_size(const struct queue *q)
{
	return q->n;
}

int queue_put(struct queue *q, void *item)
{
	bool promised;
	int rc = 0;

	if (!has_room(q))
		rc = line_wait(q, &q->putters, &promised);
	if (rc == 0)
		rc = add(q, item);
	if (rc < 0)
		call_for_room(q);
	return rc;
}

int queue_get(struct queue *q, void **item)
{
	bool promised;
	int rc = 0;

	if (!has_item(q))
		rc = line_wait(q, &q->getters, &promised);
	if (rc == 0)
		*item = take(q);
	else
		call_for_items(q);
	return rc;
}

int queue_put_nowait(struct queue *q, void *item)
{
	return has_room(q) ? add(q, item) : -EAGAIN;
}

int queue_get_nowait(struct queue *q, void **item)
{
	if (!has_item(q))
		return -EAGAIN;
	*item = take(q);
	return 0;
}

void queue_task_done(struct queue *q)
{
	if (q->unfinished == 0)
		panic("queue_task_done: there is nothing left to be done");
	if (--q->unfinished == 0)
		while (line_call(&q->joiners))
			;
}

int queue_join(struct queue *q)
{
	bool told;

	return q->unfinished ? line_wait(q, &q->joiners, &told) : 0;
}
