/*
 * boost.context.cc - the switch of Boost, by the C functions that its own
 * classes stand on.
 */
#include <boost/context/detail/fcontext.hpp>

#include "bench.h"

using namespace boost::context::detail;

enum { SWITCHES = 500000, STACK = 64 * 1024 };

static unsigned long visits;

static void other(transfer_t from)
{
	for (;;) {
		visits++;
		from = jump_fcontext(from.fctx, NULL);
	}
}

static fcontext_t round_trips(fcontext_t there, long n)
{
	for (long i = 0; i < n; i++)
		there = jump_fcontext(there, NULL).fctx;
	return there;
}

static double switch_contexts(long n)
{
	alignas(16) static char stack[STACK];
	fcontext_t there;
	double start;

	there = make_fcontext(stack + STACK, STACK, other);
	there = round_trips(there, 1000);
	start = cpu();
	round_trips(there, SWITCHES);
	start = cpu() - start;
	return visits == SWITCHES + 1000 ? start / SWITCHES : -1;
}

int main(int argc, char *argv[])
{
	static const struct metric known[] = {
		{ "switch", switch_contexts },
		{ NULL, NULL },
	};

	return bench(known, argc, argv);
}
