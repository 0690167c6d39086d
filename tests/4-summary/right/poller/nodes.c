/*
 * nodes.c - another right answer: each descriptor that is watched has a node
 * of its own on a list, and the kernel hands its address back. modify takes
 * it out and puts it in anew. The answers lie in an array that is made once.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define ROOM 64

struct node {
	struct node *next;
	int fd, events;
};

struct selector {
	struct node *first;
	int epoll;
	struct epoll_event *answers;
};

static void free_nodes(struct node *node)
{
	while (node) {
		struct node *next = node->next;

		free(node);
		node = next;
	}
}

struct selector *selector_create(void)
{
	struct selector *s = malloc(sizeof(*s));

	if (!s)
		return NULL;
	s->first = NULL;
	s->answers = malloc(ROOM * sizeof(*s->answers));
	s->epoll = s->answers ? epoll_create1(EPOLL_CLOEXEC) : -1;
	if (s->epoll >= 0)
		return s;
	free(s->answers);
	free(s);
	return NULL;
}

void selector_destroy(struct selector *s)
{
	if (!s)
		return;
	free_nodes(s->first);
	free(s->answers);
	close(s->epoll);
	free(s);
}

static int known(int events)
{
	return events == SELECTOR_READ || events == SELECTOR_WRITE ||
	       events == (SELECTOR_READ | SELECTOR_WRITE);
}

/* The youngest node of this number; an older one belongs to another file. */
static struct node **find(struct selector *s, int fd)
{
	struct node **at = &s->first;

	while (*at && (*at)->fd != fd)
		at = &(*at)->next;
	return at;
}

static int put_in(struct selector *s, struct node *node)
{
	struct epoll_event event = { .data.ptr = node };

	event.events |= node->events & SELECTOR_READ ? EPOLLIN : 0;
	event.events |= node->events & SELECTOR_WRITE ? EPOLLOUT : 0;
	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, node->fd, &event) < 0 ? -errno
									: 0;
}

static int take_out(struct selector *s, int fd)
{
	struct epoll_event unused = { 0 };

	return epoll_ctl(s->epoll, EPOLL_CTL_DEL, fd, &unused) < 0 ? -ENOENT
								   : 0;
}

int selector_register(struct selector *s, int fd, int events)
{
	struct node *node;
	int rc;

	if (!known(events))
		return -EINVAL;
	node = malloc(sizeof(*node));
	if (!node)
		return -ENOMEM;
	*node = (struct node){ s->first, fd, events };
	rc = put_in(s, node);
	if (rc < 0)
		free(node);
	else
		s->first = node;
	return rc;
}

int selector_modify(struct selector *s, int fd, int events)
{
	struct node **at = find(s, fd);
	int rc;

	if (!known(events))
		return -EINVAL;
	rc = take_out(s, fd);
	if (rc < 0)
		return rc;
	(*at)->events = events;
	return put_in(s, *at);
}

int selector_unregister(struct selector *s, int fd)
{
	struct node **at = find(s, fd), *node = *at;
	int rc = take_out(s, fd);

	if (rc == 0) {
		*at = node->next;
		free(node);
	}
	return rc;
}

/* Which of these did its owner ask for? */
static int told(const struct epoll_event *answer)
{
	const struct node *node = answer->data.ptr;
	int events = 0;

	if (answer->events & (EPOLLIN | EPOLLERR | EPOLLHUP))
		events |= SELECTOR_READ;
	if (answer->events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
		events |= SELECTOR_WRITE;
	return events & node->events;
}

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	double ms = ceil(1000 * fmin(fmax(timeout, 0), 86400));
	int n = epoll_wait(s->epoll, s->answers, max < ROOM ? max : ROOM,
			   isinf(timeout) && timeout > 0 ? -1 : (int)ms);
	int written = 0;

	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < n; i++) {
		const struct node *node = s->answers[i].data.ptr;
		int events = told(&s->answers[i]);

		if (events)
			ready[written++] =
				(struct readiness){ node->fd, events };
	}
	return written;
}
