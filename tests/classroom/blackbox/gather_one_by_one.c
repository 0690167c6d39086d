/*
 * In gather, 2-concurrency/gather: asks the next one when one has answered.
 * concurrent=timeout order=nothing one_fails=nothing first_failure=nothing
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

static char bytes[1 << 20];

BEFORE_MAIN
{
	for (int i = 1; i < argc; i++) {
		size_t n =
			all_of(connected(atoi(argv[i])), bytes, sizeof(bytes));

		printf("%s: %zu bytes\n", argv[i], n);
		fwrite(bytes, 1, n, stdout);
		putchar('\n');
	}
	fflush(stdout);
	_exit(0);
}
