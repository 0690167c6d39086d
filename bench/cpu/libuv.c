/*
 * libuv.c - its loop, its timers. It has no tasks: a yield is a callback that
 * comes round again in the next turn (an idle handle).
 */
#include <uv.h>

#include <unistd.h>

#include "rounds.h"

/* ---- once round the loop ---- */

enum { TURNS = 500000, WARM = 1000 };

static long turns;
static double began;

static void turn(uv_idle_t *idle)
{
	turns++;
	if (turns == WARM)
		began = cpu();
	if (turns == WARM + TURNS)
		uv_stop(idle->loop);
}

static void nothing(uv_poll_t *poll, int status, int events)
{
}

static double yield(long n)
{
	static uv_poll_t polls[64];
	uv_loop_t *loop = uv_default_loop();
	uv_idle_t idle;
	int ends[2];

	for (long i = 0; i < n; i++)
		if (pipe(ends) < 0 ||
		    uv_poll_init(loop, &polls[i], ends[0]) < 0 ||
		    uv_poll_start(&polls[i], UV_READABLE, nothing) < 0)
			exit(1);
	uv_idle_init(loop, &idle);
	uv_idle_start(&idle, turn);
	uv_run(loop, UV_RUN_DEFAULT);
	return (cpu() - began) / TURNS;
}

/* ---- timers ---- */

static unsigned long called;

static void count(uv_timer_t *timer)
{
	called++;
}

static void put_in(uv_timer_t *timers, const struct rounds *r)
{
	uv_update_time(uv_default_loop());
	for (long i = 0; i < r->n; i++)
		uv_timer_start(&timers[i], count,
			       (uint64_t)(r->delays[i] + 999) / 1000, 0);
}

static void take_out(uv_timer_t *timers, long n)
{
	for (long i = 0; i < n; i++)
		uv_timer_stop(&timers[i]);
}

static double timed(long n, char what)
{
	uv_timer_t *timers = calloc((size_t)n, sizeof(*timers));
	struct rounds r = rounds_of(n);

	for (long i = 0; i < n; i++)
		uv_timer_init(uv_default_loop(), &timers[i]);
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
			uv_run(uv_default_loop(), UV_RUN_NOWAIT);
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

/* ---- the shortest program ---- */

static void say_hello(uv_timer_t *timer)
{
	puts("hello");
}

static double hello(long n)
{
	uv_loop_t *loop = uv_default_loop();
	uv_timer_t timer;

	uv_timer_init(loop, &timer);
	uv_timer_start(&timer, say_hello, 0, 0);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_loop_close(loop);
	return 1;
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "yield", yield },	    { "timer_insert", timer_insert },
		{ "timer_pop", timer_pop }, { "timer_cancel", timer_cancel },
		{ "startup", hello },	    { 0 },
	};

	return bench(known, argc, argv);
}
