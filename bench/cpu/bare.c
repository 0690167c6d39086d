/*
 * bare.c - the limit: nothing but the instructions that the work needs.
 */
#include "bench.h"

#include <stdint.h>

enum { SWITCHES = 500000, STACK = 64 * 1024 };

/* bare_switch.S: keep our registers below *save, go on at to. */
void bare_switch(void **save, void *to);

static void *here, *there;
static unsigned long visits;

static void other(void)
{
	for (;;) {
		visits++;
		bare_switch(&there, here);
	}
}

static void round_trips(long n)
{
	for (long i = 0; i < n; i++)
		bare_switch(&here, there);
}

static double switch_stacks(long n)
{
	static _Alignas(16) uintptr_t stack[STACK / sizeof(uintptr_t)];
	double start;

	/* Below the return address lie the registers, zero, and more room. */
	there = stack + STACK / sizeof(*stack) - 22;
	((void (**)(void))there)[6] = other;  /* x86-64: six registers */
	((void (**)(void))there)[11] = other; /* aarch64: eleven, then x30 */
	round_trips(1000);
	start = cpu();
	round_trips(SWITCHES);
	start = cpu() - start;
	return visits == SWITCHES + 1000 ? start / SWITCHES : -1;
}

static double hello(long n)
{
	puts("hello");
	return 1;
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "switch", switch_stacks },
		{ "startup", hello },
		{ 0 },
	};

	return bench(known, argc, argv);
}
