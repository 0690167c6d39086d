/*
 * sorted_array.c - timers without a heap: heap[1..count] is simply sorted.
 *
 * Slower to add, and right all the same: the suite must not mind.
 */
#include "timers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct entry {
	double when;
	unsigned long long order; /* not needed: places tell */
	struct timer *timer;
};

struct timers {
	struct entry *heap; /* heap[1..count]; heap[0] is unused */
	size_t count, capacity;
	unsigned long long added;
};

struct timers *timers_create(void)
{
	return calloc(1, sizeof(struct timers));
}

void timers_destroy(struct timers *ts)
{
	if (!ts)
		return;
	for (size_t i = 1; i <= ts->count; i++)
		ts->heap[i].timer->slot = 0;
	free(ts->heap);
	free(ts);
}

size_t timers_count(const struct timers *ts)
{
	return ts->count;
}

static int make_room(struct timers *ts)
{
	size_t capacity = ts->capacity ? 2 * ts->capacity : 16;
	struct entry *heap;

	if (ts->count < ts->capacity)
		return 0;
	heap = realloc(ts->heap, (capacity + 1) * sizeof(*heap));
	if (!heap)
		return -ENOMEM;
	ts->heap = heap;
	ts->capacity = capacity;
	return 0;
}

static void put(struct timers *ts, size_t place, struct entry entry)
{
	ts->heap[place] = entry;
	entry.timer->slot = place;
}

int timers_add(struct timers *ts, struct timer *timer, double when)
{
	size_t place;
	int rc;

	if (isnan(when))
		return -EINVAL;
	if (timer->slot)
		return -EBUSY;
	rc = make_room(ts);
	if (rc < 0)
		return rc;
	timer->when = when;
	place = ++ts->count;
	while (place > 1 && ts->heap[place - 1].when > when) {
		put(ts, place, ts->heap[place - 1]);
		place--;
	}
	put(ts, place, (struct entry){ when, 0, timer });
	return 0;
}

struct timer *timers_first(const struct timers *ts)
{
	return ts->count ? ts->heap[1].timer : NULL;
}

bool timers_cancel(struct timers *ts, struct timer *timer)
{
	size_t place = timer->slot;

	if (!place)
		return false;
	for (; place < ts->count; place++)
		put(ts, place, ts->heap[place + 1]);
	ts->count--;
	timer->slot = 0;
	return true;
}

struct timer *timers_pop(struct timers *ts)
{
	struct timer *first = timers_first(ts);

	if (first)
		timers_cancel(ts, first);
	return first;
}
