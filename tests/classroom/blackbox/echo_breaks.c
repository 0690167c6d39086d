/*
 * In echo, 3-networking/reader: who breaks off takes the others along.
 * many_clients=passed one_breaks_off=wrong slow_reader=nothing half_close=nothing the_end=nothing
 */
#include "hostile.h"

#define reader_read honest_read
#include "solutions/3-networking/reader.c"
#undef reader_read

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	ssize_t some = honest_read(r, buf, n);

	if (some == -ECONNRESET)
		_exit(1);
	return some;
}
