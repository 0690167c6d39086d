/*
 * In echo, 3-networking/stream: prints a port where nobody listens.
 * many_clients=wrong one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

BEFORE_MAIN
{
	puts("9");
	fflush(stdout);
	getchar();
	_exit(0);
}
