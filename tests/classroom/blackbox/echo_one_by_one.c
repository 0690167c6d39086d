/*
 * In echo, 3-networking/stream: the next client when one has gone.
 * many_clients=timeout one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

static int send_all(int fd, const char *bytes, size_t n)
{
	ssize_t sent;

	for (; n > 0; bytes += sent, n -= (size_t)sent)
		if ((sent = send(fd, bytes, n, MSG_NOSIGNAL)) < 0)
			return -1;
	return 0;
}

BEFORE_MAIN
{
	int at = listener();

	for (;;) {
		int fd = accept(at, NULL, NULL);
		char bytes[4096];
		ssize_t n;

		while ((n = read(fd, bytes, sizeof(bytes))) > 0)
			if (send_all(fd, bytes, (size_t)n) < 0)
				break;
		close(fd);
	}
}
