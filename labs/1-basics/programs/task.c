/*
 * task.c - many coroutines in turn.
 *
 * A race: each runner takes three strides and gives the thread away after
 * each. The referee waits for all of them, one after the other.
 */
#include <stdio.h>

#include "run.h"
#include "task.h"

#define RUNNERS 3

static int runner(void *arg, void **result)
{
	const char *name = arg;

	for (int stride = 1; stride <= 3; stride++) {
		int rc;

		printf("%s%d ", name, stride);
		rc = coro_yield(NULL);
		if (rc < 0)
			return rc;
	}
	*result = arg;
	return 0;
}

static int referee(void *arg, void **result)
{
	char *names[RUNNERS] = { "a", "b", "c" };
	struct task *runners[RUNNERS];

	for (int i = 0; i < RUNNERS; i++)
		runners[i] = task_create(runner, names[i]);
	for (int i = 0; i < RUNNERS; i++) {
		void *name;
		int rc = task_await(runners[i], &name);

		if (rc < 0)
			return rc;
		printf("\n%s is in", (char *)name);
	}
	printf("\n");
	return 0;
}

int main(void)
{
	return async_run(referee, NULL, NULL) < 0;
}
