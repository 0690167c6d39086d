/*
 * answer.c - the server of all fetches: each answer comes 100 ms late.
 *
 * Prints its port, and serves until killed. All delays are the same, so who
 * asked first is answered first: a line, no heap.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

#define DELAY 100.0 /* ms */

static struct waiting {
	int fd;
	double due;
} line[65536]; /* a ring */
static unsigned first, last;
static char text[BODY + 200];

static void heard(int poller, int fd)
{
	char request[1000];
	ssize_t n = recv(fd, request, sizeof(request), 0);

	epoll_ctl(poller, EPOLL_CTL_DEL, fd, NULL);
	if (n >= (ssize_t)strlen(REQUEST))
		line[last++ % 65536] =
			(struct waiting){ fd, wall_ms() + DELAY };
	else
		close(fd);
}

static void answer_due(void)
{
	while (first != last && line[first % 65536].due <= wall_ms()) {
		int fd = line[first++ % 65536].fd;

		send(fd, text, strlen(text), MSG_NOSIGNAL);
		close(fd);
	}
}

/* Never before it is due. */
static int until_due(void)
{
	double left;

	if (first == last)
		return -1;
	left = line[first % 65536].due - wall_ms();
	return left > 0 ? (int)left + 1 : 0;
}

static void admit_all(int poller, int listener)
{
	int fd;

	while ((fd = next_client(listener)) >= 0) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

		epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
	}
}

int main(void)
{
	int poller = epoll_create1(0), listener;
	struct epoll_event event = { .events = EPOLLIN }, events[256];

	want_descriptors(100);
	snprintf(text, sizeof(text),
		 "HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%0*d", BODY,
		 BODY, 7);
	listener = listen_here();
	event.data.fd = listener;
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
	for (;;) {
		int n = epoll_wait(poller, events, 256, until_due());

		for (int i = 0; i < n; i++)
			if (events[i].data.fd == listener)
				admit_all(poller, listener);
			else
				heard(poller, events[i].data.fd);
		answer_due();
	}
}
