#ifndef TIMERS_H
#define TIMERS_H

#include <stdbool.h>
#include <stddef.h>

#include "handle.h"

/*
 * timers.h - lab timers: a heap of deadlines, the earliest on top.
 *
 * It knows deadlines, not loops, and never looks at a clock. Equal deadlines
 * leave in the order in which they came.
 *
 * A timer lives inside its owner and must be zero before its first use. It
 * is on at most one heap.
 */

struct timers;

struct timer {
	struct handle handle; /* what to call when it is due */
	double when;	      /* its deadline, in the seconds of monotonic() */
	size_t slot;	      /* its place in the heap, from 1; 0: on none */
};

/*
 * timers_create - make an empty heap.
 *
 *   asyncio   self._scheduled = []
 *   returns   yours to timers_destroy; NULL: out of memory
 *   suspends  no
 */
struct timers *timers_create(void);

/*
 * timers_destroy - free the heap. Timers still on it are on none from then on,
 * and the owners' affair.
 *
 *   asyncio   self._scheduled.clear()
 *   ts        may be NULL
 *   suspends  no
 */
void timers_destroy(struct timers *ts);

/*
 * timers_count - how many timers are on the heap?
 *
 *   asyncio   len(self._scheduled)
 *   suspends  no
 */
size_t timers_count(const struct timers *ts);

/*
 * timers_add - put a timer on the heap.
 *
 *   asyncio   heapq.heappush(self._scheduled, timer)
 *   timer     on no heap; stays where it is until popped or cancelled
 *   when      its deadline; may have passed; INFINITY: never due
 *   returns   0
 *   errors    -EINVAL  when is not a number (NaN)
 *             -EBUSY   the timer is on a heap already
 *             -ENOMEM  the heap cannot grow; it is as it was
 *   suspends  no
 *   differs   heapq leaves equal deadlines in any order; here the one that
 *             came first leaves first
 */
int timers_add(struct timers *ts, struct timer *timer, double when);

/*
 * timers_cancel - take a timer off the heap.
 *
 *   asyncio   TimerHandle.cancel()
 *   timer     on this heap, or on none
 *   returns   true: it was on the heap; false: it was not, nothing changed
 *   suspends  no
 *   differs   asyncio marks the timer and sweeps later; here it leaves at
 *             once
 */
bool timers_cancel(struct timers *ts, struct timer *timer);

/*
 * timers_first - look at the earliest timer.
 *
 *   asyncio   self._scheduled[0]
 *   returns   the timer, still on the heap; NULL when the heap is empty
 *   suspends  no
 */
struct timer *timers_first(const struct timers *ts);

/*
 * timers_pop - take the earliest timer off the heap.
 *
 *   asyncio   heapq.heappop(self._scheduled)
 *   returns   the timer; NULL when the heap is empty
 *   suspends  no
 */
struct timer *timers_pop(struct timers *ts);

#endif
