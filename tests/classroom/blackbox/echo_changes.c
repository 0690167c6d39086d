/*
 * In echo, 3-networking/reader: one bit, late in a long stream.
 * many_clients=passed one_breaks_off=passed slow_reader=wrong half_close=nothing the_end=nothing
 */
#define reader_read honest_read
#include "solutions/3-networking/reader.c"
#undef reader_read

ssize_t reader_read(struct reader *r, void *buf, size_t n)
{
	static size_t total[1024];
	ssize_t some = honest_read(r, buf, n);
	size_t *sum = &total[r->socket.fd];

	*sum = some > 0 ? *sum + (size_t)some : 0;
	if (*sum > 250000)
		*(char *)buf ^= 1;
	return some;
}
