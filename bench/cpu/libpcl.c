/*
 * libpcl.c - the switch of the Portable Coroutine Library.
 */
#include <pcl.h>

#include "bench.h"

enum { SWITCHES = 200000, STACK = 64 * 1024 };

static unsigned long visits;

static void other(void *arg)
{
	for (;;) {
		visits++;
		co_resume();
	}
}

static void round_trips(coroutine_t there, long n)
{
	for (long i = 0; i < n; i++)
		co_call(there);
}

static double switch_contexts(long n)
{
	coroutine_t there;
	double start;

	co_thread_init();
	there = co_create(other, NULL, NULL, STACK);
	round_trips(there, 1000);
	start = cpu();
	round_trips(there, SWITCHES);
	start = cpu() - start;
	return visits == SWITCHES + 1000 ? start / SWITCHES : -1;
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "switch", switch_contexts },
		{ 0 },
	};

	return bench(known, argc, argv);
}
