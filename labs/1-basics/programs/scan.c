/*
 * scan.c - so many deadlines, taken out as take_earliest of lab tiny does it.
 *
 *	scan 1000
 *
 * Says how many deadlines it had to look at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char *argv[])
{
	int count = argc > 1 ? atoi(argv[1]) : 1000;
	double *when = calloc((size_t)count, sizeof(*when));
	long long looked = 0;

	srand(1);
	for (int i = 0; i < count; i++)
		when[i] = rand();
	for (int left = count; left > 0; left--) {
		int first = 0;

		for (int i = 0; i < left; i++)
			if (when[i] < when[first])
				first = i;
		looked += left;
		memmove(&when[first], &when[first + 1],
			(size_t)(left - first - 1) * sizeof(*when));
	}
	printf("%d deadlines: looked at %lld\n", count, looked);
	free(when);
	return 0;
}
