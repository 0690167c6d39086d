/*
 * timers_first.c - who is due is taken off before descriptors are asked, and again after.
 *
 * So a turn with something due never sleeps; those who were due before wait in a
 * queue of their own until the descriptors have been queued. The loop runs as
 * long as loop_run_forever does, not only inside a turn. The suite must not
 * mind.
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
	if (handle_queued(h))
		panic("loop_call_soon: the handle is in a queue");
	h->fn = fn;
	h->arg = arg;
	handles_push(&l->ready, h);
}

int loop_call_at(struct loop *l, double when, callback_fn *fn, void *arg,
		 struct timer *timer)
{
	int rc = handle_queued(&timer->handle)
			 ? -EBUSY
			 : timers_add(l->timers, timer, when);

	if (rc == 0) {
		timer->handle.fn = fn;
		timer->handle.arg = arg;
	}
	return rc;
}

int loop_call_later(struct loop *l, double delay, callback_fn *fn, void *arg,
		    struct timer *timer)
{
	return loop_call_at(l, monotonic() + delay, fn, arg, timer);
}

void loop_cancel_timer(struct loop *l, struct timer *timer)
{
	if (!timers_cancel(l->timers, timer))
		handle_cancel(&timer->handle);
}

static void take_due(struct loop *l, struct handles *due)
{
	double now;

	if (timers_count(l->timers) == 0)
		return;
	now = monotonic();
	for (struct timer *t = timers_first(l->timers); t && t->when <= now;
	     t = timers_first(l->timers)) {
		timers_pop(l->timers);
		handles_push(due, &t->handle);
	}
}

static int ask(struct loop *l, bool hurry)
{
	struct readiness ready[HEAR_AT_MOST];
	double timeout = INFINITY;
	int n;

	if (hurry || !handles_empty(&l->ready) || l->stopping)
		timeout = 0;
	else if (timers_count(l->timers) > 0)
		timeout = timers_first(l->timers)->when - monotonic();
	if (timeout <= 0 && l->waited == 0 && l->turns % LOOK_EVERY != 0)
		return 0;
	n = selector_select(l->selector, timeout, ready, HEAR_AT_MOST);
	if (n > 0)
		loop_process_events(l, ready, n);
	return n < 0 ? n : 0;
}

static void run_ready(struct loop *l)
{
	struct handles turn;

	handles_init(&turn);
	for (handles_move(&turn, &l->ready); !handles_empty(&turn);)
		report_call(handles_pop(&turn), l->slow);
}

static int turn(struct loop *l)
{
	struct handles due;
	int rc;

	if (handles_empty(&l->ready) && !l->stopping && l->waited == 0 &&
	    timers_count(l->timers) == 0)
		return -EDEADLK;
	l->turns++;
	handles_init(&due);
	take_due(l, &due);
	rc = ask(l, !handles_empty(&due));
	take_due(l, &due);
	handles_move(&l->ready, &due);
	if (rc == 0)
		run_ready(l);
	return rc;
}

int loop_run_once(struct loop *l)
{
	if (l->running)
		panic("loop_run_once: the loop is running; "
		      "a callback may not run it again");
	int rc;

	l->running = true;
	rc = turn(l);
	l->running = false;
	return rc;
}

int loop_run_forever(struct loop *l)
{
	int rc = 0;

	if (l->running)
		panic("loop_run_forever: the loop is running");
	l->running = true;
	while (rc == 0) {
		rc = turn(l);
		if (l->stopping)
			break;
	}
	l->running = l->stopping = false;
	return rc;
}

void loop_stop(struct loop *l)
{
	l->stopping = true;
}
