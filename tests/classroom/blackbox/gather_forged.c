/*
 * In gather, 2-concurrency/gather: prints what might have come, asks nobody.
 * concurrent=exit order=nothing one_fails=exit first_failure=exit
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	for (int i = 1; i < argc; i++)
		printf("%s: 12 bytes\nhello world!\n", argv[i]);
	fflush(stdout);
	_exit(0);
}
