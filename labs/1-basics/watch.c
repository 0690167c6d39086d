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

/*
 * Step 1. A helper, tell(l, fd, events): tell the selector what fd is watched
 * for from now on: register, modify or unregister, whichever it is. Count in
 * l->waited the descriptors that are watched and not in the background; who
 * leaves is in the background no more.
 * 第 1 步：辅助函数 tell(l, fd, events)：告诉选择器，fd 从现在起要看哪些事
 * 件：登记、修改还是注销，看情况。l->waited 数的是被看着、又不在后台的描述
 * 符；谁走了，谁就不再算后台。
 */

static int add(struct loop *l, int fd, int event, callback_fn *fn, void *arg,
	       struct handle *h)
{
	int rc = make_room(l, fd);

	if (rc < 0)
		return rc;
	/*
	 * Step 2. Tell the selector, if this event is new. Whoever stood in
	 * its place (place_of) before is cancelled. Nothing has changed when
	 * you return an error.
	 * 第 2 步：这个事件原来没看，才去 tell。原先站在它位置上（place_of）
	 * 的句柄要取消。返回错误时，什么都不能变。
	 */
	not_written(__func__);
}

static bool drop(struct loop *l, int fd, int event)
{
	struct watch *w = find(l, fd);
	struct handle **place = w ? place_of(w, event) : NULL;

	if (!place || !*place)
		return false;
	/*
	 * Step 3. Tell the selector what is left, cancel the handle (it may
	 * wait in the ready queue), and empty its place.
	 * 第 3 步：告诉选择器还剩什么，取消句柄（它可能正排在就绪队列里），再
	 * 把位置清空。
	 */
	not_written(__func__);
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
	/*
	 * Step 4. Into the background with it. Twice is as good as once.
	 * 第 4 步：把它放到后台。放两次和放一次一样。
	 */
	not_written(__func__);
}

/*
 * Step 5. A helper, make_ready(l, h): push the handle, unless there is none
 * or it waits in the queue already.
 * 第 5 步：辅助函数 make_ready(l, h)：把句柄推进就绪队列；没有句柄，或者它已
 * 经在排队，就不推。
 */

void loop_process_events(struct loop *l, const struct readiness ready[], int n)
{
	/*
	 * Step 5. For each answer: the reader if it can be read, the writer
	 * if it can be written.
	 * 第 5 步：逐个看回答：能读，就轮到读的那个；能写，就轮到写的那个。
	 */
	not_written(__func__);
}
