/*
 * timers.c - sleep sort: every number sleeps for as long as it is large.
 *
 *	timers 30 10 20
 *
 * It does not really sleep. It pops the earliest, and the earliest is the
 * smallest.
 */
#include <stdio.h>
#include <stdlib.h>

#include "timers.h"

int main(int argc, char *argv[])
{
	char *some[] = { argv[0], "3", "1", "4", "1", "5", "9", "2", "6" };
	struct timers *ts = timers_create();
	struct timer *timers, *first;
	int n;

	if (argc < 2) {
		argv = some;
		argc = (int)(sizeof(some) / sizeof(some[0]));
	}
	n = argc - 1;
	timers = calloc((size_t)n, sizeof(*timers));
	for (int i = 0; i < n; i++)
		timers_add(ts, &timers[i], strtod(argv[i + 1], NULL));
	while ((first = timers_pop(ts)))
		printf("%g%c", first->when, timers_count(ts) ? ' ' : '\n');
	timers_destroy(ts);
	free(timers);
	return 0;
}
