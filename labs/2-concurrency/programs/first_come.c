/*
 * first_come.c - results in the order in which they come.
 *
 * Three answers are under way. completed_next hands them out as they arrive,
 * whatever the order in which they were asked for.
 */
#include <errno.h>
#include <stdio.h>

#include "run.h"
#include "waiting.h"

static int answer(void *arg, void **result)
{
	double *seconds = arg;
	int rc = async_sleep(*seconds);

	*result = arg;
	return rc;
}

static int ask(void *arg, void **result)
{
	double seconds[] = { 0.3, 0.1, 0.2 };
	struct task *answers[3];
	struct completed *c;
	struct task *t;
	int rc;

	for (int i = 0; i < 3; i++)
		answers[i] = task_create(answer, &seconds[i]);
	c = completed_create(answers, 3);
	if (!c)
		return -ENOMEM;
	while ((rc = completed_next(c, &t)) > 0) {
		void *value;

		rc = task_result(t, &value);
		if (rc < 0)
			break;
		printf("after %.1f s\n", *(double *)value);
	}
	completed_destroy(c);
	return rc;
}

int main(void)
{
	return async_run(ask, NULL, NULL) < 0;
}
