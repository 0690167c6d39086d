#ifndef ROUNDS_H
#define ROUNDS_H

#include <time.h>

#include "bench.h"

/*
 * rounds.h - n random deadlines: put in, and then all due, or taken out.
 *
 * Few timers are measured in several rounds. A round's deadlines are past
 * once its `range` of ms is over; so a second passes, whatever n is. They are
 * random to the microsecond; a library that knows only milliseconds rounds
 * them, as it would anybody's.
 */

struct rounds {
	long n, rounds, range;
	unsigned long state;
	long *delays; /* in us, drawn before the clock is looked at */
	double spent; /* CPU ns of what is measured, so far */
};

static inline struct rounds rounds_of(long n)
{
	long rounds = n < 200 ? 50 : n < 10000 ? 10 : 1;
	struct rounds r = { n, rounds, 1000 / rounds, 7, NULL, 0 };

	r.delays = (long *)calloc((size_t)n, sizeof(*r.delays));
	if (!r.delays)
		exit(1);
	return r;
}

static inline void draw_delays(struct rounds *r)
{
	for (long i = 0; i < r->n; i++)
		r->delays[i] = 1 + (long)draw(&r->state,
					      1000 * (unsigned long)r->range);
}

/* Sleep until all deadlines of this round are past. */
static inline void let_pass(const struct rounds *r)
{
	struct timespec range = { r->range / 1000,
				  (r->range % 1000 + 10) * 1000000 };

	nanosleep(&range, NULL);
}

static inline double each(const struct rounds *r)
{
	return r->spent / (double)(r->n * r->rounds);
}

#endif
