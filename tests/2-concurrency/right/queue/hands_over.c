/*
 * queue.c - another correct one: an item is handed to the one who waits.
 *
 * Each item has a node and a number. A put gives the node to the first in
 * the line of those who get, who finds it in its own record when it runs;
 * without a line the node goes to the list. Who is cancelled with a node in
 * its hands passes it on, or lays it back where its number belongs.
 */
#include "queue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "future.h"
#include "panic.h"

struct node {
	struct node *next;
	unsigned long number;
	void *item;
};

struct visitor {
	struct handle place;
	struct future turn;
	struct node *node; /* handed to one who gets */
};

struct queue {
	struct handles getters, putters, joiners;
	struct node *list;
	size_t size, rooms; /* room promised to those who put */
	size_t maxsize, unfinished, visitors;
	unsigned long numbers;
};

struct queue *queue_create(size_t maxsize)
{
	struct queue *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	handles_init(&q->getters);
	handles_init(&q->putters);
	handles_init(&q->joiners);
	q->maxsize = maxsize > 0 ? maxsize : SIZE_MAX;
	return q;
}

void queue_destroy(struct queue *q)
{
	struct node *node;

	if (!q)
		return;
	if (q->visitors > 0)
		panic("queue_destroy: %zu wait for it", q->visitors);
	while ((node = q->list)) {
		q->list = node->next;
		free(node);
	}
	free(q);
}

size_t queue_size(const struct queue *q)
{
	return q->size;
}

/* ---- lines ---- */

static struct visitor *first_in(struct handles *line)
{
	struct handle *h;

	while ((h = handles_pop(line))) {
		struct visitor *v = h->arg;

		if (!future_done(&v->turn))
			return v;
	}
	return NULL;
}

static int visit(struct queue *q, struct visitor *v, struct handles *line,
		 const char *what)
{
	int rc;

	future_init(&v->turn, what);
	v->place.arg = v;
	handles_push(line, &v->place);
	q->visitors++;
	rc = future_await(&v->turn, NULL);
	q->visitors--;
	handle_cancel(&v->place);
	return rc;
}

/* ---- items ---- */

static void lay_down(struct queue *q, struct node *node)
{
	struct node **at = &q->list;

	while (*at && (*at)->number < node->number)
		at = &(*at)->next;
	node->next = *at;
	*at = node;
}

static void hand_over(struct queue *q, struct node *node)
{
	struct visitor *v = first_in(&q->getters);

	if (!v) {
		lay_down(q, node);
		return;
	}
	v->node = node;
	future_set_result(&v->turn, NULL);
}

static void offer_room(struct queue *q)
{
	struct visitor *v;

	if (q->size + q->rooms >= q->maxsize || !(v = first_in(&q->putters)))
		return;
	q->rooms++;
	future_set_result(&v->turn, NULL);
}

static int put_item(struct queue *q, void *item)
{
	struct node *node = malloc(sizeof(*node));

	if (!node)
		return -ENOMEM;
	node->item = item;
	node->number = q->numbers++;
	q->size++;
	q->unfinished++;
	hand_over(q, node);
	return 0;
}

static void *use_up(struct queue *q, struct node *node)
{
	void *item = node->item;

	free(node);
	q->size--;
	offer_room(q);
	return item;
}

static struct node *oldest(struct queue *q)
{
	struct node *node = q->list;

	q->list = node->next;
	return node;
}

int queue_put(struct queue *q, void *item)
{
	struct visitor v = { 0 };
	int rc = 0;

	if (q->size + q->rooms >= q->maxsize) {
		rc = visit(q, &v, &q->putters, "queue_put");
		if (!future_cancelled(&v.turn))
			q->rooms--;
	}
	if (rc == 0)
		rc = put_item(q, item);
	if (rc < 0)
		offer_room(q);
	return rc;
}

int queue_get(struct queue *q, void **item)
{
	struct visitor v = { 0 };
	int rc = 0;

	if (q->list)
		v.node = oldest(q);
	else
		rc = visit(q, &v, &q->getters, "queue_get");
	if (rc == 0)
		*item = use_up(q, v.node);
	else if (v.node)
		hand_over(q, v.node);
	return rc;
}

int queue_put_nowait(struct queue *q, void *item)
{
	if (q->size + q->rooms >= q->maxsize)
		return -EAGAIN;
	return put_item(q, item);
}

int queue_get_nowait(struct queue *q, void **item)
{
	if (!q->list)
		return -EAGAIN;
	*item = use_up(q, oldest(q));
	return 0;
}

/* ---- join ---- */

void queue_task_done(struct queue *q)
{
	struct visitor *v;

	if (q->unfinished == 0)
		panic("queue_task_done: nothing is unfinished");
	if (--q->unfinished > 0)
		return;
	while ((v = first_in(&q->joiners)))
		future_set_result(&v->turn, NULL);
}

int queue_join(struct queue *q)
{
	struct visitor v = { 0 };

	return q->unfinished > 0 ? visit(q, &v, &q->joiners, "queue_join") : 0;
}
