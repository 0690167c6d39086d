/*
 * hello.c - the tutorial's first program, line by line. Its twin is hello.py.
 */
#include <stdio.h>

#include "run.h"

static int hello(void *arg, void **result)
{
	int rc;

	printf("Hello world!\n");
	rc = async_sleep(1);
	if (rc < 0)
		return rc;
	printf("Hello again!\n");
	return 0;
}

int main(void)
{
	return async_run(hello, NULL, NULL) < 0;
}
