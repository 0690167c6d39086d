/*
 * lazy.c - a binary heap from 0 that sweeps later.
 *
 * A cancelled timer's entry stays behind, without its timer, until it comes to
 * the top or its room is needed. So places have gaps. The suite must not mind.
 */
#include "timers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct entry {
	double when;
	unsigned long long order; /* among equals, who came first */
	struct timer *timer;
};

struct timers {
	struct entry *heap; /* heap[0..length) */
	size_t length, live, capacity;
	unsigned long long added;
};

static void write_at(struct timers *ts, size_t i, struct entry e)
{
	ts->heap[i] = e;
	if (e.timer)
		e.timer->slot = i + 1;
}

static bool less(const struct entry *a, const struct entry *b)
{
	if (a->when < b->when)
		return true;
	return a->when == b->when && a->order < b->order;
}

static void swim(struct timers *ts, size_t i, struct entry e)
{
	while (i > 0 && less(&e, &ts->heap[(i - 1) / 2])) {
		write_at(ts, i, ts->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	write_at(ts, i, e);
}

/* The hole goes all the way down, then the last one swims up from there. */
static void take_top(struct timers *ts)
{
	struct entry last = ts->heap[--ts->length];
	size_t i = 0, child;

	if (ts->length == 0)
		return;
	while ((child = 2 * i + 1) < ts->length) {
		if (child + 1 < ts->length &&
		    less(&ts->heap[child + 1], &ts->heap[child]))
			child++;
		write_at(ts, i, ts->heap[child]);
		i = child;
	}
	swim(ts, i, last);
}

/* Without the cancelled ones: as if those that stay were added anew. */
static void compact(struct timers *ts)
{
	size_t n = ts->length;

	ts->length = 0;
	for (size_t i = 0; i < n; i++)
		if (ts->heap[i].timer)
			swim(ts, ts->length++, ts->heap[i]);
}

struct timers *timers_create(void)
{
	return calloc(1, sizeof(struct timers));
}

void timers_destroy(struct timers *ts)
{
	if (!ts)
		return;
	for (size_t i = 0; i < ts->length; i++)
		if (ts->heap[i].timer)
			ts->heap[i].timer->slot = 0;
	free(ts->heap);
	free(ts);
}

size_t timers_count(const struct timers *ts)
{
	return ts->live;
}

static int make_room(struct timers *ts)
{
	size_t capacity = ts->capacity ? 2 * ts->capacity : 16;
	struct entry *heap;

	if (ts->length < ts->capacity)
		return 0;
	if (ts->live < ts->length) {
		compact(ts);
		return 0;
	}
	heap = realloc(ts->heap, capacity * sizeof(*heap));
	if (!heap)
		return -ENOMEM;
	ts->heap = heap;
	ts->capacity = capacity;
	return 0;
}

/* The cancelled ones that came to the top. */
static void sweep(struct timers *ts)
{
	while (ts->length > 0 && !ts->heap[0].timer)
		take_top(ts);
}

int timers_add(struct timers *ts, struct timer *timer, double when)
{
	int rc;

	if (isnan(when))
		return -EINVAL;
	if (timer->slot)
		return -EBUSY;
	rc = make_room(ts);
	if (rc < 0)
		return rc;
	timer->when = when;
	timer->slot = 1; /* mended by whoever moves it */
	ts->live++;
	swim(ts, ts->length++, (struct entry){ when, ts->added++, timer });
	return 0;
}

struct timer *timers_first(const struct timers *ts)
{
	return ts->length > 0 ? ts->heap[0].timer : NULL;
}

bool timers_cancel(struct timers *ts, struct timer *timer)
{
	if (!timer->slot)
		return false;
	ts->heap[timer->slot - 1].timer = NULL;
	timer->slot = 0;
	ts->live--;
	sweep(ts);
	return true;
}

struct timer *timers_pop(struct timers *ts)
{
	struct timer *t = timers_first(ts);

	if (!t)
		return NULL;
	t->slot = 0;
	ts->live--;
	take_top(ts);
	sweep(ts);
	return t;
}
