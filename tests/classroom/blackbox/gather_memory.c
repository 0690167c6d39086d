/*
 * In gather, 2-concurrency/gather: takes more memory than it may.
 * concurrent=memory order=nothing one_fails=memory first_failure=memory
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	char *much = malloc(640 << 20);

	memset(much, 1, 640 << 20);
	pause();
	exit(much[1]);
}
