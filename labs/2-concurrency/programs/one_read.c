/*
 * one_read.c - one blocking read stops everybody.
 *
 * A server, in a thread of its own, answers after a second. The client waits
 * for it in read(2). Beside it a clock is to tick four times a second.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gather.h"
#include "run.h"

static void *server(void *arg)
{
	int *fd = arg;

	sleep(1);
	if (write(*fd, "200 OK\n", 7) < 0)
		perror("server");
	close(*fd);
	return NULL;
}

static int client(void *arg, void **result)
{
	int *fd = arg;
	char line[80];
	ssize_t n;

	puts("client: I read");
	n = read(*fd, line, sizeof(line));
	if (n < 0)
		return -errno;
	printf("client: %.*s", (int)n, line);
	return 0;
}

static int ticker(void *arg, void **result)
{
	for (int i = 1; i <= 4; i++) {
		int rc = async_sleep(0.25);

		if (rc < 0)
			return rc;
		printf("tick %d\n", i);
	}
	return 0;
}

static int both(void *arg, void **result)
{
	struct task *tasks[] = {
		task_create(ticker, NULL),
		task_create(client, arg),
	};

	return async_gather(tasks, 2, NULL, NULL);
}

int main(void)
{
	int ends[2], rc;
	pthread_t thread;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	if (pthread_create(&thread, NULL, server, &ends[1]) != 0)
		return 1;
	rc = async_run(both, &ends[0], NULL);
	pthread_join(thread, NULL);
	close(ends[0]);
	return rc < 0;
}
