/*
 * warm.c - a thousand tasks, and a thousand more when these have ended. What
 * does each cost the first time, and what the second?
 *
 * A page fault is the kernel's errand when memory is touched that has no page
 * yet: it looks for a page, fills it with zeros, and enters it.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "errors.h"
#include "gather.h"
#include "run.h"
#include "task.h"

#define TASKS 1000

static long page_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

static int nap(void *arg, void **result)
{
	return async_sleep(0);
}

static int a_thousand(const char *which)
{
	struct task *tasks[TASKS];
	long before = page_faults();
	int rc;

	for (int i = 0; i < TASKS; i++)
		tasks[i] = task_create(nap, NULL);
	rc = async_gather(tasks, TASKS, NULL, NULL);
	for (int i = 0; i < TASKS; i++)
		task_detach(tasks[i]);
	async_sleep(0); /* now their stacks are free */
	printf("%s thousand: %.1f page faults a task\n", which,
	       (double)(page_faults() - before) / TASKS);
	return rc;
}

static int twice(void *arg, void **result)
{
	int rc = a_thousand("first");

	return rc < 0 ? rc : a_thousand("second");
}

int main(void)
{
	int rc = async_run(twice, NULL, NULL);

	if (rc < 0)
		fprintf(stderr, "warm: %s\n", async_strerror(rc));
	return rc < 0;
}
