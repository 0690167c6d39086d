/*
 * run.c - two hellos with await, on the whole runtime.
 *
 * Both are tasks; main waits for one and then for the other. Compare it with
 * hellos_sequence.c: the story reads the same, and takes half the time.
 */
#include <stdio.h>

#include "run.h"
#include "task.h"

static int hello(void *arg, void **result)
{
	const char *name = arg;
	int rc;

	printf("Hello %s!\n", name);
	rc = async_sleep(1);
	if (rc < 0)
		return rc;
	printf("Hello %s again!\n", name);
	return 0;
}

static int both(void *arg, void **result)
{
	struct task *bob = task_create(hello, "Bob");
	struct task *alice = task_create(hello, "Alice");
	int rc = task_await(bob, NULL);

	if (rc < 0)
		return rc;
	return task_await(alice, NULL);
}

int main(void)
{
	setbuf(stdout, NULL);
	return async_run(both, NULL, NULL) < 0;
}
