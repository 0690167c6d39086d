/*
 * hellos_coroutines.c - two hellos by coroutines, driven by hand.
 *
 * The story is in one piece again. What is left over is the machinery:
 * pause_for() sets a timer and yields, go_on() resumes. It is the same for
 * everyone who waits; the next labs put it away.
 */
#include <stdio.h>

#include "coro.h"
#include "loop.h"

static int unfinished = 2;

static void go_on(void *arg)
{
	struct coro *c = arg;

	coro_resume(c, 0);
	if (coro_done(c) && --unfinished == 0)
		loop_stop(loop_current());
}

static void pause_for(double seconds)
{
	struct timer timer = { 0 };

	loop_call_later(loop_current(), seconds, go_on, coro_current(), &timer);
	coro_yield(NULL);
}

static int hello(void *arg, void **result)
{
	const char *name = arg;

	printf("Hello %s!\n", name);
	pause_for(1);
	printf("Hello %s again!\n", name);
	return 0;
}

int main(void)
{
	struct loop *l = loop_create();
	struct coro *bob = coro_create(sizeof(*bob), hello, "Bob");
	struct coro *alice = coro_create(sizeof(*alice), hello, "Alice");
	struct handle first = { 0 }, second = { 0 };

	setbuf(stdout, NULL);
	loop_call_soon(l, go_on, bob, &first);
	loop_call_soon(l, go_on, alice, &second);
	loop_run_forever(l);
	coro_destroy(bob);
	coro_destroy(alice);
	loop_destroy(l);
	return 0;
}
