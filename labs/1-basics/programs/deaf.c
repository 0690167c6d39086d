/*
 * deaf.c - a clock on the forty lines, and somebody who listens.
 *
 * read waits inside a callback. As long as it waits nobody is called, so the
 * clock stands still until the child has spoken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tiny.h"

static void tick(void *arg)
{
	static int ticks;
	static double due; /* when it should be called */
	double late = ticks ? tiny_time() - due : 0;

	printf("tick %d%s\n", ++ticks, late > 1 ? ", a second late" : "");
	due = tiny_time() + 0.5;
	if (ticks < 4)
		tiny_call_later(0.5, tick, NULL);
}

static void hear(void *arg)
{
	const int *fd = arg;
	char text[64];
	ssize_t n = read(*fd, text, sizeof(text));

	if (n > 0)
		printf("heard: %.*s", (int)n, text);
}

int main(void)
{
	int ends[2];

	setbuf(stdout, NULL);
	if (pipe(ends) < 0)
		exit(1);
	if (fork() == 0) {
		sleep(2);
		dprintf(ends[1], "two seconds have passed\n");
		_exit(0);
	}
	tiny_call_later(0, tick, NULL);
	tiny_call_later(0.1, hear, &ends[0]);
	tiny_run();
	wait(NULL);
	return 0;
}
