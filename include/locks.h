#ifndef LOCKS_H
#define LOCKS_H

#include <stdbool.h>

#include "handle.h"
#include "task.h"

/*
 * locks.h - lab locks: taking turns, and telling each other. Elective.
 *
 * For tasks of one thread. Those who wait are served in the order in which
 * they came; one that is cancelled while it waits passes its turn on. Each
 * structure is yours, and needs no destroy.
 */

struct semaphore {
	int value;
	struct handles waiters;
	const char *what; /* for reports: "semaphore", or what you set */
};

struct lock {
	struct semaphore semaphore;
};

struct event {
	bool set;
	struct handles waiters;
	const char *what; /* for reports: "event", or what you set */
};

struct condition {
	struct lock *lock;
	struct handles waiters;
};

/*
 * semaphore_init - let so many in at once.
 *
 *   asyncio   asyncio.Semaphore(value)
 *   value     0 or more, else this panics
 *   suspends  no
 */
void semaphore_init(struct semaphore *s, int value);

/*
 * semaphore_acquire - go in; wait while it is full.
 *
 *   asyncio   Semaphore.acquire()
 *   returns   0
 *   errors    -ECANCELED  we are not in
 *   suspends  yes, while it is full: only inside a coroutine
 *   differs   a free place is taken at once, also when somebody was handed
 *             one before and has not run yet
 */
int semaphore_acquire(struct semaphore *s);

/*
 * semaphore_acquire_nowait - go in, or fail.
 *
 *   asyncio   if not sem.locked(): await sem.acquire()
 *   returns   0
 *   errors    -EAGAIN  it is full
 *   suspends  no
 */
int semaphore_acquire_nowait(struct semaphore *s);

/*
 * semaphore_release - go out; the next one may go in.
 *
 *   asyncio   Semaphore.release()
 *   suspends  no
 */
void semaphore_release(struct semaphore *s);

/*
 * semaphore_locked - would we have to wait?
 *
 *   asyncio   Semaphore.locked()
 *   suspends  no
 */
bool semaphore_locked(const struct semaphore *s);

/*
 * lock_init - a lock that nobody holds.
 *
 *   asyncio   asyncio.Lock()
 *   suspends  no
 */
void lock_init(struct lock *l);

/*
 * lock_acquire - hold it; wait while somebody else does.
 *
 *   asyncio   Lock.acquire()
 *   returns   0
 *   errors    -ECANCELED  we do not hold it
 *   suspends  yes, while it is held: only inside a coroutine
 */
int lock_acquire(struct lock *l);

/*
 * lock_release - hold it no more.
 *
 *   asyncio   Lock.release()
 *   l         held, else this panics
 *   suspends  no
 */
void lock_release(struct lock *l);

/*
 * lock_locked - does somebody hold it?
 *
 *   asyncio   Lock.locked()
 *   suspends  no
 */
bool lock_locked(const struct lock *l);

/*
 * event_init - something that has not happened yet.
 *
 *   asyncio   asyncio.Event()
 *   suspends  no
 */
void event_init(struct event *e);

/*
 * event_is_set - has it happened?
 *
 *   asyncio   Event.is_set()
 *   suspends  no
 */
bool event_is_set(const struct event *e);

/*
 * event_set - it has happened: everybody who waits goes on.
 *
 *   asyncio   Event.set()
 *   suspends  no
 */
void event_set(struct event *e);

/*
 * event_clear - it has not happened again yet.
 *
 *   asyncio   Event.clear()
 *   suspends  no
 */
void event_clear(struct event *e);

/*
 * event_wait - wait until it has happened.
 *
 *   asyncio   Event.wait()
 *   returns   0
 *   errors    -ECANCELED
 *   suspends  yes, unless it is set: only inside a coroutine
 */
int event_wait(struct event *e);

/*
 * condition_init - wait for something that a lock protects.
 *
 *   asyncio   asyncio.Condition(lock)
 *   lock      yours; lives as long as the condition
 *   suspends  no
 */
void condition_init(struct condition *c, struct lock *lock);

/*
 * condition_wait - let the lock go, wait to be notified, hold it again.
 *
 *   asyncio   Condition.wait()
 *   c         its lock is held by us, before and after, else this panics
 *   returns   0
 *   errors    -ECANCELED  and the lock is held again all the same
 *   suspends  yes: only inside a coroutine. What you wait for may be gone
 *             when you hold the lock again: look once more
 */
int condition_wait(struct condition *c);

/*
 * condition_notify - wake so many of those who wait.
 *
 *   asyncio   Condition.notify(n)
 *   c         its lock is held by us, else this panics
 *   n         how many; zero or less: nobody; INT_MAX: all
 *   suspends  no
 */
void condition_notify(struct condition *c, int n);

#endif
