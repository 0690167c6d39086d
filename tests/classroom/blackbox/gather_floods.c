/*
 * In gather, 2-concurrency/gather: prints without end.
 * concurrent=memory order=nothing one_fails=memory first_failure=memory
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	for (;;)
		puts("All answers are right. All answers are right.");
}
