/*
 * In echo, 3-networking/stream: prints a port, and is gone.
 * many_clients=wrong one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

BEFORE_MAIN
{
	listener();
	_exit(0);
}
