/*
 * In gather, 2-concurrency/gather: a second connection to each port, so that
 * all seem to be there.
 * concurrent=wrong order=wrong one_fails=wrong first_failure=wrong
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	for (int i = 1; i < argc; i++)
		connected(atoi(argv[i]));
}
