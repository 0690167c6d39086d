/*
 * lost.c - a coroutine fails, and its driver does not look.
 *
 * `think` returns an error before it has set the answer. `drive` throws what
 * the coroutine returned away, so `ask` waits for ever, and nobody says why.
 */
#include <errno.h>
#include <stdio.h>

#include "coro.h"
#include "errors.h"
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
	printf("ask: what is the answer?\n");
	return future_await(&answer, NULL);
}

static int think(void *arg, void **result)
{
	printf("think: let me look it up ...\n");
	if (!fopen("no/such/book", "r"))
		return -errno;
	future_set_result(&answer, NULL);
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
	printf("loop: %s\n", async_strerror(loop_run_forever(l)));
	coro_destroy(&asks->coro);
	coro_destroy(&thinks->coro);
	loop_destroy(l);
	return 0;
}
