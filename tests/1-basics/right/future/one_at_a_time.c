/*
 * one_at_a_time.c - whoever waits is moved by hand, one at a time.
 *
 * Each goes through loop_call_soon, and a callback on a done future goes into
 * the ring first, too: settling is then done again. Waiting looks again whenever
 * it is woken. The suite must not mind.
 */
#include "future.h"

#include <errno.h>
#include <stdio.h>

#include "coro.h"
#include "errors.h"
#include "loop.h"
#include "panic.h"

void future_init(struct future *f, const char *what)
{
	*f = (struct future){ .what = what };
	handles_init(&f->callbacks);
}

void future_destroy(struct future *f)
{
	if (!handles_empty(&f->callbacks))
		panic("future_destroy: somebody still waits for %s", f->what);
	if (f->rc < 0 && f->rc != -ECANCELED && !f->asked)
		fprintf(stderr, "%s failed, and nobody asked why: %s\n",
			f->what, async_strerror(f->rc));
}

bool future_done(const struct future *f)
{
	return f->done;
}

bool future_cancelled(const struct future *f)
{
	return f->rc == -ECANCELED;
}

static struct loop *the_loop(void)
{
	struct loop *l = loop_current();

	if (!l)
		panic("future: there is no loop");
	return l;
}

/* Empty the ring, into the loop's ready queue. */
static void wake(struct future *f)
{
	struct handle *h;

	while ((h = handles_pop(&f->callbacks)))
		loop_call_soon(the_loop(), h->fn, h->arg, h);
}

static void must_be_settable(const struct future *f, const char *function)
{
	the_loop(); /* it will have to call those who wait */
	if (f->sealed)
		panic("%s: %s is a task's; only the task sets its result",
		      function, f->what);
	if (f->done)
		panic("%s: %s is done already", function, f->what);
}

void future_set_result(struct future *f, void *value)
{
	must_be_settable(f, __func__);
	f->result = value;
	f->done = true;
	wake(f);
}

bool future_set_result_unless_done(struct future *f, void *value)
{
	if (f->done)
		return false;
	f->rc = 0;
	f->result = value;
	f->done = true;
	wake(f);
	return true;
}

void future_set_error(struct future *f, int rc)
{
	must_be_settable(f, __func__);
	if (rc >= 0)
		panic("future_set_error: %d is not an error", rc);
	f->done = true;
	f->rc = rc;
	wake(f);
}

bool future_cancel(struct future *f)
{
	if (f->done)
		return false;
	if (f->cancel)
		return f->cancel(f);
	future_set_error(f, -ECANCELED);
	return true;
}

int future_result(struct future *f, void **value)
{
	if (!f->done)
		panic("future_result: %s is not done", f->what);
	f->asked = true;
	if (f->rc == 0 && value)
		*value = f->result;
	return f->rc;
}

int future_error(struct future *f)
{
	return future_result(f, NULL);
}

void future_add_done_callback(struct future *f, callback_fn *fn, void *arg,
			      struct handle *h)
{
	h->fn = fn;
	h->arg = arg;
	handles_push(&f->callbacks, h);
	if (f->done)
		wake(f);
}

int future_remove_done_callback(struct future *f, callback_fn *fn)
{
	struct handles kept;
	struct handle *h;
	int n = 0;

	handles_init(&kept);
	while ((h = handles_pop(&f->callbacks))) {
		if (h->fn == fn)
			n++;
		else
			handles_push(&kept, h);
	}
	handles_move(&f->callbacks, &kept);
	return n;
}

int future_await(struct future *f, void **value)
{
	if (!f->done && !coro_current())
		panic("future_await: not inside a coroutine");
	while (!f->done) {
		int rc = coro_yield(f);

		if (rc < 0)
			return rc;
	}
	return future_result(f, value);
}
