/*
 * own_table.c - another right answer: the kernel gives the number back alone,
 * and what was asked for stands in a table of ours, one byte for each number.
 * The kernel still decides who is watched.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define AT_ONCE 100

struct selector {
	int table;
	unsigned char *asked;
	int room;
};

struct selector *selector_create(void)
{
	struct selector *s = malloc(sizeof(*s));

	if (!s)
		return NULL;
	*s = (struct selector){ .table = epoll_create1(EPOLL_CLOEXEC) };
	if (s->table >= 0)
		return s;
	free(s);
	return NULL;
}

void selector_destroy(struct selector *s)
{
	if (!s)
		return;
	close(s->table);
	free(s->asked);
	free(s);
}

static int make_room(struct selector *s, int fd)
{
	int room = fd + fd / 2 + 64;
	unsigned char *asked;

	if (fd < s->room)
		return 0;
	asked = realloc(s->asked, (size_t)room);
	if (!asked)
		return -ENOMEM;
	s->asked = asked;
	s->room = room;
	return 0;
}

static int change(struct selector *s, int operation, int fd, int events)
{
	struct epoll_event event = { .events = 0 };
	int rc;

	if (events == 0 || (events & ~BOTH) != 0)
		return -EINVAL;
	if (events & SELECTOR_READ)
		event.events |= EPOLLIN;
	if (events & SELECTOR_WRITE)
		event.events |= EPOLLOUT;
	event.data.fd = fd;
	if (epoll_ctl(s->table, operation, fd, &event) < 0)
		return -errno;
	rc = make_room(s, fd);
	if (rc < 0)
		epoll_ctl(s->table, EPOLL_CTL_DEL, fd, NULL);
	else
		s->asked[fd] = (unsigned char)events;
	return rc;
}

int selector_register(struct selector *s, int fd, int events)
{
	return change(s, EPOLL_CTL_ADD, fd, events);
}

int selector_modify(struct selector *s, int fd, int events)
{
	int rc = change(s, EPOLL_CTL_MOD, fd, events);

	return rc < 0 && rc != -EINVAL ? -ENOENT : rc;
}

int selector_unregister(struct selector *s, int fd)
{
	if (epoll_ctl(s->table, EPOLL_CTL_DEL, fd, NULL) == 0)
		return 0;
	return -ENOENT;
}

static int milliseconds(double timeout)
{
	int most = 24 * 60 * 60 * 1000, whole;

	if (isinf(timeout) && timeout > 0)
		return -1;
	if (!(timeout > 0))
		return 0;
	if (timeout >= most / 1000)
		return most;
	whole = (int)(timeout * 1000);
	return whole < timeout * 1000 ? whole + 1 : whole;
}

/* In the kernel's words: what ends a wait to read, and one to write. */
static const unsigned ends[] = {
	[SELECTOR_READ] = EPOLLIN | EPOLLHUP | EPOLLERR,
	[SELECTOR_WRITE] = EPOLLOUT | EPOLLHUP | EPOLLERR,
};

static struct readiness answer(const struct selector *s,
			       const struct epoll_event *event)
{
	struct readiness r = { event->data.fd, 0 };

	for (int bit = SELECTOR_READ; bit <= SELECTOR_WRITE; bit++)
		if (s->asked[r.fd] & bit && event->events & ends[bit])
			r.events |= bit;
	return r;
}

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	struct epoll_event events[AT_ONCE];
	int most = max < AT_ONCE ? max : AT_ONCE;
	int n = epoll_wait(s->table, events, most, milliseconds(timeout));

	if (n < 0 && errno == EINTR)
		return 0;
	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++)
		ready[i] = answer(s, &events[i]);
	return n;
}
