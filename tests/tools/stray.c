/*
 * stray.c - memory that goes astray inside a coroutine, one way per word.
 *
 *	stray clean	nothing does
 *	stray lost	nobody points to 77 bytes any more
 *	stray paused	only a local of a paused coroutine points to them
 *	stray freed	they are read after free
 *	stray local	a local array is written past its end
 *	stray task	a task is read that has freed itself
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coro.h"
#include "run.h"
#include "task.h"

static int clean(void *arg, void **result)
{
	char *kept = malloc(77);
	int rc = async_sleep(0.01);

	free(kept);
	return rc;
}

static int lose(void *arg, void **result)
{
	char *volatile lost = malloc(77);

	lost[0] = 'x';
	lost = NULL;
	return async_sleep(0);
}

static int keep_and_pause(void *arg, void **result)
{
	char *volatile kept = malloc(77);

	kept[0] = 'x';
	coro_yield(NULL);
	free(kept);
	return 0;
}

static int read_after_free(void *arg, void **result)
{
	char *volatile gone = malloc(77);

	gone[0] = 'x';
	async_sleep(0);
	free(gone);
	return gone[0] == 'x';
}

static int write_past_the_end(void *arg, void **result)
{
	char local[16];
	volatile size_t size = 17;

	memset(local, 'x', size);
	return local[0] != 'x';
}

static int read_a_task_that_is_gone(void *arg, void **result)
{
	struct task *t = task_create(clean, NULL);

	task_detach(t);
	async_sleep(1);
	return task_done(t);
}

static const struct {
	const char *word;
	coro_fn *fn;
} ways[] = {
	{ "clean", clean },
	{ "lost", lose },
	{ "freed", read_after_free },
	{ "local", write_past_the_end },
	{ "task", read_a_task_that_is_gone },
};

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	struct coro *c;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(word, ways[i].word) == 0)
			return async_run(ways[i].fn, NULL, NULL) < 0;
	if (strcmp(word, "paused") != 0)
		return 2;
	c = coro_create(sizeof(*c), keep_and_pause, NULL);
	coro_resume(c, 0);
	return 0;
}
