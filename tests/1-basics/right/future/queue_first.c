/*
 * queue_first.c - the ones who wait are queued before the value is there.
 *
 * Nobody can tell: the loop calls them in a later turn. To remove, start again
 * from the front after each find. The suite must not mind.
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

static void end(struct future *f, void *value, int rc)
{
	handles_move(&the_loop()->ready, &f->callbacks);
	f->result = value;
	f->rc = rc;
	f->done = true;
}

static struct handle *find(struct future *f, callback_fn *fn)
{
	struct handle *h = f->callbacks.ring.next;

	while (h != &f->callbacks.ring && h->fn != fn)
		h = h->next;
	return h != &f->callbacks.ring ? h : NULL;
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
	end(f, value, 0);
}

bool future_set_result_unless_done(struct future *f, void *value)
{
	bool pending = !f->done;

	if (pending)
		future_set_result(f, value);
	return pending;
}

void future_set_error(struct future *f, int rc)
{
	must_be_settable(f, __func__);
	if (rc >= 0)
		panic("future_set_error: %d is not an error", rc);
	end(f, NULL, rc);
}

bool future_cancel(struct future *f)
{
	if (!f->done && f->cancel)
		return f->cancel(f);
	if (!f->done) {
		end(f, NULL, -ECANCELED);
		return true;
	}
	return false;
}

int future_result(struct future *f, void **value)
{
	if (!f->done)
		panic("future_result: %s is not done", f->what);
	f->asked = true;
	if (f->rc < 0)
		return f->rc;
	if (value)
		*value = f->result;
	return 0;
}

int future_error(struct future *f)
{
	return future_result(f, NULL);
}

void future_add_done_callback(struct future *f, callback_fn *fn, void *arg,
			      struct handle *h)
{
	if (!f->done) {
		h->fn = fn;
		h->arg = arg;
		handles_push(&f->callbacks, h);
		return;
	}
	loop_call_soon(the_loop(), fn, arg, h);
}

int future_remove_done_callback(struct future *f, callback_fn *fn)
{
	struct handle *h;
	int n;

	for (n = 0; (h = find(f, fn)); n++)
		handle_cancel(h);
	return n;
}

int future_await(struct future *f, void **value)
{
	if (!f->done && !coro_current())
		panic("future_await: not inside a coroutine");
	int rc = f->done ? 0 : coro_yield(f);

	return rc < 0 ? rc : future_result(f, value);
}
