/*
 * careful.c - tasks that read our locals are ended before we leave.
 *
 * Alice's shop is shut, so `shopping` returns early. The list is a local of
 * its frame, and Bob still has it in his hand.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "gather.h"
#include "run.h"
#include "timeout.h"

static int bob(void *arg, void **result)
{
	const char *const *list = arg;
	int rc = async_sleep(1);

	if (rc < 0)
		printf("Bob: no %s and no %s then\n", list[0], list[1]);
	return rc;
}

static int alice(void *arg, void **result)
{
	printf("Alice: the shop is shut\n");
	return -ENOENT;
}

static int shopping(void *arg, void **result)
{
	const char *list[] = { "bread", "milk" };
	struct task *sent[] = {
		task_create(bob, list),
		task_create(alice, NULL),
	};
	int rc = async_gather(sent, 2, NULL, NULL);

	if (rc < 0)
		async_cancel_and_wait(sent, 2);
	printf("shopping: %s\n", async_strerror(rc));
	return 0;
}

int main(void)
{
	return async_run(shopping, NULL, NULL) < 0;
}
