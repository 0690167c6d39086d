/*
 * backwards.c - one event after the other, and the answers from the last one back.
 *
 * Reader and writer are told to the selector by one function, and the number of those waited for is
 * counted anew. The suite must not mind.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "loop.h"
#include "panic.h"

/* The table grows for no number above this; no system hands one out. */
#define HIGHEST (1 << 24)

static int make_room(struct loop *l, int fd)
{
	int capacity = l->capacity ? l->capacity : 16;
	struct watch *watches;

	if (fd < 0)
		return -EBADF;
	if (fd < l->capacity)
		return 0;
	if (fd > HIGHEST)
		return -EMFILE;
	while (capacity <= fd)
		capacity *= 2;
	watches = realloc(l->watches, (size_t)capacity * sizeof(*watches));
	if (!watches)
		return -ENOMEM;
	memset(watches + l->capacity, 0,
	       (size_t)(capacity - l->capacity) * sizeof(*watches));
	l->watches = watches;
	l->capacity = capacity;
	return 0;
}

/* NULL: nothing was ever watched there. */
static struct watch *find(const struct loop *l, int fd)
{
	return fd >= 0 && fd < l->capacity ? &l->watches[fd] : NULL;
}

static int events_of(const struct watch *w)
{
	return (w->reader ? SELECTOR_READ : 0) |
	       (w->writer ? SELECTOR_WRITE : 0);
}

static struct handle **place_of(struct watch *w, int event)
{
	return event == SELECTOR_READ ? &w->reader : &w->writer;
}

/* How many are watched, and not in the background? */
static void count(struct loop *l)
{
	l->waited = 0;
	for (int fd = 0; fd < l->capacity; fd++)
		if (events_of(&l->watches[fd]) && !l->watches[fd].background)
			l->waited++;
}

static int change(struct loop *l, int fd, int before, int after)
{
	if (before && after)
		return selector_modify(l->selector, fd, after);
	if (after)
		return selector_register(l->selector, fd, after);
	l->watches[fd].background = false;
	return selector_unregister(l->selector, fd);
}

static int add(struct loop *l, int fd, int event, callback_fn *fn, void *arg,
	       struct handle *h)
{
	int rc = make_room(l, fd);

	if (rc < 0)
		return rc;
	struct watch *w = &l->watches[fd];
	int before = events_of(w);

	if (!(before & event))
		rc = change(l, fd, before, before | event);
	if (rc < 0)
		return rc;
	if (*place_of(w, event))
		handle_cancel(*place_of(w, event));
	*h = (struct handle){ .fn = fn, .arg = arg };
	*place_of(w, event) = h;
	count(l);
	return 0;
}

static bool drop(struct loop *l, int fd, int event)
{
	struct watch *w = find(l, fd);
	struct handle **place = w ? place_of(w, event) : NULL;

	if (!place || !*place)
		return false;
	int before = events_of(w);

	handle_cancel(*place);
	*place = NULL;
	change(l, fd, before, before & ~event);
	count(l);
	return true;
}

int loop_add_reader(struct loop *l, int fd, callback_fn *fn, void *arg,
		    struct handle *h)
{
	return add(l, fd, SELECTOR_READ, fn, arg, h);
}

int loop_add_writer(struct loop *l, int fd, callback_fn *fn, void *arg,
		    struct handle *h)
{
	return add(l, fd, SELECTOR_WRITE, fn, arg, h);
}

bool loop_remove_reader(struct loop *l, int fd)
{
	return drop(l, fd, SELECTOR_READ);
}

bool loop_remove_writer(struct loop *l, int fd)
{
	return drop(l, fd, SELECTOR_WRITE);
}

void loop_unref(struct loop *l, int fd)
{
	struct watch *w = find(l, fd);

	if (!w || !events_of(w))
		return;
	w->background = true;
	count(l);
}

void loop_process_events(struct loop *l, const struct readiness ready[], int n)
{
	while (n-- > 0) {
		const struct watch *w = &l->watches[ready[n].fd];

		if (ready[n].events & SELECTOR_READ && w->reader &&
		    !handle_queued(w->reader))
			handles_push(&l->ready, w->reader);
		if (ready[n].events & SELECTOR_WRITE && w->writer &&
		    !handle_queued(w->writer))
			handles_push(&l->ready, w->writer);
	}
}
