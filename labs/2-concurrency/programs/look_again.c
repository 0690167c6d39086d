/*
 * look_again.c - one_look.c, with one word changed.
 *
 * Ann holds the lock again and looks again. No cake: she waits on.
 */
#include <stdio.h>

#include "gather.h"
#include "locks.h"
#include "run.h"

static struct lock kitchen;
static struct condition baked;
static int cakes;

static int eater(void *arg, void **result)
{
	const char *name = arg;
	int rc = lock_acquire(&kitchen);

	if (rc < 0)
		return rc;
	while (rc == 0 && cakes == 0)
		rc = condition_wait(&baked);
	if (rc == 0)
		printf("%s eats, %d left\n", name, --cakes);
	lock_release(&kitchen);
	return rc;
}

/* The door is shut while the cake is in the oven. */
static int bake(void)
{
	int rc = lock_acquire(&kitchen);

	if (rc < 0)
		return rc;
	rc = async_sleep(0.1);
	if (rc == 0) {
		printf("a cake is done, %d there\n", ++cakes);
		condition_notify(&baked, 1);
	}
	lock_release(&kitchen);
	return rc;
}

static int baker(void *arg, void **result)
{
	int rc = bake();

	if (rc == 0)
		rc = async_sleep(0.1);
	return rc < 0 ? rc : bake();
}

static int party(void *arg, void **result)
{
	struct task *guests[] = {
		task_create(eater, "Ann"),
		task_create(baker, NULL),
		task_create(eater, "Cho"),
	};

	return async_gather(guests, 3, NULL, NULL);
}

int main(void)
{
	lock_init(&kitchen);
	condition_init(&baked, &kitchen);
	return async_run(party, NULL, NULL) < 0;
}
