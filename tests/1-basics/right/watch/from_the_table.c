/*
 * from_the_table.c - what the selector watches is worked out from the table.
 *
 * After every change of a place the selector is told what the table says, and
 * what it refuses is taken back. The table begins with 64
 * places. The suite must not mind.
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
	int capacity = l->capacity ? l->capacity : 64;
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

/* The selector watched for `before`; now as the table says. */
static int settle(struct loop *l, int fd, int before)
{
	struct watch *w = find(l, fd);
	int now = events_of(w), rc;

	if (now == before)
		return 0;
	if (before && now)
		return selector_modify(l->selector, fd, now);
	rc = now ? selector_register(l->selector, fd, now)
		 : selector_unregister(l->selector, fd);
	if (now && rc < 0)
		return rc;
	if (!w->background)
		l->waited += now ? 1 : -1;
	if (!now)
		w->background = false;
	return rc;
}

static int add(struct loop *l, int fd, int event, callback_fn *fn, void *arg,
	       struct handle *h)
{
	int rc = make_room(l, fd);

	if (rc < 0)
		return rc;
	struct watch *w = find(l, fd);
	struct handle **place = place_of(w, event), *before = *place;
	int watched = events_of(w);

	*place = h;
	rc = settle(l, fd, watched);
	if (rc < 0) {
		*place = before;
		return rc;
	}
	if (before)
		handle_cancel(before);
	h->fn = fn;
	h->arg = arg;
	return 0;
}

static bool drop(struct loop *l, int fd, int event)
{
	struct watch *w = find(l, fd);
	struct handle **place = w ? place_of(w, event) : NULL;

	if (!place || !*place)
		return false;
	int watched = events_of(w);

	handle_cancel(*place);
	*place = NULL;
	settle(l, fd, watched);
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
	if (!w->background)
		l->waited--;
	w->background = true;
}

void loop_process_events(struct loop *l, const struct readiness ready[], int n)
{
	for (const struct readiness *r = ready; r < ready + n; r++) {
		struct watch *w = find(l, r->fd);
		struct handle *due[2] = { NULL, NULL };

		if (w && (r->events & SELECTOR_WRITE))
			due[1] = w->writer;
		if (w && (r->events & SELECTOR_READ))
			due[0] = w->reader;
		for (int i = 0; i < 2; i++)
			if (due[i] && !handle_queued(due[i]))
				handles_push(&l->ready, due[i]);
	}
}
