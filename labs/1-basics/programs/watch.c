/*
 * watch.c - what you type is echoed while a clock ticks.
 *
 * One thread, two sources: standard input and time. Ends with the input
 * (Ctrl-D).
 */
#include <stdio.h>
#include <unistd.h>

#include "loop.h"

static struct timer clock_timer;
static int seconds;

static void tick(void *arg)
{
	struct loop *l = arg;

	printf("tick %d\n", ++seconds);
	loop_call_later(l, 1, tick, l, &clock_timer);
}

static void typed(void *arg)
{
	struct loop *l = arg;
	char text[256];
	ssize_t n = read(STDIN_FILENO, text, sizeof(text));

	if (n > 0) {
		printf("you typed: %.*s", (int)n, text);
		return;
	}
	loop_remove_reader(l, STDIN_FILENO);
	loop_stop(l);
}

int main(void)
{
	struct loop *l = loop_create();
	struct handle keyboard = { 0 };

	setbuf(stdout, NULL);
	loop_call_later(l, 1, tick, l, &clock_timer);
	loop_add_reader(l, STDIN_FILENO, typed, l, &keyboard);
	loop_run_forever(l);
	loop_destroy(l);
	return 0;
}
