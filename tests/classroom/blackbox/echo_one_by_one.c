/*
 * In echo, 3-networking/stream: the next client when one has gone.
 * many_clients=timeout one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

BEFORE_MAIN
{
	int at = listener();

	for (;;) {
		int fd = accept(at, NULL, NULL);
		char bytes[4096];
		ssize_t n;

		while ((n = read(fd, bytes, sizeof(bytes))) > 0)
			if (send(fd, bytes, (size_t)n, MSG_NOSIGNAL) < 0)
				break;
		close(fd);
	}
}
