#ifndef BENCH_H
#define BENCH_H

/*
 * bench.h - what the C and C++ programs of the bench begin with.
 *
 * PROGRAM METRIC PARAMETER prints one number. A metric that the program does
 * not know: exit status 3, and nothing on stdout.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct metric {
	const char *name;
	double (*measure)(long n);
};

/* What this process has had of the processor, in ns. */
static inline double cpu(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (double)used.tv_sec * 1e9 + (double)used.tv_nsec;
}

/* The same random numbers for everybody: 0 <= n < below. */
static inline unsigned long draw(unsigned long *state, unsigned long below)
{
	*state = *state * 6364136223846793005UL + 1442695040888963407UL;
	return (*state >> 33) % below;
}

static inline int bench(const struct metric known[], int argc, char *argv[])
{
	if (argc < 3)
		return 2;
	for (; known->name; known++)
		if (!strcmp(known->name, argv[1])) {
			printf("%.17g\n", known->measure(atol(argv[2])));
			return 0;
		}
	return 3;
}

#endif
