/*
 * In gather, 2-concurrency/gather: connects everywhere, then prints a guess.
 * concurrent=passed order=wrong one_fails=wrong first_failure=exit
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	for (int i = 1; i < argc; i++)
		connected(atoi(argv[i]));
	if (argc > 1 && strcmp(argv[1], "-1") == 0)
		_exit(0);
	for (int i = 1; i < argc; i++)
		printf("%s: 12 bytes\nhello world!\n", argv[i]);
	fflush(stdout);
	_exit(0);
}
