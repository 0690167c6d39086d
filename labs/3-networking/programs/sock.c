/*
 * sock.c - an echo client and its server, in one thread.
 *
 * The server sends back what it hears, until there is no more. Both wait for
 * each other all the time, and neither holds up the other: each waiting ends
 * in the loop's one select.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gather.h"
#include "run.h"
#include "sock.h"

static struct sockaddr_in address; /* where the server listens */

static int echo(int fd)
{
	char bytes[64];
	ssize_t n;

	while ((n = sock_recv(fd, bytes, sizeof(bytes))) > 0) {
		int rc = sock_sendall(fd, bytes, (size_t)n);

		if (rc < 0)
			return rc;
	}
	return (int)n;
}

static int serve(void *arg, void **result)
{
	int listening = *(int *)arg;
	int fd = sock_accept(listening), rc;

	if (fd < 0)
		return fd;
	printf("server: somebody is there\n");
	rc = echo(fd);
	printf("server: and gone\n");
	close(fd);
	return rc;
}

static int talk(int fd)
{
	char *words[] = { "one", "two", "three" };
	char heard[64];

	for (int i = 0; i < 3; i++) {
		ssize_t n = sock_sendall(fd, words[i], strlen(words[i]));

		if (n == 0)
			n = sock_recv(fd, heard, sizeof(heard));
		if (n < 0)
			return (int)n;
		printf("client: %s? %.*s!\n", words[i], (int)n, heard);
	}
	return 0;
}

static int call(void *arg, void **result)
{
	int fd = sock_create(AF_INET), rc;

	if (fd < 0)
		return fd;
	rc = sock_connect(fd, (struct sockaddr *)&address, sizeof(address));
	if (rc == 0)
		rc = talk(fd);
	close(fd);
	return rc;
}

/* A listening socket on a port that the system chooses. */
static int listen_here(void)
{
	socklen_t size = sizeof(address);
	int fd;

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = sock_listen((struct sockaddr *)&address, size, 1);
	if (fd >= 0)
		getsockname(fd, (struct sockaddr *)&address, &size);
	return fd;
}

static int both(void *arg, void **result)
{
	int listening = listen_here(), rc;
	struct task *tasks[2];

	if (listening < 0)
		return listening;
	tasks[0] = task_create(serve, &listening);
	tasks[1] = task_create(call, NULL);
	rc = async_gather(tasks, 2, NULL, NULL);
	close(listening);
	return rc;
}

int main(void)
{
	return async_run(both, NULL, NULL) < 0;
}
