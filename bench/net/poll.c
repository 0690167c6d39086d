/*
 * poll.c - poll(2): as select(2), but for any descriptor.
 */
#include <poll.h>

#include "net.h"

static void watch(int n)
{
	struct pollfd *asked = calloc((size_t)n, sizeof(*asked));
	const int *fds = one_of(n);
	long waits = WAITS(n);
	double start;

	for (int i = 0; asked && i < n; i++)
		asked[i] = (struct pollfd){ fds[i], POLLIN, 0 };
	start = cpu_ns();
	for (long i = 0; asked && i < waits; i++) {
		int k = 0;

		if (poll(asked, (nfds_t)n, -1) != 1)
			give_up("poll");
		while (!(asked[k].revents & POLLIN))
			k++;
		if (k != n / 2)
			give_up("poll");
	}
	printf("%.17g\n", (cpu_ns() - start) / (double)waits);
}

int main(int argc, char *argv[])
{
	if (argc < 3 || strcmp(argv[1], "watch") != 0)
		return 3;
	watch(atoi(argv[2]));
	return 0;
}
