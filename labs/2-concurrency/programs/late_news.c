/*
 * late_news.c - a failure that is heard of when it is too late.
 *
 * Alice finds the shop shut and is back at once. Whoever waits for Bob first
 * does not look at her before he is home.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "task.h"

static int bob(void *arg, void **result)
{
	int rc = async_sleep(1);

	if (rc < 0)
		return rc;
	printf("Bob: home with the bread, a second later\n");
	*result = "bread";
	return 0;
}

static int alice(void *arg, void **result)
{
	printf("Alice: the shop is shut\n");
	return -ENOENT;
}

static int shopping(void *arg, void **result)
{
	struct task *sent[] = {
		task_create(bob, NULL),
		task_create(alice, NULL),
	};
	int rc = task_await(sent[0], NULL);

	if (rc == 0)
		rc = task_await(sent[1], NULL);
	printf("shopping: %s\n", async_strerror(rc));
	return 0;
}

int main(void)
{
	return async_run(shopping, NULL, NULL) < 0;
}
