/*
 * clock.c - the clock that never goes back. Given.
 *
 * The tests link a clock of their own in this file's place, in which an hour
 * takes no time.
 */
#include "clock.h"

#include <time.h>

double monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
