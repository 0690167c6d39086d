/*
 * loop.c - two hellos by callbacks, on the real loop.
 *
 * It works, and look what became of the story: it is cut where it waits, the
 * second half stands above the first, and what both halves need has left the
 * stack for a struct.
 */
#include <stdio.h>

#include "errors.h"
#include "loop.h"

static int unfinished = 2;

struct hello {
	const char *name;
	struct handle begin;
	struct timer again;
};

static void hello_again(void *arg)
{
	struct hello *self = arg;

	printf("Hello %s again!\n", self->name);
	if (--unfinished == 0)
		loop_stop(loop_current());
}

static void hello(void *arg)
{
	struct hello *self = arg;

	printf("Hello %s!\n", self->name);
	loop_call_later(loop_current(), 1, hello_again, self, &self->again);
}

int main(void)
{
	struct hello bob = { .name = "Bob" }, alice = { .name = "Alice" };
	struct loop *l = loop_create();
	int rc;

	setbuf(stdout, NULL);
	loop_call_soon(l, hello, &bob, &bob.begin);
	loop_call_soon(l, hello, &alice, &alice.begin);
	rc = loop_run_forever(l);
	if (rc < 0)
		printf("the loop gave up: %s\n", async_strerror(rc));
	loop_destroy(l);
	return rc < 0;
}
