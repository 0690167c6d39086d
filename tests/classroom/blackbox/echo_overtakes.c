/*
 * In echo, 3-networking/writer: sends past bytes that wait, when it can.
 * many_clients=wrong one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#define writer_write honest_write
#include "solutions/3-networking/writer.c"
#undef writer_write

int writer_write(struct writer *w, const void *data, size_t n)
{
	ssize_t sent = n > 0 ? try_send(w, data, n) : 0;
	size_t gone = sent > 0 ? (size_t)sent : 0;

	return honest_write(w, (const char *)data + gone, n - gone);
}
