/*
 * ucontext.c - the switch that the C library brings.
 */
#include <ucontext.h>

#include "bench.h"

enum { SWITCHES = 200000, STACK = 64 * 1024 };

static ucontext_t here, there;
static unsigned long visits;

static void other(void)
{
	for (;;) {
		visits++;
		swapcontext(&there, &here);
	}
}

static void round_trips(long n)
{
	for (long i = 0; i < n; i++)
		swapcontext(&here, &there);
}

static double switch_contexts(long n)
{
	static _Alignas(16) char stack[STACK];
	double start;

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	makecontext(&there, other, 0);
	round_trips(1000);
	start = cpu();
	round_trips(SWITCHES);
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
