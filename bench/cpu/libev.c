/*
 * libev.c - its timers.
 */
#include <ev.h>

#include "rounds.h"

static unsigned long called;

static void count(struct ev_loop *loop, ev_timer *timer, int events)
{
	called++;
}

static void put_in(struct ev_loop *loop, ev_timer *timers,
		   const struct rounds *r)
{
	ev_now_update(loop);
	for (long i = 0; i < r->n; i++) {
		ev_timer_set(&timers[i], (double)r->delays[i] / 1e6, 0.);
		ev_timer_start(loop, &timers[i]);
	}
}

static void take_out(struct ev_loop *loop, ev_timer *timers, long n)
{
	for (long i = 0; i < n; i++)
		ev_timer_stop(loop, &timers[i]);
}

static double timed(long n, char what)
{
	struct ev_loop *loop = ev_default_loop(0);
	ev_timer *timers = calloc((size_t)n, sizeof(*timers));
	struct rounds r = rounds_of(n);

	for (long i = 0; i < n; i++)
		ev_init(&timers[i], count);
	for (long i = 0; i < r.rounds; i++) {
		double start;

		draw_delays(&r);
		start = cpu();
		put_in(loop, timers, &r);
		if (what == 'p')
			let_pass(&r);
		if (what != 'i')
			start = cpu();
		if (what == 'p')
			ev_run(loop, EVRUN_NOWAIT);
		if (what == 'c')
			take_out(loop, timers, n);
		r.spent += cpu() - start;
		take_out(loop, timers, n);
	}
	if (what == 'p' && called != (unsigned long)(n * r.rounds))
		exit(1);
	return each(&r);
}

static double timer_insert(long n)
{
	return timed(n, 'i');
}

static double timer_pop(long n)
{
	return timed(n, 'p');
}

static double timer_cancel(long n)
{
	return timed(n, 'c');
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "timer_insert", timer_insert },
		{ "timer_pop", timer_pop },
		{ "timer_cancel", timer_cancel },
		{ 0 },
	};

	return bench(known, argc, argv);
}
