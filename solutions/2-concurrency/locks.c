/*
 * locks.c - taking turns, and telling each other.
 *
 * Everything here is one idea: a line of tasks. Who joins it sleeps on its
 * own stack; wake_next wakes the one who came first. Two things can go wrong
 * in a line, and both are dealt with here once:
 * - one was cancelled while it stood there: wake_next passes over it;
 * - one was woken and cancelled before it could run: it has a turn that it
 *   will not use, and must pass it on. That is what `woken` tells.
 *
 * A semaphore's value is handed over: a release with somebody in line leaves
 * it as it is, so nobody who comes later can be faster.
 *
 * Mirrors CPython's Lib/asyncio/locks.py.
 */
#include "locks.h"

#include <errno.h>

#include "panic.h"

/* ---- the line ---- */

/* lab: step 1
 * en: Stand in line: wait_in_line(line, what, woken). A handle and a future,
 *     both locals; the handle goes into the line, its arg is the future.
 *     Pause. However it ends, the handle leaves the line. *woken: did
 *     somebody wake us? It may be true although we return -ECANCELED.
 * zh: 排队：wait_in_line(line, what, woken)。一个句柄，一个 future，都是局部变量；
 *     句柄进队，它的 arg 是 future。停下。不管怎么醒，句柄都要离队。*woken：有人叫
 *     醒了我们吗？就算返回 -ECANCELED，它也可能为真。
 */
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
	*woken = !future_cancelled(&turn);
	return rc;
}

/* lab: end */
/* lab: step 2
 * en: Wake who came first: wake_next(line). One who was cancelled is out of
 *     the line already in spirit: pass over it. true: somebody was woken.
 * zh: 叫醒最先来的：wake_next(line)。被取消了的，人虽还在队里，心已经走了：跳过去。
 *     叫醒了谁，就返回 true。
 */
static bool wake_next(struct handles *line)
{
	struct handle *place;

	while ((place = handles_pop(line)))
		if (future_set_result_unless_done(place->arg, NULL))
			return true;
	return false;
}

/* lab: end */
/* ---- semaphore ---- */

void semaphore_init(struct semaphore *s, int value)
{
	if (value < 0)
		panic("semaphore_init: %d is below zero", value);
	s->value = value;
	s->what = "semaphore";
	handles_init(&s->waiters);
}

bool semaphore_locked(const struct semaphore *s)
{
	return s->value == 0;
}

int semaphore_acquire_nowait(struct semaphore *s)
{
	/* lab: step 3
	 * en: Is there a place? Take it. Else -EAGAIN.
	 * zh: 有空位就占下，没有就返回 -EAGAIN。
	 */
	if (s->value == 0)
		return -EAGAIN;
	s->value--;
	return 0;
	/* lab: end */
}

int semaphore_acquire(struct semaphore *s)
{
	/* lab: step 3
	 * en: The same; but when there is no place, stand in line: who wakes
	 *     us hands us the place. Cancelled, but woken: pass it on.
	 * zh: 同上；不过没有空位就排队：谁叫醒我们，就是把位置交到了手里。被取消，
	 *     可又被叫醒过：把位置让出去。
	 */
	bool woken;
	int rc;

	if (semaphore_acquire_nowait(s) == 0)
		return 0;
	rc = wait_in_line(&s->waiters, s->what, &woken);
	if (rc < 0 && woken)
		semaphore_release(s);
	return rc;
	/* lab: end */
}

void semaphore_release(struct semaphore *s)
{
	/* lab: step 3
	 * en: Hand the place to who came first. Nobody there: it is free.
	 * zh: 把位置交给最先来的。没人排队，就空出来。
	 */
	if (!wake_next(&s->waiters))
		s->value++;
	/* lab: end */
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
	return semaphore_locked(&l->semaphore);
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
	/* lab: step 4
	 * en: It has happened. Wake everybody.
	 * zh: 发生了。把所有人叫醒。
	 */
	e->set = true;
	while (wake_next(&e->waiters))
		;
	/* lab: end */
}

void event_clear(struct event *e)
{
	e->set = false;
}

int event_wait(struct event *e)
{
	/* lab: step 4
	 * en: Happened already? Then go on. Else stand in line.
	 * zh: 已经发生了？那就接着走。没有，就排队。
	 */
	bool woken;

	return e->set ? 0 : wait_in_line(&e->waiters, e->what, &woken);
	/* lab: end */
}

/* ---- condition ---- */

void condition_init(struct condition *c, struct lock *lock)
{
	c->lock = lock;
	handles_init(&c->waiters);
}

/* lab: step 5
 * en: Hold the lock again, whatever happens: hold_again(lock). Being
 *     cancelled meanwhile is remembered, 0 or -ECANCELED; the lock is held
 *     in both cases.
 * zh: 无论如何，重新拿到锁：hold_again(lock)。这期间被取消，记着，返回 0 或
 *     -ECANCELED；两种情况下，锁都拿到了。
 */
static int hold_again(struct lock *lock)
{
	int rc = 0;

	while (lock_acquire(lock) < 0)
		rc = -ECANCELED;
	return rc;
}

/* lab: end */
int condition_wait(struct condition *c)
{
	if (!lock_locked(c->lock))
		panic("condition_wait: its lock is not held");
	/* lab: step 5
	 * en: Let the lock go, stand in line, hold the lock again. If we come
	 *     back with -ECANCELED, but were notified, somebody else has to
	 *     be notified in our place.
	 * zh: 放开锁，排队，重新拿到锁。要是带着 -ECANCELED 回来，却又接到过通知，
	 *     就得替我们通知另一个人。
	 */
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
	/* lab: end */
}

void condition_notify(struct condition *c, int n)
{
	if (!lock_locked(c->lock))
		panic("condition_notify: its lock is not held");
	/* lab: step 5
	 * en: Wake so many, or as many as there are.
	 * zh: 叫醒 n 个；不够 n 个，有几个叫几个。
	 */
	for (; n > 0 && wake_next(&c->waiters); n--)
		;
	/* lab: end */
}
