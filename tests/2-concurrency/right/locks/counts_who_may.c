/*
 * locks.c - another correct one: every structure has a free count of turns.
 *
 * Who waits gets a ticket on its own stack. To let somebody go on is to mark
 * the first ticket that is not marked and not torn, wherever it stands; the
 * tickets leave the line only with their owners. A condition that is left by
 * a cancel always notifies one more: that may be for nothing, which every
 * caller expects.
 */
#include "locks.h"

#include <errno.h>

#include "panic.h"

/* ---- tickets ---- */

struct ticket {
	struct handle place;
	struct future call;
};

static int take_ticket(struct handles *line, const char *what, bool *called)
{
	struct ticket t = { .place = { .arg = &t } };
	int rc;

	future_init(&t.call, what);
	handles_push(line, &t.place);
	rc = future_await(&t.call, NULL);
	handle_cancel(&t.place);
	*called = !future_cancelled(&t.call);
	return rc;
}

static bool call_one(struct handles *line)
{
	for (struct handle *h = line->ring.next; h != &line->ring; h = h->next)
		if (future_set_result_unless_done(
			    &((struct ticket *)h->arg)->call, NULL))
			return true;
	return false;
}

/* ---- semaphore ---- */

void semaphore_init(struct semaphore *s, int value)
{
	if (value < 0)
		panic("semaphore_init: not less than nobody");
	s->value = value;
	s->what = "semaphore";
	handles_init(&s->waiters);
}

bool semaphore_locked(const struct semaphore *s)
{
	return s->value < 1;
}

int semaphore_acquire_nowait(struct semaphore *s)
{
	if (s->value < 1)
		return -EAGAIN;
	s->value -= 1;
	return 0;
}

void semaphore_release(struct semaphore *s)
{
	s->value += 1;
	if (call_one(&s->waiters))
		s->value -= 1;
}

int semaphore_acquire(struct semaphore *s)
{
	bool called;
	int rc;

	if (s->value > 0)
		return semaphore_acquire_nowait(s);
	rc = take_ticket(&s->waiters, s->what, &called);
	if (rc < 0 && called)
		semaphore_release(s);
	return rc;
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
		panic("lock_release: take it first");
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
	struct handle *h = e->waiters.ring.next;

	e->set = true;
	for (; h != &e->waiters.ring; h = h->next)
		future_set_result_unless_done(&((struct ticket *)h->arg)->call,
					      NULL);
}

void event_clear(struct event *e)
{
	e->set = false;
}

int event_wait(struct event *e)
{
	bool called;

	return e->set ? 0 : take_ticket(&e->waiters, e->what, &called);
}

/* ---- condition ---- */

void condition_init(struct condition *c, struct lock *lock)
{
	c->lock = lock;
	handles_init(&c->waiters);
}

static void must_be_held(const struct condition *c, const char *function)
{
	if (!lock_locked(c->lock))
		panic("%s: take the lock first", function);
}

int condition_wait(struct condition *c)
{
	bool called;
	int rc;

	must_be_held(c, __func__);
	lock_release(c->lock);
	rc = take_ticket(&c->waiters, "condition", &called);
	while (lock_acquire(c->lock) < 0)
		rc = -ECANCELED;
	if (rc < 0)
		condition_notify(c, 1);
	return rc;
}

void condition_notify(struct condition *c, int n)
{
	must_be_held(c, __func__);
	for (int i = 0; i < n; i++)
		if (!call_one(&c->waiters))
			return;
}
