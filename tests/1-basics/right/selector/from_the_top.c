/*
 * from_the_top.c - a byte for each descriptor, looked through from above.
 *
 * The highest descriptor is looked for at each wait instead of being kept, and
 * the answers come in falling order. The suite must not mind.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/select.h>

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define A_DAY 86400.0

struct selector {
	unsigned char events[FD_SETSIZE];
};

struct selector *selector_create(void)
{
	return calloc(1, sizeof(struct selector));
}

void selector_destroy(struct selector *s)
{
	free(s);
}

int selector_register(struct selector *s, int fd, int events)
{
	if (events == 0 || (events & ~BOTH))
		return -EINVAL;
	if (fd < 0)
		return -EBADF;
	if (fd >= FD_SETSIZE)
		return -EMFILE;
	if (s->events[fd])
		return -EEXIST;
	s->events[fd] = (unsigned char)events;
	return 0;
}

int selector_modify(struct selector *s, int fd, int events)
{
	if (events == 0 || (events & ~BOTH))
		return -EINVAL;
	if (fd < 0 || fd >= FD_SETSIZE || !s->events[fd])
		return -ENOENT;
	s->events[fd] = (unsigned char)events;
	return 0;
}

int selector_unregister(struct selector *s, int fd)
{
	if (fd < 0 || fd >= FD_SETSIZE || !s->events[fd])
		return -ENOENT;
	s->events[fd] = 0;
	return 0;
}

static int question(const struct selector *s, fd_set *sets)
{
	int highest = -1;

	FD_ZERO(&sets[0]);
	FD_ZERO(&sets[1]);
	for (int fd = FD_SETSIZE - 1; fd >= 0; fd--) {
		if (s->events[fd] && highest < 0)
			highest = fd;
		if (s->events[fd] & SELECTOR_READ)
			FD_SET(fd, &sets[0]);
		if (s->events[fd] & SELECTOR_WRITE)
			FD_SET(fd, &sets[1]);
	}
	return highest;
}

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	struct timeval tv = { .tv_sec = (time_t)A_DAY };
	fd_set sets[2];
	int highest = question(s, sets), n = 0;

	if (timeout < A_DAY) {
		long long us = (long long)ceil(fmax(timeout, 0) * 1e6);

		tv.tv_sec = (time_t)(us / 1000000);
		tv.tv_usec = (suseconds_t)(us % 1000000);
	}
	if (select(highest + 1, &sets[0], &sets[1], NULL,
		   timeout == INFINITY ? NULL : &tv) < 0)
		return errno == EINTR ? 0 : -errno;
	for (int fd = highest; fd >= 0 && n < max; fd--) {
		ready[n].fd = fd;
		ready[n].events = 0;
		if (FD_ISSET(fd, &sets[0]))
			ready[n].events |= SELECTOR_READ;
		if (FD_ISSET(fd, &sets[1]))
			ready[n].events |= SELECTOR_WRITE;
		n += ready[n].events != 0;
	}
	return n;
}
