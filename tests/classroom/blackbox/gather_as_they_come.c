/*
 * In gather, 2-concurrency/gather: results in the order in which they came.
 * concurrent=passed order=wrong one_fails=wrong first_failure=passed
 */
#define async_gather honest_gather
#include "solutions/2-concurrency/gather.c"
#undef async_gather

#include "run.h"

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	int seen[64] = { 0 }, place = 0;

	if (!errors)
		return honest_gather(tasks, n, results, errors);
	while (place < n) {
		async_sleep(0.001);
		for (int i = 0; i < n; i++) {
			if (seen[i] || !task_done(tasks[i]))
				continue;
			seen[i] = 1;
			results[place] = NULL;
			errors[place] = task_result(tasks[i], &results[place]);
			place++;
		}
	}
	return 0;
}
