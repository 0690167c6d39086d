/*
 * first_lock.c - a lock in twenty lines, and two ways in which it fails.
 *
 * A flag, and a line of futures: who finds the flag up waits in line and is
 * woken when it goes down. But to be woken is not to have the lock. Meanwhile
 * somebody else can be faster; and who is cancelled after being woken keeps
 * the news to himself.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "gather.h"
#include "run.h"

static bool held;
static struct future *line[8];
static int first, end;

static int acquire(void)
{
	while (held) {
		struct future turn;
		int rc;

		future_init(&turn, "the lock");
		line[end++] = &turn;
		rc = future_await(&turn, NULL);
		if (rc < 0)
			return rc;
	}
	held = true;
	return 0;
}

static void release(void)
{
	held = false;
	if (first < end)
		future_set_result(line[first++], NULL);
}

/* Hold the lock for a moment, so many times. */
static int use(const char *name, int times)
{
	for (int i = 0; i < times; i++) {
		int rc = acquire();

		if (rc < 0)
			return rc;
		puts(name);
		rc = async_sleep(0.01);
		release();
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
	int rc = acquire();
	struct task *ben = task_create_named(once, "Ben", "Ben");
	struct task *cho = task_create_named(once, "Cho", "Cho");

	if (rc == 0)
		rc = async_sleep(0.01);
	release();
	task_cancel(ben);
	return rc < 0 ? rc : task_await(cho, NULL);
}

int main(void)
{
	int rc = async_run(who_is_first, NULL, NULL);

	if (rc == 0)
		rc = async_run(who_is_next, NULL, NULL);
	return rc < 0 && rc != -EDEADLK;
}
