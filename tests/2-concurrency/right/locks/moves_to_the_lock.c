/*
 * locks.c - another correct one: who is notified moves to the lock's line.
 *
 * A semaphore's value goes below zero: then it says how many stand in line.
 * Who is cancelled leaves the line in that moment, by its future's hook, so
 * everybody in a line is worth waking. And condition_notify wakes nobody: it
 * moves the waiter from the condition's line into the lock's, where the lock
 * is handed to it in its turn.
 */
#include "locks.h"

#include <errno.h>

#include "panic.h"

/* ---- a line ---- */

struct waiter {
	struct future turn; /* first: the hook finds us from it */
	struct handle place;
	struct semaphore *counted; /* whose value counts us; may be NULL */
	bool notified, served;
};

static void step_out(struct waiter *w)
{
	if (handle_queued(&w->place) && w->counted)
		w->counted->value++;
	handle_cancel(&w->place);
}

static bool cancel_waiter(struct future *turn)
{
	step_out((struct waiter *)turn);
	turn->cancel = NULL;
	return future_cancel(turn);
}

static void step_in(struct waiter *w, struct handles *line,
		    struct semaphore *counted)
{
	w->counted = counted;
	if (counted)
		counted->value--;
	w->place.arg = w;
	handles_push(line, &w->place);
}

static int wait_there(struct waiter *w, const char *what)
{
	future_init(&w->turn, what);
	w->turn.cancel = cancel_waiter;
	return future_await(&w->turn, NULL);
}

static bool serve_next(struct handles *line)
{
	struct handle *h = handles_pop(line);
	struct waiter *w;

	if (!h)
		return false;
	w = h->arg;
	w->served = true;
	future_set_result(&w->turn, NULL);
	return true;
}

/* ---- semaphore ---- */

void semaphore_init(struct semaphore *s, int value)
{
	if (value < 0)
		panic("semaphore_init: %d places", value);
	*s = (struct semaphore){ .value = value, .what = "semaphore" };
	handles_init(&s->waiters);
}

bool semaphore_locked(const struct semaphore *s)
{
	return s->value <= 0;
}

int semaphore_acquire_nowait(struct semaphore *s)
{
	if (semaphore_locked(s))
		return -EAGAIN;
	s->value--;
	return 0;
}

int semaphore_acquire(struct semaphore *s)
{
	struct waiter w = { 0 };
	int rc;

	if (semaphore_acquire_nowait(s) == 0)
		return 0;
	step_in(&w, &s->waiters, s);
	rc = wait_there(&w, s->what);
	if (rc < 0 && w.served)
		semaphore_release(s);
	return rc;
}

void semaphore_release(struct semaphore *s)
{
	s->value++;
	serve_next(&s->waiters);
}

/* ---- lock ---- */

void lock_init(struct lock *l)
{
	semaphore_init(&l->semaphore, 1);
	l->semaphore.what = "lock";
}

int lock_acquire(struct lock *l)
{
	return semaphore_acquire(&l->semaphore);
}

void lock_release(struct lock *l)
{
	if (!lock_locked(l))
		panic("lock_release: it is not held");
	semaphore_release(&l->semaphore);
}

bool lock_locked(const struct lock *l)
{
	return semaphore_locked(&l->semaphore);
}

/* ---- event ---- */

void event_init(struct event *e)
{
	*e = (struct event){ .what = "event" };
	handles_init(&e->waiters);
}

bool event_is_set(const struct event *e)
{
	return e->set;
}

void event_set(struct event *e)
{
	e->set = true;
	while (serve_next(&e->waiters))
		;
}

void event_clear(struct event *e)
{
	e->set = false;
}

int event_wait(struct event *e)
{
	struct waiter w = { 0 };

	if (e->set)
		return 0;
	step_in(&w, &e->waiters, NULL);
	return wait_there(&w, e->what);
}

/* ---- condition ---- */

void condition_init(struct condition *c, struct lock *lock)
{
	c->lock = lock;
	handles_init(&c->waiters);
}

int condition_wait(struct condition *c)
{
	struct waiter w = { 0 };
	int rc;

	if (!lock_locked(c->lock))
		panic("condition_wait: hold the lock first");
	step_in(&w, &c->waiters, NULL);
	lock_release(c->lock);
	rc = wait_there(&w, "condition");
	if (!w.served)
		while (lock_acquire(c->lock) < 0)
			;
	if (rc < 0 && w.notified)
		condition_notify(c, 1);
	return rc;
}

void condition_notify(struct condition *c, int n)
{
	struct semaphore *s = &c->lock->semaphore;
	struct handle *h;

	if (!lock_locked(c->lock))
		panic("condition_notify: hold the lock first");
	while (n-- > 0 && (h = handles_pop(&c->waiters)) != NULL) {
		struct waiter *w = h->arg;

		w->notified = true;
		step_in(w, &s->waiters, s);
	}
}
