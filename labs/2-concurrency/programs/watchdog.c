/*
 * watchdog.c - a limit made by hand, which bites the wrong one.
 *
 * The dog is told to cancel us after half a second. The answer comes in time,
 * nobody calls the dog off, and it bites while we do something else.
 */
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "task.h"

static int dog(void *arg, void **result)
{
	struct task *whom = arg;
	int rc = async_sleep(0.5);

	if (rc == 0)
		task_cancel(whom);
	return rc;
}

static int oracle(void *arg, void **result)
{
	int rc = async_sleep(0.1);

	*result = "42";
	return rc;
}

static int ask(void *arg, void **result)
{
	struct task *t = task_create(oracle, NULL);
	void *answer;
	int rc;

	task_create(dog, task_current());
	rc = task_await(t, &answer);
	if (rc < 0)
		return rc;
	printf("ask: the answer is %s\n", (char *)answer);
	printf("ask: I carve it in stone, which takes a second\n");
	rc = async_sleep(1);
	printf("ask: %s\n", rc < 0 ? async_strerror(rc) : "carved");
	return 0;
}

int main(void)
{
	return async_run(ask, NULL, NULL) < 0;
}
