/*
 * called_off.c - the same between timeout_begin and timeout_end.
 *
 * The limit ends with the wait that it was meant for.
 */
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "task.h"
#include "timeout.h"

static int oracle(void *arg, void **result)
{
	int rc = async_sleep(0.1);

	*result = "42";
	return rc;
}

static int ask(void *arg, void **result)
{
	struct task *t = task_create(oracle, NULL);
	struct timeout to;
	void *answer;
	int rc = timeout_begin(&to, 0.5);

	if (rc < 0)
		return rc;
	rc = timeout_end(&to, task_await(t, &answer));
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
