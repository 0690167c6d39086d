/*
 * Right, too: as asyncio does it. Each stays in the line until it runs again,
 * also when it was woken. Who comes in between stands behind it, even if a
 * place is free; who runs hands out what is free.
 */
#include "locks.h"

#include <errno.h>
#include <limits.h>

#include "panic.h"

/* ---- the line ---- */

static int wait_in_line(struct handles *line, const char *what, bool *woken)
{
	struct handle place = { 0 };
	struct future turn;
	int rc;

	future_init(&turn, what);
	place.arg = &turn;
	handles_push(line, &place);
	rc = future_await(&turn, NULL);
	handle_cancel(&place);
	*woken = future_done(&turn) && !future_cancelled(&turn);
	return rc;
}

/* Wake so many of those who were not woken or cancelled before. */
static int wake(struct handles *line, int n)
{
	struct handle *place = line->ring.next;
	int woken = 0;

	for (; place != &line->ring && woken < n; place = place->next)
		woken += future_set_result_unless_done(place->arg, NULL);
	return woken;
}

/* ---- semaphore ---- */

void semaphore_init(struct semaphore *s, int value)
{
	if (value < 0)
		panic("semaphore_init: %d is below zero", value);
	s->value = value;
	s->what = "semaphore";
	handles_init(&s->waiters);
}

static void hand_out(struct semaphore *s)
{
	s->value -= wake(&s->waiters, s->value);
}

bool semaphore_locked(const struct semaphore *s)
{
	const struct handle *place = s->waiters.ring.next;

	while (place != &s->waiters.ring && future_cancelled(place->arg))
		place = place->next;
	return s->value == 0 || place != &s->waiters.ring;
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
	bool woken;
	int rc;

	if (semaphore_acquire_nowait(s) == 0)
		return 0;
	rc = wait_in_line(&s->waiters, s->what, &woken);
	if (rc < 0 && woken)
		s->value++;
	hand_out(s);
	return rc;
}

void semaphore_release(struct semaphore *s)
{
	s->value++;
	hand_out(s);
}

/* ---- lock: a semaphore with one place ---- */

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
		panic("lock_release: nobody holds it");
	semaphore_release(&l->semaphore);
}

bool lock_locked(const struct lock *l)
{
	return l->semaphore.value == 0;
}

/* ---- event ---- */

void event_init(struct event *e)
{
	e->set = false;
	e->what = "event";
	handles_init(&e->waiters);
}

bool event_is_set(const struct event *e)
{
	return e->set;
}

void event_set(struct event *e)
{
	e->set = true;
	wake(&e->waiters, INT_MAX);
}

void event_clear(struct event *e)
{
	e->set = false;
}

int event_wait(struct event *e)
{
	bool woken;

	return e->set ? 0 : wait_in_line(&e->waiters, e->what, &woken);
}

/* ---- condition ---- */

void condition_init(struct condition *c, struct lock *lock)
{
	c->lock = lock;
	handles_init(&c->waiters);
}

static int hold_again(struct lock *lock)
{
	int rc = 0;

	while (lock_acquire(lock) < 0)
		rc = -ECANCELED;
	return rc;
}

int condition_wait(struct condition *c)
{
	if (!lock_locked(c->lock))
		panic("condition_wait: its lock is not held");
	bool woken;
	int rc, again;

	lock_release(c->lock);
	rc = wait_in_line(&c->waiters, "condition", &woken);
	again = hold_again(c->lock);
	if (rc == 0)
		rc = again;
	if (rc < 0 && woken)
		condition_notify(c, 1);
	return rc;
}

void condition_notify(struct condition *c, int n)
{
	if (!lock_locked(c->lock))
		panic("condition_notify: its lock is not held");
	wake(&c->waiters, n);
}
