/*
 * in_turn.c - two hellos, each awaited where it is called.
 *
 * A coroutine that is called like a function is one: `both` goes on when it
 * has returned. Nothing begins beside it, so Alice waits for Bob.
 */
#include <stdio.h>

#include "run.h"

static int hello(void *arg, void **result)
{
	const char *name = arg;
	int rc;

	printf("Hello %s!\n", name);
	rc = async_sleep(1);
	if (rc < 0)
		return rc;
	printf("Hello %s again!\n", name);
	*result = arg;
	return 0;
}

static int both(void *arg, void **result)
{
	void *names[2];
	int rc = hello("Bob", &names[0]);

	if (rc == 0)
		rc = hello("Alice", &names[1]);
	if (rc < 0)
		return rc;
	printf("['%s', '%s']\n", (char *)names[0], (char *)names[1]);
	return 0;
}

int main(void)
{
	return async_run(both, NULL, NULL) < 0;
}
