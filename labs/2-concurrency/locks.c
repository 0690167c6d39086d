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

/*
 * Step 1. Stand in line: wait_in_line(line, what, woken). A handle and a
 * future, both locals; the handle goes into the line, its arg is the future.
 * Pause. However it ends, the handle leaves the line. *woken: did somebody
 * wake us? It may be true although we return -ECANCELED.
 * 第 1 步：排队：wait_in_line(line, what, woken)。一个句柄，一个 future，都是
 * 局部变量；句柄进队，它的 arg 是 future。停下。不管怎么醒，句柄都要离队。
 * *woken：有人叫醒了我们吗？就算返回 -ECANCELED，它也可能为真。
 */

/*
 * Step 2. Wake who came first: wake_next(line). One who was cancelled is out
 * of the line already in spirit: pass over it. true: somebody was woken.
 * 第 2 步：叫醒最先来的：wake_next(line)。被取消了的，人虽还在队里，心已经走
 * 了：跳过去。叫醒了谁，就返回 true。
 */

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
	/*
	 * Step 3. Is there a place? Take it. Else -EAGAIN.
	 * 第 3 步：有空位就占下，没有就返回 -EAGAIN。
	 */
	not_written(__func__);
}

int semaphore_acquire(struct semaphore *s)
{
	/*
	 * Step 3. The same; but when there is no place, stand in line: who
	 * wakes us hands us the place. Cancelled, but woken: pass it on.
	 * 第 3 步：同上；不过没有空位就排队：谁叫醒我们，就是把位置交到了手
	 * 里。被取消，可又被叫醒过：把位置让出去。
	 */
	not_written(__func__);
}

void semaphore_release(struct semaphore *s)
{
	/*
	 * Step 3. Hand the place to who came first. Nobody there: it is free.
	 * 第 3 步：把位置交给最先来的。没人排队，就空出来。
	 */
	not_written(__func__);
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
	/*
	 * Step 4. It has happened. Wake everybody.
	 * 第 4 步：发生了。把所有人叫醒。
	 */
	not_written(__func__);
}

void event_clear(struct event *e)
{
	e->set = false;
}

int event_wait(struct event *e)
{
	/*
	 * Step 4. Happened already? Then go on. Else stand in line.
	 * 第 4 步：已经发生了？那就接着走。没有，就排队。
	 */
	not_written(__func__);
}

/* ---- condition ---- */

void condition_init(struct condition *c, struct lock *lock)
{
	c->lock = lock;
	handles_init(&c->waiters);
}

/*
 * Step 5. Hold the lock again, whatever happens: hold_again(lock). Being
 * cancelled meanwhile is remembered, 0 or -ECANCELED; the lock is held in
 * both cases.
 * 第 5 步：无论如何，重新拿到锁：hold_again(lock)。这期间被取消，记着，返回 0
 * 或 -ECANCELED；两种情况下，锁都拿到了。
 */

int condition_wait(struct condition *c)
{
	if (!lock_locked(c->lock))
		panic("condition_wait: its lock is not held");
	/*
	 * Step 5. Let the lock go, stand in line, hold the lock again. If we
	 * come back with -ECANCELED, but were notified, somebody else has to
	 * be notified in our place.
	 * 第 5 步：放开锁，排队，重新拿到锁。要是带着 -ECANCELED 回来，却又接
	 * 到过通知，就得替我们通知另一个人。
	 */
	not_written(__func__);
}

void condition_notify(struct condition *c, int n)
{
	if (!lock_locked(c->lock))
		panic("condition_notify: its lock is not held");
	/*
	 * Step 5. Wake so many, or as many as there are.
	 * 第 5 步：叫醒 n 个；不够 n 个，有几个叫几个。
	 */
	not_written(__func__);
}
