/*
 * peek.c - a clock on the loop that keeps peeking at a pipe.
 *
 * The loop knows timers only, so every tenth of a second a timer asks whether
 * the child has spoken. Nearly always it has not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop.h"

static struct selector *selector;
static struct timer peek_timer;
static int peeks;

static void peek(void *arg)
{
	struct loop *l = arg;
	struct readiness ready[1];

	peeks++;
	if (selector_select(selector, 0, ready, 1) == 0) {
		loop_call_later(l, 0.1, peek, l, &peek_timer);
		return;
	}
	printf("the child has spoken\n");
	printf("%s peeks for one answer\n",
	       peeks > 10 ? "more than ten" : "ten at most");
	loop_stop(l);
}

int main(void)
{
	struct loop *l = loop_create();
	int ends[2];

	setbuf(stdout, NULL);
	if (pipe(ends) < 0)
		exit(1);
	if (fork() == 0) {
		sleep(2);
		dprintf(ends[1], "x");
		_exit(0);
	}
	selector = selector_create();
	selector_register(selector, ends[0], SELECTOR_READ);
	loop_call_later(l, 0.1, peek, l, &peek_timer);
	loop_run_forever(l);
	selector_destroy(selector);
	loop_destroy(l);
	wait(NULL);
	return 0;
}
