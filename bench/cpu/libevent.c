/*
 * libevent.c - its timers.
 */
#include <event2/event.h>

#include "rounds.h"

static unsigned long called;

static void count(evutil_socket_t fd, short events, void *arg)
{
	called++;
}

static void put_in(struct event **timers, const struct rounds *r)
{
	for (long i = 0; i < r->n; i++) {
		struct timeval in = { r->delays[i] / 1000000,
				      r->delays[i] % 1000000 };

		evtimer_add(timers[i], &in);
	}
}

static void take_out(struct event **timers, long n)
{
	for (long i = 0; i < n; i++)
		evtimer_del(timers[i]);
}

static double timed(long n, char what)
{
	struct event_base *base = event_base_new();
	struct event **timers = calloc((size_t)n, sizeof(*timers));
	struct rounds r = rounds_of(n);

	for (long i = 0; i < n; i++)
		timers[i] = evtimer_new(base, count, NULL);
	for (long i = 0; i < r.rounds; i++) {
		double start;

		draw_delays(&r);
		start = cpu();
		put_in(timers, &r);
		if (what == 'p')
			let_pass(&r);
		if (what != 'i')
			start = cpu();
		if (what == 'p')
			event_base_loop(base, EVLOOP_NONBLOCK);
		if (what == 'c')
			take_out(timers, n);
		r.spent += cpu() - start;
		take_out(timers, n);
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
