/*
 * ours.c - our runtime, as a normal program uses it. One source; the linker
 * puts either floor below it.
 */
#include "run.h"

#include <stdint.h>
#include <unistd.h>

#include "bench.h"
#include "gather.h"
#include "loop.h"
#include "ours.h"
#include "task.h"

static void *pointer(double *number)
{
	return number;
}

static double ran(coro_fn *fn, long n)
{
	void *value = NULL;

	if (async_run(fn, &n, &value) < 0)
		exit(1);
	return *(double *)value;
}

/* ---- a task that pauses, and goes on in the next turn ---- */

enum { YIELDS = 500000, WARM = 1000 };

static void nothing(void *arg)
{
}

/* Nobody ever writes into these pipes. */
static void watch_pipes(long n)
{
	static struct handle handles[64];
	int ends[2];

	for (long i = 0; i < n; i++)
		if (pipe(ends) < 0 ||
		    loop_add_reader(loop_current(), ends[0], nothing, NULL,
				    &handles[i]) < 0)
			exit(1);
}

static int yields(void *arg, void **result)
{
	static double each;
	double start;

	watch_pipes(*(long *)arg);
	for (int i = 0; i < WARM; i++)
		async_sleep(0);
	start = cpu();
	for (int i = 0; i < YIELDS; i++)
		async_sleep(0);
	each = (cpu() - start) / YIELDS;
	*result = pointer(&each);
	return 0;
}

static double yield(long n)
{
	return ran(yields, n);
}

/* ---- create a task, await it ---- */

static int echo(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static long await_many(long n)
{
	long sum = 0;

	for (long i = 0; i < n; i++) {
		struct task *t = task_create(echo, (void *)(intptr_t)i);
		void *value = NULL;

		if (task_await(t, &value) < 0)
			exit(1);
		task_detach(t);
		sum += (intptr_t)value;
	}
	return sum;
}

static int spawns(void *arg, void **result)
{
	static double each;
	long n = *(long *)arg;
	double start;

	await_many(WARM);
	start = cpu();
	if (await_many(n) != n * (n - 1) / 2)
		exit(1);
	each = (cpu() - start) / (double)n;
	*result = pointer(&each);
	return 0;
}

static double spawn(long n)
{
	return ran(spawns, n);
}

/* ---- many that sleep for a second ---- */

static int sleep_a_second(void *arg, void **result)
{
	*result = arg;
	return async_sleep(1);
}

static int gather_sleepers(void *arg, void **result)
{
	static double count;
	long n = *(long *)arg;
	struct task **tasks = calloc((size_t)n, sizeof(*tasks));

	if (!tasks)
		return -1;
	for (long i = 0; i < n; i++)
		tasks[i] = task_create(sleep_a_second, NULL);
	if (async_gather(tasks, (int)n, NULL, NULL) < 0)
		exit(1);
	free(tasks);
	count = (double)n;
	*result = pointer(&count);
	return 0;
}

static double sleepers(long n)
{
	return ran(gather_sleepers, n);
}

/* ---- the shortest program ---- */

static int say_hello(void *arg, void **result)
{
	static double one = 1;

	puts("hello");
	*result = pointer(&one);
	return 0;
}

static double hello(long n)
{
	return ran(say_hello, n);
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "yield", yield },
		{ "spawn", spawn },
		{ "sleepers", sleepers },
		{ "startup", hello },
		{ "switch", switch_contexts },
		{ "timer_insert", timer_insert },
		{ "timer_pop", timer_pop },
		{ "timer_cancel", timer_cancel },
		{ "allocations", allocations },
		{ 0 },
	};

	return bench(known, argc, argv);
}
