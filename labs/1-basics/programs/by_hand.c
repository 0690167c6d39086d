/*
 * by_hand.c - a program that runs its own loop, and forgets somebody.
 *
 * The loop is stopped when `lead` is done. `saver` still waits; what it meant
 * to do at the end is never done.
 */
#include <stdio.h>

#include "future.h"
#include "loop.h"
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

static void stop(void *loop)
{
	loop_stop(loop);
}

int main(void)
{
	struct loop *l = loop_create();
	struct handle done = { 0 };
	struct task *t;

	setbuf(stdout, NULL);
	future_init(&never, "never");
	t = task_create(lead, NULL);
	future_add_done_callback(task_future(t), stop, l, &done);
	loop_run_forever(l);
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(l);
	return 0;
}
