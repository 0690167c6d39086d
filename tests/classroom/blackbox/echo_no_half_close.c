/*
 * In echo, 3-networking/reader: whoever sends no more gets no more, either.
 * many_clients=passed one_breaks_off=passed slow_reader=passed half_close=wrong the_end=nothing
 */
#include "hostile.h"

#define reader_read honest_read
#include "solutions/3-networking/reader.c"
#undef reader_read

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	ssize_t some = honest_read(r, buf, n);

	if (some == 0)
		shutdown(r->socket.fd, SHUT_RDWR);
	return some;
}
