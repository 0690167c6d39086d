/*
 * fastest.c - three are asked, and the first answer is enough.
 */
#include <math.h>
#include <stdio.h>

#include "run.h"
#include "timeout.h"
#include "waiting.h"

static int slow(void *arg, void **result)
{
	return async_sleep(3600);
}

static int quick(void *arg, void **result)
{
	int rc = async_sleep(0.1);

	*result = "42";
	return rc;
}

static int ask(void *arg, void **result)
{
	struct task *asked[] = {
		task_create_named(slow, NULL, "Bob"),
		task_create_named(quick, NULL, "Alice"),
		task_create_named(slow, NULL, "Carol"),
	};
	void *answer;
	int done = async_wait(asked, 3, INFINITY, WAIT_FIRST_COMPLETED);
	int rc = done < 0 ? done : task_result(asked[0], &answer);

	if (rc == 0)
		printf("%d of 3 is done: %s says %s\n", done,
		       task_name(asked[0]), (char *)answer);
	for (int i = 1; i < 3; i++)
		printf("still thinking: %s\n", task_name(asked[i]));
	async_cancel_and_wait(asked, 3);
	return rc;
}

int main(void)
{
	return async_run(ask, NULL, NULL) < 0;
}
