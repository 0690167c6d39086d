#ifndef HANDLE_H
#define HANDLE_H

#include <stdbool.h>

/*
 * handle.h - a callback that waits for its turn, and the queue it waits in.
 * Given.
 *
 * A handle lives inside something else: a task, a timer, the local variable
 * of a coroutine that sleeps. Its owner pays for the memory, so queueing
 * allocates nothing and cannot fail. In return the owner keeps the handle
 * where it is until it has run or was cancelled.
 *
 * A handle must be zero before its first use: `struct handle h = { 0 };`.
 */

/* What the loop calls. `arg` is whatever you handed in beside it. */
typedef void callback_fn(void *arg);

struct handle {
	callback_fn *fn;
	void *arg;
	struct handle *next, *prev; /* NULL while in no queue */
};

/*
 * A ring with one extra link that is no handle: first, last, or itself. It
 * points at itself, so it begins with handles_init and can not be copied.
 */
struct handles {
	struct handle ring;
};

/*
 * handles_init - make an empty queue.
 *
 *   asyncio   collections.deque()
 *   q         yours; stays where it is as long as handles are in it
 *   suspends  no
 */
void handles_init(struct handles *q);

/*
 * handles_empty - is nobody waiting?
 *
 *   asyncio   not self._ready
 *   suspends  no
 */
bool handles_empty(const struct handles *q);

/*
 * handles_push - put a handle at the end of a queue.
 *
 *   asyncio   self._ready.append(handle)
 *   h         in no queue yet; else this panics
 *   suspends  no
 */
void handles_push(struct handles *q, struct handle *h);

/*
 * handles_pop - take the handle that has waited longest.
 *
 *   asyncio   self._ready.popleft()
 *   returns   the handle, now in no queue; NULL when the queue is empty
 *   suspends  no
 */
struct handle *handles_pop(struct handles *q);

/*
 * handles_move - put all that wait in `from` at the end of `to`, in order.
 *
 *   asyncio   self._ready.extend(...)
 *   from      empty afterwards
 *   suspends  no
 */
void handles_move(struct handles *to, struct handles *from);

/*
 * handle_queued - does it wait in some queue?
 *
 *   asyncio   (no counterpart)
 *   suspends  no
 */
bool handle_queued(const struct handle *h);

/*
 * handle_cancel - take a handle out of whatever queue it is in.
 *
 *   asyncio   Handle.cancel()
 *   h         need not be in a queue: cancelling twice, or after it ran, is
 *             harmless
 *   suspends  no
 */
void handle_cancel(struct handle *h);

#endif
