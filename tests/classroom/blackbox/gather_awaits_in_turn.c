/*
 * In gather, 2-concurrency/gather: awaits one task after the other.
 * concurrent=passed order=passed one_fails=passed first_failure=timeout
 */
#include "gather.h"

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	for (int i = 0; i < n; i++) {
		void *value = NULL;
		int rc = task_await(tasks[i], &value);

		if (errors)
			errors[i] = rc;
		else if (rc < 0)
			return rc;
		if (results)
			results[i] = rc < 0 ? NULL : value;
	}
	return 0;
}
