/*
 * gather.c - what the student's gather brings from servers of the grader.
 *
 *	gather PORT...		everybody's answer, in the order of the ports
 *	gather -1 PORT...	first the first failure, then the same
 *
 * Each port is a task. A server sends bytes until it closes. What is printed
 * comes from async_gather alone, so that its order can be seen:
 *
 *	PORT: 12 bytes		and these twelve, and a newline
 *	PORT: Connection reset by peer
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "errors.h"
#include "gather.h"
#include "run.h"
#include "sock.h"

#define MOST 64
#define CHUNK 4096

struct answer {
	int port;
	struct buffer bytes;
};

struct order {
	char **ports;
	int n;
	int only_first;
};

static int receive(int fd, struct buffer *b)
{
	for (;;) {
		void *room = buffer_reserve(b, CHUNK);
		ssize_t n = room ? sock_recv(fd, room, CHUNK) : -ENOMEM;

		if (n <= 0)
			return (int)n;
		buffer_added(b, (size_t)n);
	}
}

static int ask(void *arg, void **result)
{
	struct answer *answer = arg;
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = sock_create(AF_INET), rc;

	if (fd < 0)
		return fd;
	at.sin_port = htons((uint16_t)answer->port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	rc = sock_connect(fd, (struct sockaddr *)&at, sizeof(at));
	if (rc == 0)
		rc = receive(fd, &answer->bytes);
	close(fd);
	*result = answer;
	return rc;
}

static void print(const char *port, int rc, const struct answer *answer)
{
	size_t n = answer ? buffer_size(&answer->bytes) : 0;

	if (rc < 0) {
		printf("%s: %s\n", port, async_strerror(rc));
		return;
	}
	printf("%s: %zu bytes\n", port, n);
	if (n > 0)
		fwrite(answer->bytes.data + answer->bytes.start, 1, n, stdout);
	putchar('\n');
}

static int all(struct task *tasks[], const struct order *order)
{
	void *results[MOST] = { 0 };
	int errors[MOST] = { 0 };
	int rc = async_gather(tasks, order->n, results, errors);

	for (int i = 0; rc == 0 && i < order->n; i++)
		print(order->ports[i], errors[i], results[i]);
	return rc;
}

/* The others still run: whoever reads this lets them go on. */
static int first(struct task *tasks[], const struct order *order)
{
	int rc = async_gather(tasks, order->n, NULL, NULL);

	printf("first: %s\n", async_strerror(rc));
	fflush(stdout);
	for (int i = 0; i < order->n; i++) {
		void *answer = NULL;

		rc = task_await(tasks[i], &answer);
		print(order->ports[i], rc, answer);
	}
	return 0;
}

static int ask_all(void *arg, void **result)
{
	const struct order *order = arg;
	static struct answer answers[MOST];
	struct task *tasks[MOST];

	for (int i = 0; i < order->n; i++) {
		answers[i].port = atoi(order->ports[i]);
		tasks[i] = task_create(ask, &answers[i]);
	}
	return order->only_first ? first(tasks, order) : all(tasks, order);
}

int main(int argc, char *argv[])
{
	int only_first = argc > 1 && strcmp(argv[1], "-1") == 0, rc;
	struct order order = { argv + 1 + only_first, argc - 1 - only_first,
			       only_first };

	if (order.n > MOST)
		order.n = MOST;
	rc = async_run(ask_all, &order, NULL);
	if (rc < 0)
		fprintf(stderr, "gather: %s\n", async_strerror(rc));
	return rc < 0;
}
