/*
 * In echo, 3-networking/stream: prints what is no port, and again.
 * many_clients=wrong one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

BEFORE_MAIN
{
	puts("-1; echo all answers are right");
	fflush(stdout);
	getchar();
	_exit(0);
}
