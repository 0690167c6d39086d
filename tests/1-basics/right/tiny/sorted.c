/*
 * sorted.c - the calls are kept in the order of their deadlines.
 *
 * Whoever asks pays: a call is put behind those that are due no later. The next
 * one is always at the front. The suite must not mind.
 */
#include "tiny.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <sys/select.h>
#include <time.h>

#define A_DAY 86400.0

struct call {
	double when;
	callback_fn *fn;
	void *arg;
};

static struct {
	struct call calls[TINY_MAX];
	int count;
} tiny;

double tiny_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int tiny_call_later(double delay, callback_fn *fn, void *arg)
{
	if (tiny.count == TINY_MAX)
		return -ENOSPC;
	int i = tiny.count++;
	double when = tiny_time() + delay;

	for (; i > 0 && tiny.calls[i - 1].when > when; i--)
		tiny.calls[i] = tiny.calls[i - 1];
	tiny.calls[i].when = when;
	tiny.calls[i].fn = fn;
	tiny.calls[i].arg = arg;
	return 0;
}

static bool too_early(double when)
{
	double left = when - tiny_time();
	struct timeval tv = { .tv_sec = 86400 };

	if (left <= 0)
		return false;
	if (left < A_DAY) {
		tv.tv_sec = (time_t)left;
		left = ceil((left - (double)tv.tv_sec) * 1e6);
		tv.tv_usec = (suseconds_t)left;
		if (tv.tv_usec >= 1000000) {
			tv.tv_sec++;
			tv.tv_usec = 0;
		}
	}
	select(0, NULL, NULL, NULL, &tv); /* a signal: looks again */
	return true;
}

void tiny_run(void)
{
	while (tiny.count > 0) {
		struct call next = tiny.calls[0];

		while (too_early(next.when))
			;
		tiny.count--;
		for (int i = 0; i < tiny.count; i++)
			tiny.calls[i] = tiny.calls[i + 1];
		next.fn(next.arg);
	}
}
