/*
 * virtual.c - a clock on which an hour takes no time, and its selector.
 *
 * One invariant: time moves only in selector_select, when no descriptor is
 * ready, and in virtual_advance. A program that turns for ever without either
 * gets a sentence instead of all the time in the world.
 */
#include "virtual.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/select.h>

#include "clock.h"
#include "expect.h"
#include "panic.h"
#include "selector.h"

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define DAY 86400.0
#define TURNS 100000
#define READINGS 1000000

struct selector {
	int events[FD_SETSIZE]; /* 0: not watched */
	int limit;		/* nobody from here on was ever watched */
};

static double now = VIRTUAL_START, last_timeout;
static int selects, waits, turns, readings;

void support_begins(void)
{
	now = VIRTUAL_START;
	last_timeout = 0;
	selects = waits = turns = readings = 0;
}

/* Turning for ever while time stands still would never end. */
static void count_idle(int *count, int most, const char *what)
{
	if (++*count > most)
		panic("%d %s, and no time has passed: a busy loop", most, what);
}

double monotonic(void)
{
	count_idle(&readings, READINGS, "readings of the clock");
	return now;
}

double virtual_now(void)
{
	return now;
}

void virtual_advance(double seconds)
{
	now += seconds;
	turns = readings = 0;
}

int virtual_selects(void)
{
	return selects;
}

int virtual_waits(void)
{
	return waits;
}

double virtual_last_timeout(void)
{
	return last_timeout;
}

struct selector *selector_create(void)
{
	return calloc(1, sizeof(struct selector));
}

void selector_destroy(struct selector *s)
{
	free(s);
}

static bool watched(const struct selector *s, int fd)
{
	return fd >= 0 && fd < FD_SETSIZE && s->events[fd] != 0;
}

int selector_register(struct selector *s, int fd, int events)
{
	if (events == 0 || (events & ~BOTH) != 0)
		return -EINVAL;
	if (fd < 0)
		return -EBADF;
	if (fd >= FD_SETSIZE)
		return -EMFILE;
	if (watched(s, fd))
		return -EEXIST;
	s->events[fd] = events;
	if (fd >= s->limit)
		s->limit = fd + 1;
	return 0;
}

int selector_modify(struct selector *s, int fd, int events)
{
	if (events == 0 || (events & ~BOTH) != 0)
		return -EINVAL;
	if (!watched(s, fd))
		return -ENOENT;
	s->events[fd] = events;
	return 0;
}

int selector_unregister(struct selector *s, int fd)
{
	if (!watched(s, fd))
		return -ENOENT;
	s->events[fd] = 0;
	return 0;
}

static int fill(const struct selector *s, struct pollfd polls[])
{
	int n = 0;

	for (int fd = 0; fd < s->limit; fd++) {
		int events = s->events[fd];

		if (events)
			polls[n++] = (struct pollfd){
				fd,
				(short)((events & SELECTOR_READ ? POLLIN : 0) |
					(events & SELECTOR_WRITE ? POLLOUT
								 : 0)),
				0
			};
	}
	return n;
}

/* What select(2) would say: a hang-up can be read, an error both. */
static int answers(const struct selector *s, const struct pollfd polls[], int n,
		   struct readiness ready[], int max)
{
	int told = 0;

	for (int i = 0; i < n && told < max; i++) {
		int found = 0;

		if (polls[i].revents & POLLNVAL)
			return -EBADF;
		if (polls[i].revents & (POLLIN | POLLHUP | POLLERR))
			found |= SELECTOR_READ;
		if (polls[i].revents & (POLLOUT | POLLERR))
			found |= SELECTOR_WRITE;
		found &= s->events[polls[i].fd];
		if (found)
			ready[told++] =
				(struct readiness){ polls[i].fd, found };
	}
	return told;
}

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	struct pollfd polls[FD_SETSIZE];
	int n = fill(s, polls), told;

	selects++;
	last_timeout = timeout;
	poll(polls, (nfds_t)n, 0);
	told = answers(s, polls, n, ready, max);
	if (told != 0) {
		turns = readings = 0;
		return told;
	}
	if (timeout > 0)
		waits++;
	if (isinf(timeout) && timeout > 0) {
		if (n == 0)
			panic("a wait without limit, and nobody is watched: "
			      "nothing can ever end it");
		poll(polls, (nfds_t)n, -1);
		return answers(s, polls, n, ready, max);
	}
	if (timeout > 0)
		virtual_advance(fmin(timeout, DAY));
	else
		count_idle(&turns, TURNS, "turns of the loop");
	return 0;
}
