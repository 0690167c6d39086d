/*
 * first_news.c - the same with gather, which hears the first failure at once.
 *
 * Bob is still on his way when it does. He goes on; somebody has to wait for
 * him.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "gather.h"
#include "run.h"

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
	int rc = async_gather(sent, 2, NULL, NULL);

	printf("shopping: %s\n", async_strerror(rc));
	return task_await(sent[0], NULL);
}

int main(void)
{
	return async_run(shopping, NULL, NULL) < 0;
}
