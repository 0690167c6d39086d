/*
 * future.c - one coroutine waits for another's value.
 *
 * `drive` is the whole of a task, in six lines: resume the coroutine; if it
 * waits for a future, come back when that is done.
 */
#include <stdint.h>
#include <stdio.h>

#include "coro.h"
#include "future.h"
#include "loop.h"

struct driven {
	struct coro coro;
	struct handle handle;
};

static struct future answer;

static void drive(void *arg)
{
	struct driven *d = arg;
	struct future *waits = coro_resume(&d->coro, 0);

	if (waits)
		future_add_done_callback(waits, drive, d, &d->handle);
}

static int ask(void *arg, void **result)
{
	void *value;
	int rc;

	printf("ask: what is the answer?\n");
	rc = future_await(&answer, &value);
	if (rc < 0)
		return rc;
	printf("ask: it is %d\n", (int)(intptr_t)value);
	loop_stop(loop_current());
	return 0;
}

static int think(void *arg, void **result)
{
	printf("think: let me see ...\n");
	future_set_result(&answer, (void *)(intptr_t)42);
	printf("think: there you are\n");
	return 0;
}

int main(void)
{
	struct loop *l = loop_create();
	struct driven *asks = coro_create(sizeof(*asks), ask, NULL);
	struct driven *thinks = coro_create(sizeof(*thinks), think, NULL);

	future_init(&answer, "answer");
	loop_call_soon(l, drive, asks, &asks->handle);
	loop_call_soon(l, drive, thinks, &thinks->handle);
	loop_run_forever(l);
	coro_destroy(&asks->coro);
	coro_destroy(&thinks->coro);
	loop_destroy(l);
	return 0;
}
