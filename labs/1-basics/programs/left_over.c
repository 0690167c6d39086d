/*
 * left_over.c - the same on async_run, which forgets nobody.
 *
 * `saver` is cancelled when `lead` is done, and gets to close its file.
 */
#include <stdio.h>

#include "future.h"
#include "run.h"
#include "task.h"

static struct future never;

static int saver(void *arg, void **result)
{
	int rc;

	printf("saver: the file is open\n");
	rc = future_await(&never, NULL);
	printf("saver: the file is closed\n");
	return rc;
}

static int lead(void *arg, void **result)
{
	task_create(saver, NULL);
	coro_yield(NULL);
	coro_yield(NULL);
	printf("lead: I am done\n");
	return 0;
}

int main(void)
{
	setbuf(stdout, NULL);
	future_init(&never, "never");
	return async_run(lead, NULL, NULL) < 0;
}
