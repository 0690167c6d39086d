/*
 * ours_parts.c - two parts of the runtime by themselves: context.h, timers.h.
 */
#include "ours.h"

#include "clock.h"
#include "context.h"
#include "rounds.h"
#include "timers.h"

/* ---- there and back ---- */

enum { SWITCHES = 500000, STACK = 64 * 1024 };

static struct context *here, *there;
static unsigned long visits;

static void other(void *arg)
{
	for (;;) {
		visits++;
		context_switch(&there, here);
	}
}

static void round_trips(long n)
{
	for (long i = 0; i < n; i++)
		context_switch(&here, there);
}

double switch_contexts(long n)
{
	static _Alignas(16) char stack[STACK];
	double start;

	there = context_make(stack, sizeof(stack), other, NULL);
	round_trips(1000);
	start = cpu();
	round_trips(SWITCHES);
	start = cpu() - start;
	return visits == SWITCHES + 1000 ? start / SWITCHES : -1;
}

/* ---- the heap of deadlines ---- */

static unsigned long called;

static void count(void *arg)
{
	called++;
}

static void put_in(struct timers *ts, struct timer *timers,
		   const struct rounds *r)
{
	double now = monotonic();

	for (long i = 0; i < r->n; i++) {
		double when = now + (double)r->delays[i] / 1e6;

		timers[i] = (struct timer){ .handle.fn = count };
		if (timers_add(ts, &timers[i], when) < 0)
			exit(1);
	}
}

static void pop_due(struct timers *ts)
{
	double now = monotonic();
	struct timer *t;

	while ((t = timers_first(ts)) && t->when <= now) {
		timers_pop(ts);
		t->handle.fn(t->handle.arg);
	}
}

static void take_out(struct timers *ts, struct timer *timers, long n)
{
	for (long i = 0; i < n; i++)
		timers_cancel(ts, &timers[i]);
}

static double timed(long n, char what)
{
	struct timer *timers = calloc((size_t)n, sizeof(*timers));
	struct timers *ts = timers_create();
	struct rounds r = rounds_of(n);

	for (long i = 0; i < r.rounds; i++) {
		double start;

		draw_delays(&r);
		start = cpu();
		put_in(ts, timers, &r);
		if (what != 'i') {
			if (what == 'p')
				let_pass(&r);
			start = cpu();
		}
		if (what == 'p')
			pop_due(ts);
		if (what == 'c')
			take_out(ts, timers, n);
		r.spent += cpu() - start;
		take_out(ts, timers, n);
	}
	if (what == 'p' && called != (unsigned long)(n * r.rounds))
		exit(1);
	return each(&r);
}

double timer_insert(long n)
{
	return timed(n, 'i');
}

double timer_pop(long n)
{
	return timed(n, 'p');
}

double timer_cancel(long n)
{
	return timed(n, 'c');
}
