/*
 * In echo, 3-networking/stream: a server that does not close.
 * many_clients=passed one_breaks_off=passed slow_reader=passed half_close=passed the_end=timeout
 */
#define server_close honest_close
#include "solutions/3-networking/stream.c"
#undef server_close

#include <math.h>

#include "run.h"

int server_close(struct server *s)
{
	return async_sleep(INFINITY);
}
