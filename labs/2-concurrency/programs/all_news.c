/*
 * all_news.c - gather's other mode: everybody's answer, good or bad.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "gather.h"
#include "run.h"

static int buy(void *arg, void **result)
{
	int rc = async_sleep(0.1);

	*result = arg;
	return rc;
}

static int shut(void *arg, void **result)
{
	return -ENOENT;
}

static int shopping(void *arg, void **result)
{
	struct task *sent[] = {
		task_create(buy, "bread"),
		task_create(shut, NULL),
		task_create(buy, "milk"),
	};
	void *goods[3];
	int errors[3];
	int rc = async_gather(sent, 3, goods, errors);

	if (rc < 0)
		return rc;
	for (int i = 0; i < 3; i++)
		printf("%d: %s\n", i,
		       errors[i] < 0 ? async_strerror(errors[i])
				     : (const char *)goods[i]);
	return 0;
}

int main(void)
{
	return async_run(shopping, NULL, NULL) < 0;
}
