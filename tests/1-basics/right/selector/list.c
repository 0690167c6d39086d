/*
 * list.c - the watched descriptors in a list, in no order.
 *
 * The sets are made anew for each select(2). Whoever leaves is replaced by the
 * last of the list, and each look begins one further than the one before, so
 * that with few places nobody is left out for ever. The suite must not mind in
 * which order the answers come.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/select.h>

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define A_DAY 86400.0

struct selector {
	struct readiness watched[FD_SETSIZE];
	int count;
	unsigned turn;
};

struct selector *selector_create(void)
{
	return calloc(1, sizeof(struct selector));
}

void selector_destroy(struct selector *s)
{
	free(s);
}

static int find(const struct selector *s, int fd)
{
	for (int i = 0; i < s->count; i++)
		if (s->watched[i].fd == fd)
			return i;
	return -1;
}

static bool wrong(int events)
{
	return events != SELECTOR_READ && events != SELECTOR_WRITE &&
	       events != BOTH;
}

int selector_register(struct selector *s, int fd, int events)
{
	if (wrong(events))
		return -EINVAL;
	if (fd < 0)
		return -EBADF;
	if (fd >= FD_SETSIZE)
		return -EMFILE;
	if (find(s, fd) >= 0)
		return -EEXIST;
	s->watched[s->count++] = (struct readiness){ fd, events };
	return 0;
}

int selector_modify(struct selector *s, int fd, int events)
{
	int i = find(s, fd);

	if (i < 0)
		return -ENOENT;
	if (wrong(events))
		return -EINVAL;
	s->watched[i].events = events;
	return 0;
}

int selector_unregister(struct selector *s, int fd)
{
	int i = find(s, fd);

	if (i < 0)
		return -ENOENT;
	s->watched[i] = s->watched[--s->count];
	return 0;
}

static struct timeval *how_long(double timeout, struct timeval *tv)
{
	double seconds, rest;

	if (isinf(timeout) && timeout > 0)
		return NULL;
	*tv = (struct timeval){ 0 };
	if (timeout <= 0)
		return tv;
	if (timeout >= A_DAY) {
		tv->tv_sec = (time_t)A_DAY;
		return tv;
	}
	seconds = floor(timeout);
	rest = ceil((timeout - seconds) * 1e6);
	tv->tv_sec = (time_t)seconds + (rest >= 1e6);
	tv->tv_usec = rest >= 1e6 ? 0 : (suseconds_t)rest;
	return tv;
}

/* What is watched, as two sets; one more than the highest. */
static int ask(const struct selector *s, fd_set *in, fd_set *out)
{
	int limit = 0;

	FD_ZERO(in);
	FD_ZERO(out);
	for (int i = 0; i < s->count; i++) {
		const struct readiness *w = &s->watched[i];

		if (w->events & SELECTOR_READ)
			FD_SET(w->fd, in);
		if (w->events & SELECTOR_WRITE)
			FD_SET(w->fd, out);
		if (w->fd >= limit)
			limit = w->fd + 1;
	}
	return limit;
}

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	fd_set in, out;
	struct timeval tv;
	int found = 0;
	int limit = ask(s, &in, &out);

	if (select(limit, &in, &out, NULL, how_long(timeout, &tv)) < 0)
		return errno == EINTR ? 0 : -errno;
	s->turn++;
	for (int n = 0; n < s->count && found < max; n++) {
		int fd =
			s->watched[(s->turn + (unsigned)n) % (unsigned)s->count]
				.fd;
		int events = (FD_ISSET(fd, &in) ? SELECTOR_READ : 0) |
			     (FD_ISSET(fd, &out) ? SELECTOR_WRITE : 0);

		if (events)
			ready[found++] = (struct readiness){ fd, events };
	}
	return found;
}
