/*
 * fair_lock.c - first_lock.c with the lock of lab locks.
 *
 * The one who releases hands the lock to the one who has waited longest. If
 * that one is cancelled before it runs, it hands the lock on.
 */
#include <stdio.h>

#include "gather.h"
#include "locks.h"
#include "run.h"

static struct lock lock;

/* Hold the lock for a moment, so many times. */
static int use(const char *name, int times)
{
	for (int i = 0; i < times; i++) {
		int rc = lock_acquire(&lock);

		if (rc < 0)
			return rc;
		puts(name);
		rc = async_sleep(0.01);
		lock_release(&lock);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int often(void *arg, void **result)
{
	return use(arg, 3);
}

static int once(void *arg, void **result)
{
	return use(arg, 1);
}

static int who_is_first(void *arg, void **result)
{
	struct task *users[] = {
		task_create(often, "greedy"),
		task_create(once, "patient"),
	};

	return async_gather(users, 2, NULL, NULL);
}

/* Ben stands in line, and Cho behind him. Ben is woken and cancelled. */
static int who_is_next(void *arg, void **result)
{
	int rc = lock_acquire(&lock);
	struct task *ben = task_create_named(once, "Ben", "Ben");
	struct task *cho = task_create_named(once, "Cho", "Cho");

	if (rc == 0)
		rc = async_sleep(0.01);
	lock_release(&lock);
	task_cancel(ben);
	return rc < 0 ? rc : task_await(cho, NULL);
}

int main(void)
{
	int rc;

	lock_init(&lock);
	rc = async_run(who_is_first, NULL, NULL);
	if (rc == 0)
		rc = async_run(who_is_next, NULL, NULL);
	return rc < 0;
}
