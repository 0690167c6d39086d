/*
 * stuck.c - a program that hangs, and does not stand still.
 *
 * Two workers print letters; the clerk waits until all of them are out. A
 * clock ticks beside them, so there is always something to do, and the
 * runtime has no reason to give up. But the clerk never comes back.
 */
#include <errno.h>
#include <stdio.h>

#include "queue.h"
#include "run.h"
#include "task.h"
#include "timeout.h"

static struct queue *letters;

static int print_letter(const char *letter)
{
	int rc = async_sleep(0.05);

	if (rc < 0)
		return rc;
	if (*letter == '?')
		return -EINVAL;
	printf("%s is out\n", letter);
	return 0;
}

static int work(void *arg, void **result)
{
	for (;;) {
		void *letter;
		int rc = queue_get(letters, &letter);

		if (rc < 0)
			return rc;
		rc = print_letter(letter);
		if (rc == -EINVAL)
			continue;
		if (rc < 0)
			return rc;
		queue_task_done(letters);
	}
}

static int tick(void *arg, void **result)
{
	int *ticks = arg;

	for (;;) {
		int rc = async_sleep(0.2);

		if (rc < 0)
			return rc;
		(*ticks)++;
	}
}

static int clerk(void *arg, void **result)
{
	static char *names[] = { "a", "b", "?", "c" };
	static int ticks;
	struct task *others[3];
	int rc, ended;

	letters = queue_create(0);
	if (!letters)
		return -ENOMEM;
	others[0] = task_create_named(work, NULL, "Bob");
	others[1] = task_create_named(work, NULL, "Alice");
	others[2] = task_create_named(tick, &ticks, "clock");
	for (int i = 0; i < 4; i++)
		queue_put_nowait(letters, names[i]);
	rc = queue_join(letters);
	ended = async_cancel_and_wait(others, 3);
	queue_destroy(letters);
	return rc < 0 ? rc : ended;
}

int main(void)
{
	int rc;

	setbuf(stdout, NULL);
	rc = async_run(clerk, NULL, NULL);
	return rc < 0 && rc != -ECANCELED;
}
