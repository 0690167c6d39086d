/*
 * In gather, 2-concurrency/gather: right in all, but not in how it ends.
 * concurrent=passed order=exit one_fails=exit first_failure=exit
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

__attribute__((destructor)) static void after_main(void)
{
	fflush(stdout);
	_exit(3);
}
