/*
 * together.c - a group: they live together and end together.
 *
 * The same errands, without a word about who has to be ended: group_end comes
 * back when nobody is left.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "group.h"
#include "run.h"

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
	struct group *sent = group_begin();
	int rc = 0;

	if (!sent)
		return -ENOMEM;
	if (!group_create_task(sent, bob, list) ||
	    !group_create_task(sent, alice, NULL))
		rc = -ENOMEM;
	rc = group_end(sent, rc);
	printf("shopping: %s\n", async_strerror(rc));
	return 0;
}

int main(void)
{
	return async_run(shopping, NULL, NULL) < 0;
}
