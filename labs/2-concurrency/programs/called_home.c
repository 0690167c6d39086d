/*
 * called_home.c - who cancels the one that gathers, cancels all of them.
 */
#include <stdio.h>

#include "errors.h"
#include "gather.h"
#include "run.h"

static int errand(void *arg, void **result)
{
	const char *name = arg;
	int rc = async_sleep(3600);

	printf("%s: %s\n", name, rc < 0 ? "called home" : "done");
	return rc;
}

static int shopping(void *arg, void **result)
{
	struct task *sent[] = {
		task_create(errand, "Bob"),
		task_create(errand, "Alice"),
	};

	return async_gather(sent, 2, NULL, NULL);
}

static int mother(void *arg, void **result)
{
	struct task *t = task_create(shopping, NULL);
	int rc = async_sleep(0.1);

	if (rc < 0)
		return rc;
	task_cancel(t);
	rc = task_await(t, NULL);
	printf("shopping: %s\n", async_strerror(rc));
	return 0;
}

int main(void)
{
	return async_run(mother, NULL, NULL) < 0;
}
