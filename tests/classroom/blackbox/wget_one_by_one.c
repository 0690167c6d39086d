/*
 * In wget, 3-networking/wget: one site after the other.
 * concurrent=timeout names=nothing request=nothing header=nothing one_refuses=nothing early_end=nothing no_such_name=nothing
 */
#include "task.h"

#undef task_create
#define task_create(fn, arg) in_turn(fn, arg)

static struct task *in_turn(coro_fn *fn, void *arg)
{
	struct task *t = task_create_named(fn, arg, "one_site");

	task_await(t, NULL);
	return t;
}

#include "solutions/3-networking/wget.c"
