/*
 * bare-epoll.c - the limit: a plain loop round epoll_wait(2), nothing else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "net.h"

struct connection {
	int fd;
	struct rest rest;
};

static int poller;

static void tell(int operation, struct connection *c, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = c };

	if (epoll_ctl(poller, operation, c->fd, &event) < 0)
		give_up("epoll_ctl");
}

static void admit_all(int listener)
{
	int fd;

	while ((fd = next_client(listener)) >= 0) {
		struct connection *c = calloc(1, sizeof(*c));

		if (!c)
			give_up("a connection");
		c->fd = fd;
		tell(EPOLL_CTL_ADD, c, EPOLLIN);
	}
}

static void go_on(struct connection *c)
{
	bool waited = c->rest.data != NULL;
	enum echoed now =
		waited ? echo_rest(c->fd, &c->rest) : echo(c->fd, &c->rest);

	if (now == CLOSED) {
		close(c->fd);
		free(c->rest.data);
		free(c);
	} else if (waited != (now == KEPT)) {
		tell(EPOLL_CTL_MOD, c, waited ? EPOLLIN : EPOLLOUT);
	}
}

static void serve(void)
{
	struct connection listener = { .fd = listen_here() };
	struct epoll_event events[256];

	tell(EPOLL_CTL_ADD, &listener, EPOLLIN);
	for (;;) {
		int n = epoll_wait(poller, events, 256, -1);

		for (int i = 0; i < n; i++)
			if (events[i].data.ptr == &listener)
				admit_all(listener.fd);
			else
				go_on(events[i].data.ptr);
	}
}

static void watch(int n)
{
	const int *fds = one_of(n);
	long waits = WAITS(1);
	double start;

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLIN,
					     .data.fd = fds[i] };

		if (epoll_ctl(poller, EPOLL_CTL_ADD, fds[i], &event) < 0)
			give_up("epoll_ctl");
	}
	start = cpu_ns();
	for (long i = 0; i < waits; i++) {
		struct epoll_event events[256];

		if (epoll_wait(poller, events, 256, -1) != 1 ||
		    events[0].data.fd != fds[n / 2])
			give_up("epoll_wait");
	}
	printf("%.17g\n", (cpu_ns() - start) / (double)waits);
}

int main(int argc, char *argv[])
{
	poller = epoll_create1(0);
	want_descriptors(100);
	if (argc > 1 && !strcmp(argv[1], "echo"))
		serve();
	if (argc < 3 || strcmp(argv[1], "watch") != 0)
		return 3;
	watch(atoi(argv[2]));
	return 0;
}
