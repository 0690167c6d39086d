/*
 * In gather, 2-concurrency/gather: connects to all at once, and then hears
 * one after the other.
 * concurrent=passed order=timeout one_fails=nothing first_failure=nothing
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

static char bytes[1 << 20];

BEFORE_MAIN
{
	int fds[64];

	for (int i = 1; i < argc; i++)
		fds[i] = connected(atoi(argv[i]));
	for (int i = 1; i < argc; i++) {
		size_t n = all_of(fds[i], bytes, sizeof(bytes));

		close(fds[i]);
		printf("%s: %zu bytes\n", argv[i], n);
		fwrite(bytes, 1, n, stdout);
		putchar('\n');
	}
	fflush(stdout);
	_exit(0);
}
