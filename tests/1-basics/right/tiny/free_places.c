/*
 * free_places.c - places that are free or taken, and a number for each call.
 *
 * Nothing ever moves: a place is free when its fn is NULL, and who came first
 * is told by the number. Time is counted in nanoseconds, as an integer. A
 * negative delay is zero. The suite must not mind.
 */
#include "tiny.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#include "panic.h"

#define SECOND 1000000000LL
#define A_DAY (86400 * SECOND)

struct call {
	long long when; /* nanoseconds */
	unsigned long number;
	callback_fn *fn; /* NULL: the place is free */
	void *arg;
};

static struct call places[TINY_MAX];
static unsigned long number;

static long long nanoseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
		panic("tiny_time: no clock");
	return now.tv_sec * SECOND + now.tv_nsec;
}

static long long deadline(double delay)
{
	long long now = nanoseconds();

	if (!(delay > 0))
		return now;
	if (delay > 1e9)
		return now + 1000000000 * SECOND; /* thirty years */
	return now + (long long)ceil(delay * 1e9);
}

static void sleep_for(long long left)
{
	struct timeval tv;

	if (left > A_DAY)
		left = A_DAY;
	left = (left + 999) / 1000;
	tv.tv_sec = left / 1000000;
	tv.tv_usec = left % 1000000;
	if (select(0, NULL, NULL, NULL, &tv) < 0 && errno != EINTR)
		panic("tiny_run: select");
}

double tiny_time(void)
{
	return (double)nanoseconds() * 1e-9;
}

int tiny_call_later(double delay, callback_fn *fn, void *arg)
{
	for (int i = 0; i < TINY_MAX; i++) {
		if (places[i].fn)
			continue;
		places[i] = (struct call){ .when = deadline(delay),
					   .number = ++number,
					   .fn = fn,
					   .arg = arg };
		return 0;
	}
	return -ENOSPC;
}

static struct call *earliest(void)
{
	struct call *best = NULL;

	for (int i = 0; i < TINY_MAX; i++) {
		struct call *c = &places[i];

		if (!c->fn)
			continue;
		if (!best || c->when < best->when ||
		    (c->when == best->when && c->number < best->number))
			best = c;
	}
	return best;
}

void tiny_run(void)
{
	for (struct call *c; (c = earliest());) {
		long long left = c->when - nanoseconds();
		struct call due = *c;

		if (left > 0) { /* not yet; look again afterwards */
			sleep_for(left);
			continue;
		}
		c->fn = NULL; /* free before the call: it may ask for more */
		due.fn(due.arg);
	}
}
