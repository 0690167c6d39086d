/*
 * blocks.c - a callback that keeps the thread to itself.
 *
 * tick is due after half a second, and is called after one: nobody can be
 * called while hog sleeps. With ASYNC_DEBUG=1 the loop says who it was.
 */
#include <stdio.h>
#include <unistd.h>

#include "loop.h"

/* Not static: a name can be told only if it is exported. */
void hog(void *arg);

void hog(void *arg)
{
	printf("hog: I sleep for a second\n");
	sleep(1);
	printf("hog: done\n");
}

static void tick(void *arg)
{
	struct loop *l = arg;

	printf("tick: half a second has passed, and more\n");
	loop_stop(l);
}

int main(void)
{
	struct loop *l = loop_create();
	struct handle first = { 0 };
	struct timer timer = { 0 };

	setbuf(stdout, NULL);
	loop_call_later(l, 0.5, tick, l, &timer);
	loop_call_soon(l, hog, NULL, &first);
	loop_run_forever(l);
	loop_destroy(l);
	return 0;
}
