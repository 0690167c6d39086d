/*
 * polling.c - one coroutine needs another's value, and has only a variable.
 *
 * `ask` looks whether the value is there, gives the thread away, looks again.
 * It works; and the processor is never idle while nothing happens.
 */
#include <stdbool.h>
#include <stdio.h>

#include "coro.h"
#include "loop.h"

struct driven {
	struct coro coro;
	struct handle handle;
	struct timer timer;
};

static int answer;
static bool there;

static void drive(void *arg)
{
	struct driven *d = arg;

	coro_resume(&d->coro, 0);
}

static int ask(void *arg, void **result)
{
	struct driven *self = (struct driven *)coro_current();
	unsigned long looks = 0;

	printf("ask: what is the answer?\n");
	while (!there) {
		looks++;
		loop_call_soon(loop_current(), drive, self, &self->handle);
		coro_yield(NULL);
	}
	printf("ask: it is %d\n", answer);
	printf("ask: I looked %s 1000 times\n",
	       looks > 1000 ? "more than" : "at most");
	loop_stop(loop_current());
	return 0;
}

static int think(void *arg, void **result)
{
	struct driven *self = (struct driven *)coro_current();

	printf("think: let me see ...\n");
	loop_call_later(loop_current(), 0.5, drive, self, &self->timer);
	coro_yield(NULL);
	answer = 42;
	there = true;
	return 0;
}

int main(void)
{
	struct loop *l = loop_create();
	struct driven *asks = coro_create(sizeof(*asks), ask, NULL);
	struct driven *thinks = coro_create(sizeof(*thinks), think, NULL);

	loop_call_soon(l, drive, asks, &asks->handle);
	loop_call_soon(l, drive, thinks, &thinks->handle);
	loop_run_forever(l);
	coro_destroy(&asks->coro);
	coro_destroy(&thinks->coro);
	loop_destroy(l);
	return 0;
}
