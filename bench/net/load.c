/*
 * load.c - the one client of all echo servers.
 *
 *	load PORT PID IDLE ACTIVE BYTES REQUESTS
 *
 * IDLE connections that were served once and then say nothing; ACTIVE ones
 * that ask again as soon as they are answered. Prints the CPU time, in µs a
 * request, that the process PID used meanwhile; whatever it does before all
 * are connected and warm does not count. Keeps the connections until stdin
 * ends, so that the server does not have to close them.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net.h"

#define AT_ONCE 64 /* connections before the first is used: below any backlog */
#define AT_MOST 120 /* seconds; then the server hangs, or is far too slow */

struct client {
	int fd;
	size_t missing; /* of the answer */
};

static char *request, *answer;
static size_t bytes;
static int poller;

static void ask(struct client *c)
{
	c->missing = bytes;
	if (send(c->fd, request, bytes, MSG_NOSIGNAL) != (ssize_t)bytes)
		give_up("send to the server");
}

/* Is the answer whole? */
static bool listen_to(struct client *c)
{
	ssize_t n = recv(c->fd, answer + bytes - c->missing, c->missing, 0);

	if (n <= 0)
		give_up("the server closed a connection");
	c->missing -= (size_t)n;
	return c->missing == 0;
}

/* ---- before ---- */

static void serve_once(struct client *c)
{
	ask(c);
	while (!listen_to(c))
		;
	if (memcmp(request, answer, bytes) != 0) {
		fprintf(stderr, "the server does not echo\n");
		exit(1);
	}
}

/* Its port is free as soon as it is closed: the next run needs it. */
static int connect_once(int port)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	int fd = connect_to(port);

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	return fd;
}

static void open_all(struct client *clients, long n, int port)
{
	for (long i = 0; i < n; i += AT_ONCE) {
		long end = i + AT_ONCE < n ? i + AT_ONCE : n;

		for (long k = i; k < end; k++)
			clients[k].fd = connect_once(port);
		for (long k = i; k < end; k++)
			serve_once(&clients[k]);
	}
}

static void watch(struct client *c)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };

	if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event) < 0)
		give_up("epoll_ctl");
}

/* ---- the load ---- */

/* So many requests, each asked as soon as its connection is free. */
static void exchange(struct client *active, long n, long requests)
{
	struct epoll_event events[256];
	long asked = 0, answered = 0;

	while (asked < n && asked < requests)
		ask(&active[asked++]);
	while (answered < requests) {
		int ready = epoll_wait(poller, events, 256, -1);

		for (int i = 0; i < ready; i++) {
			if (!listen_to(events[i].data.ptr))
				continue;
			answered++;
			if (asked < requests) {
				ask(events[i].data.ptr);
				asked++;
			}
		}
	}
}

static double used_by(clockid_t process)
{
	struct timespec t;

	if (clock_gettime(process, &t) < 0)
		give_up("the server's clock");
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char *argv[])
{
	long number[7], idle, active, requests;
	struct client *clients;
	clockid_t server;
	double before;

	for (int i = 1; i < 7; i++)
		number[i] = argc == 7 ? atol(argv[i]) : 0;
	idle = number[3], active = number[4], requests = number[6];
	bytes = (size_t)number[5];
	clients = calloc((size_t)(idle + active + 1), sizeof(*clients));
	request = malloc(bytes + 1);
	answer = malloc(bytes + 1);
	if (!clients || !request || !answer || argc != 7 ||
	    clock_getcpuclockid((pid_t)number[2], &server) != 0)
		give_up("load PORT PID IDLE ACTIVE BYTES REQUESTS");
	alarm(AT_MOST);
	want_descriptors(idle + active + 20);
	for (size_t i = 0; i < bytes; i++)
		request[i] = (char)('a' + i % 26);

	open_all(clients, idle + active, (int)number[1]);
	poller = epoll_create1(0);
	for (long i = 0; i < active; i++)
		watch(&clients[idle + i]);
	exchange(clients + idle, active, requests / 4);
	before = used_by(server);
	exchange(clients + idle, active, requests);
	printf("%.17g\n", (used_by(server) - before) / (double)requests);
	fflush(stdout);
	while (getchar() != EOF)
		;
	return 0;
}
