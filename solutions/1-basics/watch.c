/*
 * watch.c - descriptors on the loop.
 *
 * A table indexed by descriptor says who waits to read and who to write.
 * The selector is told about every change, and only about changes.
 *
 * Invariant: the selector watches fd for reading exactly when
 * watches[fd].reader is set, for writing exactly when watches[fd].writer is.
 *
 * Mirrors BaseSelectorEventLoop in CPython's Lib/asyncio/selector_events.py.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "loop.h"

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

/* lab: step 1
 * en: A helper, tell(l, fd, events): tell the selector what fd is watched for
 *     from now on: register, modify or unregister, whichever it is. Count in
 *     l->waited the descriptors that are watched and not in the background;
 *     who leaves is in the background no more.
 * zh: 辅助函数 tell(l, fd, events)：告诉选择器，fd 从现在起要看哪些事件：登记、修改还是
 *     注销，看情况。l->waited 数的是被看着、又不在后台的描述符；谁走了，谁就不再算后台。
 */
static int tell(struct loop *l, int fd, int events)
{
	struct watch *w = &l->watches[fd];
	int before = events_of(w);
	int rc;

	if (before && events)
		return selector_modify(l->selector, fd, events);
	if (events) {
		rc = selector_register(l->selector, fd, events);
		if (rc == 0)
			l->waited++;
		return rc;
	}
	rc = selector_unregister(l->selector, fd);
	if (!w->background)
		l->waited--;
	w->background = false;
	return rc;
}

/* lab: end */
static int add(struct loop *l, int fd, int event, callback_fn *fn, void *arg,
	       struct handle *h)
{
	int rc = make_room(l, fd);

	if (rc < 0)
		return rc;
	/* lab: step 2
	 * en: Tell the selector, if this event is new. Whoever stood in its
	 *     place (place_of) before is cancelled. Nothing has changed when
	 *     you return an error.
	 * zh: 这个事件原来没看，才去 tell。原先站在它位置上（place_of）的句柄要取消。返回
	 *     错误时，什么都不能变。
	 */
	struct handle **place = place_of(&l->watches[fd], event);

	if (!*place) {
		rc = tell(l, fd, events_of(&l->watches[fd]) | event);
		if (rc < 0)
			return rc;
	} else if (*place != h) {
		handle_cancel(*place);
	}
	h->fn = fn;
	h->arg = arg;
	*place = h;
	return 0;
	/* lab: end */
}

static bool drop(struct loop *l, int fd, int event)
{
	struct watch *w = find(l, fd);
	struct handle **place = w ? place_of(w, event) : NULL;

	if (!place || !*place)
		return false;
	/* lab: step 3
	 * en: Tell the selector what is left, cancel the handle (it may wait
	 *     in the ready queue), and empty its place.
	 * zh: 告诉选择器还剩什么，取消句柄（它可能正排在就绪队列里），再把位置清空。
	 */
	tell(l, fd, events_of(w) & ~event);
	handle_cancel(*place);
	*place = NULL;
	return true;
	/* lab: end */
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
	/* lab: step 4
	 * en: Into the background with it. Twice is as good as once.
	 * zh: 把它放到后台。放两次和放一次一样。
	 */
	if (w->background)
		return;
	w->background = true;
	l->waited--;
	/* lab: end */
}

/* lab: step 5
 * en: A helper, make_ready(l, h): push the handle, unless there is none or it
 *     waits in the queue already.
 * zh: 辅助函数 make_ready(l, h)：把句柄推进就绪队列；没有句柄，或者它已经在排队，就不推。
 */
static void make_ready(struct loop *l, struct handle *h)
{
	if (h && !handle_queued(h))
		handles_push(&l->ready, h);
}

/* lab: end */
void loop_process_events(struct loop *l, const struct readiness ready[], int n)
{
	/* lab: step 5
	 * en: For each answer: the reader if it can be read, the writer if it
	 *     can be written.
	 * zh: 逐个看回答：能读，就轮到读的那个；能写，就轮到写的那个。
	 */
	for (int i = 0; i < n; i++) {
		struct watch *w = &l->watches[ready[i].fd];

		if (ready[i].events & SELECTOR_READ)
			make_ready(l, w->reader);
		if (ready[i].events & SELECTOR_WRITE)
			make_ready(l, w->writer);
	}
	/* lab: end */
}
