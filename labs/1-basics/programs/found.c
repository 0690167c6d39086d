/*
 * found.c - the same failure as in lost.c, and this time it arrives.
 *
 * `ask` awaits `think`, a task. What think returns comes out of task_await.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "task.h"

static int think(void *arg, void **result)
{
	FILE *book;

	printf("think: let me look it up ...\n");
	book = fopen("no/such/book", "r");
	if (!book)
		return -errno;
	fclose(book);
	return 0;
}

static int ask(void *arg, void **result)
{
	struct task *thinks = task_create(think, NULL);
	int rc;

	printf("ask: what is the answer?\n");
	rc = task_await(thinks, result);
	if (rc < 0)
		printf("ask: no answer: %s\n", async_strerror(rc));
	return rc;
}

int main(void)
{
	printf("main: %s\n", async_strerror(async_run(ask, NULL, NULL)));
	return 0;
}
