/*
 * marker.c - a turn that ends at a mark in the ready queue.
 *
 * The queue is not moved aside: an empty handle is pushed behind those who
 * are ready, and the turn ends when it comes up. Looks at the background in
 * every 16th turn. The suite must not mind.
 */
#include "loop.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "panic.h"
#include "report.h"

/* How many descriptors one turn hears of; the others wait for the next. */
#define HEAR_AT_MOST 256

/* A loop that is never idle looks at background descriptors this often. */
#define LOOK_EVERY 16

static struct loop *current;

static double slow_from_environment(void)
{
	const char *debug = getenv("ASYNC_DEBUG");

	return debug && strcmp(debug, "0") != 0 && *debug ? 0.1 : 0;
}

struct loop *loop_create(void)
{
	struct loop *l;

	if (current)
		panic("loop_create: there is a loop already");
	l = calloc(1, sizeof(*l));
	if (!l)
		return NULL;
	handles_init(&l->ready);
	l->timers = timers_create();
	l->selector = selector_create();
	l->slow = slow_from_environment();
	current = l;
	if (!l->timers || !l->selector) {
		loop_destroy(l);
		return NULL;
	}
	return l;
}

void loop_destroy(struct loop *l)
{
	if (!l)
		return;
	if (l->running)
		panic("loop_destroy: the loop is running");
	while (handles_pop(&l->ready))
		; /* nobody's link may point to freed memory */
	timers_destroy(l->timers);
	selector_destroy(l->selector);
	free(l->watches);
	free(l);
	current = NULL;
}

struct loop *loop_current(void)
{
	return current;
}

double loop_time(const struct loop *l)
{
	return monotonic();
}

void loop_set_debug(struct loop *l, double slow)
{
	l->slow = slow;
}

void loop_call_soon(struct loop *l, callback_fn *fn, void *arg,
		    struct handle *h)
{
	h->fn = fn;
	h->arg = arg;
	handles_push(&l->ready, h);
}

int loop_call_at(struct loop *l, double when, callback_fn *fn, void *arg,
		 struct timer *timer)
{
	int rc;

	if (handle_queued(&timer->handle))
		return -EBUSY;
	rc = timers_add(l->timers, timer, when);
	if (rc < 0)
		return rc; /* one that is set keeps its callback */
	timer->handle.fn = fn;
	timer->handle.arg = arg;
	return 0;
}

int loop_call_later(struct loop *l, double delay, callback_fn *fn, void *arg,
		    struct timer *timer)
{
	return loop_call_at(l, loop_time(l) + delay, fn, arg, timer);
}

void loop_cancel_timer(struct loop *l, struct timer *timer)
{
	timers_cancel(l->timers, timer);
	handle_cancel(&timer->handle);
}

static double how_long(const struct loop *l)
{
	const struct timer *first = timers_first(l->timers);

	if (!handles_empty(&l->ready) || l->stopping)
		return 0;
	return first ? first->when - loop_time(l) : INFINITY;
}

static int sleep_in_select(struct loop *l, double timeout)
{
	struct readiness ready[HEAR_AT_MOST];
	int n;

	if (timeout <= 0 && l->waited == 0 && l->turns % LOOK_EVERY != 0)
		return 0;
	n = selector_select(l->selector, timeout, ready, HEAR_AT_MOST);
	if (n < 0)
		return n;
	loop_process_events(l, ready, n);
	return 0;
}

static void collect_due(struct loop *l)
{
	double now = loop_time(l);
	struct timer *first;

	while ((first = timers_first(l->timers)) && first->when <= now) {
		timers_pop(l->timers);
		handles_push(&l->ready, &first->handle);
	}
}

static void run_ready(struct loop *l)
{
	struct handle mark = { 0 };
	struct handle *h;

	handles_push(&l->ready, &mark);
	while ((h = handles_pop(&l->ready)) != &mark)
		report_call(h, l->slow);
}

static bool stuck(const struct loop *l)
{
	return handles_empty(&l->ready) && timers_count(l->timers) == 0 &&
	       l->waited == 0 && !l->stopping;
}

int loop_run_once(struct loop *l)
{
	if (l->running)
		panic("loop_run_once: the loop is running; "
		      "a callback may not run it again");
	int rc;

	if (stuck(l))
		return -EDEADLK;
	l->running = true;
	rc = sleep_in_select(l, how_long(l));
	if (rc == 0) {
		collect_due(l);
		run_ready(l);
	}
	l->turns++;
	l->running = false;
	return rc;
}

int loop_run_forever(struct loop *l)
{
	for (;;) {
		int rc = loop_run_once(l);

		if (rc == 0 && !l->stopping)
			continue;
		l->stopping = false;
		return rc;
	}
}

void loop_stop(struct loop *l)
{
	l->stopping = true;
}
