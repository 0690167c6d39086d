/*
 * one_by_one.c - the queue of a turn belongs to the loop, and is emptied one by one.
 *
 * How long a turn may sleep, whether it can happen at all, and whether it looks
 * at descriptors is decided in one place. Due timers are taken off one at a
 * time, each against the clock of the turn. The suite must not mind.
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
#define LOOK_EVERY 64

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
	*h = (struct handle){
		.fn = fn, .arg = arg, .next = h->next, .prev = h->prev
	};
	handles_push(&l->ready, h);
}

int loop_call_at(struct loop *l, double when, callback_fn *fn, void *arg,
		 struct timer *timer)
{
	int rc;

	if (handle_queued(&timer->handle))
		return -EBUSY;
	rc = timers_add(l->timers, timer, when);
	if (rc == 0) {
		timer->handle.arg = arg;
		timer->handle.fn = fn;
	}
	return rc;
}

int loop_call_later(struct loop *l, double delay, callback_fn *fn, void *arg,
		    struct timer *timer)
{
	double now = loop_time(l);

	return loop_call_at(l, now + delay, fn, arg, timer);
}

void loop_cancel_timer(struct loop *l, struct timer *timer)
{
	handle_cancel(&timer->handle);
	(void)timers_cancel(l->timers, timer);
}

enum plan { NEVER, NO_LOOK, LOOK, SLEEP };

static enum plan plan(const struct loop *l, double *timeout)
{
	const struct timer *t = timers_first(l->timers);

	*timeout = 0;
	if (handles_empty(&l->ready) && !l->stopping) {
		if (!t && l->waited == 0)
			return NEVER;
		*timeout = t ? t->when - loop_time(l) : INFINITY;
		if (*timeout > 0)
			return SLEEP;
	}
	return l->waited > 0 || l->turns % LOOK_EVERY == 0 ? LOOK : NO_LOOK;
}

static void take_due(struct loop *l)
{
	struct timer *t = timers_first(l->timers);
	double now = t ? loop_time(l) : 0;

	for (; t && !(t->when > now); t = timers_first(l->timers)) {
		timers_cancel(l->timers, t);
		loop_call_soon(l, t->handle.fn, t->handle.arg, &t->handle);
	}
}

static void call_all(struct loop *l)
{
	struct handles now, later;
	struct handle *h;

	handles_init(&now);
	handles_init(&later);
	handles_move(&now, &l->ready);
	while ((h = handles_pop(&now)))
		report_call(h, l->slow);
	handles_move(&later, &l->ready); /* those who came meanwhile */
	handles_move(&l->ready, &later);
}

int loop_run_once(struct loop *l)
{
	if (l->running)
		panic("loop_run_once: the loop is running; "
		      "a callback may not run it again");
	struct readiness ready[HEAR_AT_MOST];
	double timeout;
	enum plan what = plan(l, &timeout);
	int n = 0;

	if (what == NEVER)
		return -EDEADLK;
	l->running = true;
	if (what != NO_LOOK)
		n = selector_select(l->selector, timeout, ready, HEAR_AT_MOST);
	if (n >= 0) {
		loop_process_events(l, ready, n);
		take_due(l);
		call_all(l);
	}
	l->running = false;
	l->turns++;
	return n < 0 ? n : 0;
}

int loop_run_forever(struct loop *l)
{
	bool stopped = false;
	int rc = 0;

	while (rc == 0 && !stopped) {
		rc = loop_run_once(l);
		stopped = l->stopping;
	}
	l->stopping = false;
	return rc;
}

void loop_stop(struct loop *l)
{
	l->stopping = true;
}
