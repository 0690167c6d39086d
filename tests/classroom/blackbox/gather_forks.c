/*
 * In gather, 2-concurrency/gather: goes on in a child, and ends.
 * concurrent=exit order=nothing one_fails=exit first_failure=exit
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	if (fork() > 0)
		_exit(0);
	setsid();
	usleep(100000);
}
