/*
 * stuck_pair.c - a blocking recv, and the one who would answer it.
 *
 * Both are on one thread. The server blocks the thread until somebody speaks,
 * and whoever could speak needs the thread. So that the program has an end,
 * its sockets give up after a second (SO_RCVTIMEO).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "gather.h"
#include "run.h"

static int ends[2]; /* the server's, the client's */

static int server(void *arg, void **result)
{
	char heard[64];

	puts("server: I listen");
	if (recv(ends[0], heard, sizeof(heard), 0) < 0) {
		puts("server: a second, and not a word");
		return -errno;
	}
	puts("server: somebody spoke");
	return 0;
}

static int client(void *arg, void **result)
{
	puts("client: hello!");
	return send(ends[1], "hello", 5, 0) < 0 ? -errno : 0;
}

static int both(void *arg, void **result)
{
	struct task *tasks[] = {
		task_create(server, NULL),
		task_create(client, NULL),
	};
	int errors[2];

	return async_gather(tasks, 2, NULL, errors);
}

int main(void)
{
	struct timeval second = { .tv_sec = 1 };
	int rc;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	for (int i = 0; i < 2; i++)
		setsockopt(ends[i], SOL_SOCKET, SO_RCVTIMEO, &second,
			   sizeof(second));
	rc = async_run(both, NULL, NULL);
	close(ends[0]);
	close(ends[1]);
	return rc < 0;
}
