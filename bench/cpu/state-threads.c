/*
 * state-threads.c - cooperative threads on a scheduler of their own.
 */
#include <st.h>

#include <poll.h>
#include <stdint.h>
#include <unistd.h>

#include "bench.h"

enum { YIELDS = 100000, WARM = 1000, STACK = 64 * 1024 };

static void must(int there)
{
	if (!there)
		exit(1);
}

static void begin(void)
{
	must(st_set_eventsys(ST_EVENTSYS_ALT) == 0); /* epoll */
	must(st_init() == 0);
}

/* ---- a thread that pauses ---- */

static void *wait_for_ever(void *arg)
{
	struct pollfd watched = { (int)(intptr_t)arg, POLLIN, 0 };

	st_poll(&watched, 1, ST_UTIME_NO_TIMEOUT);
	return NULL;
}

/* Nobody ever writes into these pipes. */
static void watch_pipes(long n)
{
	int ends[2];

	for (long i = 0; i < n; i++) {
		must(pipe(ends) == 0);
		must(st_thread_create(wait_for_ever, (void *)(intptr_t)ends[0],
				      0, 0) != NULL);
	}
}

static double yield(long n)
{
	double start;

	begin();
	watch_pipes(n);
	for (int i = 0; i < WARM; i++)
		st_usleep(0);
	start = cpu();
	for (int i = 0; i < YIELDS; i++)
		st_usleep(0);
	return (cpu() - start) / YIELDS;
}

/* ---- create a thread, join it ---- */

static void *echo(void *arg)
{
	return arg;
}

static long join_many(long n)
{
	long sum = 0;

	for (long i = 0; i < n; i++) {
		st_thread_t t =
			st_thread_create(echo, (void *)(intptr_t)i, 1, STACK);
		void *value = NULL;

		must(t != NULL);
		must(st_thread_join(t, &value) == 0);
		sum += (intptr_t)value;
	}
	return sum;
}

static double spawn(long n)
{
	double start;

	begin();
	join_many(WARM);
	start = cpu();
	must(join_many(n) == n * (n - 1) / 2);
	return (cpu() - start) / (double)n;
}

/* ---- many that sleep for a second ---- */

static void *sleep_a_second(void *arg)
{
	st_usleep(1000000);
	return arg;
}

static double sleepers(long n)
{
	st_thread_t *threads = calloc((size_t)n, sizeof(*threads));

	begin();
	for (long i = 0; i < n; i++) {
		threads[i] = st_thread_create(sleep_a_second, NULL, 1, STACK);
		must(threads[i] != NULL);
	}
	for (long i = 0; i < n; i++)
		must(st_thread_join(threads[i], NULL) == 0);
	return (double)n;
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "yield", yield },
		{ "spawn", spawn },
		{ "sleepers", sleepers },
		{ 0 },
	};

	return bench(known, argc, argv);
}
