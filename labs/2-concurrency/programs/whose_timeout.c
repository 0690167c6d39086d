/*
 * whose_timeout.c - one limit inside another: the one that expires answers.
 */
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "timeout.h"

static int nested(double outside, double inside)
{
	struct timeout outer, inner;
	int rc = timeout_begin(&outer, outside);

	if (rc < 0)
		return rc;
	rc = timeout_begin(&inner, inside);
	if (rc == 0)
		rc = timeout_end(&inner, async_sleep(3600));
	printf("  inner: %s\n", async_strerror(rc));
	rc = timeout_end(&outer, rc);
	printf("  outer: %s\n", async_strerror(rc));
	return rc;
}

static int try_both(void *arg, void **result)
{
	printf("the inner one is shorter\n");
	nested(0.2, 0.1);
	printf("the outer one is shorter\n");
	nested(0.1, 0.2);
	return 0;
}

int main(void)
{
	return async_run(try_both, NULL, NULL) < 0;
}
