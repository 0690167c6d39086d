/*
 * tiny.c - two hellos on the forty lines.
 *
 * One thread, one second. Nobody sleeps here: who wants to go on later says
 * so, and returns.
 */
#include <stdio.h>

#include "tiny.h"

static void hello_again(void *arg)
{
	const char *name = arg;

	printf("Hello %s again!\n", name);
}

static void hello(void *arg)
{
	const char *name = arg;

	printf("Hello %s!\n", name);
	tiny_call_later(1, hello_again, arg);
}

int main(void)
{
	setbuf(stdout, NULL);
	tiny_call_later(0, hello, "Bob");
	tiny_call_later(0, hello, "Alice");
	tiny_run();
	return 0;
}
