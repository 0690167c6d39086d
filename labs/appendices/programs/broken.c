/*
 * broken.c - four mistakes in C, each made by a coroutine.
 *
 *	broken deep	a stack that is too small for what it is asked to do
 *	broken scope	a task that still uses its creator's local variable
 *	broken leak	memory that nobody frees when the task is cancelled
 *	broken shift	more bits than an int has
 *
 * Which of them a compiler's flags, or valgrind, can see: try it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "task.h"

static int deep(void *arg, void **result)
{
	char page[1024];
	int n = *(int *)arg - 1;

	memset(page, n, sizeof(page));
	if (n == 0)
		return page[0];
	return deep(&n, result) + page[n % 1024];
}

static int dig(void *arg, void **result)
{
	int depth = 1000;

	return task_await(task_create(deep, &depth), NULL);
}

static int greet(void *arg, void **result)
{
	const char *name = arg;
	int rc = async_sleep(0.01);

	if (rc == 0)
		printf("hello %s\n", name);
	return rc;
}

static int send_off(struct task **guest)
{
	char name[] = "Bob";

	*guest = task_create(greet, name);
	return async_sleep(0);
}

static int scope(void *arg, void **result)
{
	struct task *guest;
	int rc = send_off(&guest);

	return rc < 0 ? rc : task_await(guest, NULL);
}

static int copy_and_wait(void *arg, void **result)
{
	char *copy = malloc(100);
	int rc;

	if (!copy)
		return 0;
	rc = async_sleep(3600);
	if (rc < 0)
		return rc;
	free(copy);
	return 0;
}

static int leak(void *arg, void **result)
{
	task_create(copy_and_wait, NULL);
	return async_sleep(0.01);
}

static int shift(void *arg, void **result)
{
	int events = 1;

	for (int i = 0; i < 2; i++)
		events <<= 31;
	printf("%d\n", events);
	return async_sleep(0);
}

int main(int argc, char **argv)
{
	static const struct mistake {
		const char *name;
		coro_fn *make;
	} mistakes[] = { { "deep", dig },
			 { "scope", scope },
			 { "leak", leak },
			 { "shift", shift } };

	for (int i = 0; i < 4; i++)
		if (argc == 2 && strcmp(argv[1], mistakes[i].name) == 0)
			return async_run(mistakes[i].make, NULL, NULL) < 0;
	fputs("broken deep|scope|leak|shift\n", stderr);
	return 2;
}
