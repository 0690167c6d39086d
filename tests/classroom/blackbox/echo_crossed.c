/*
 * In echo, 3-networking/writer: bytes go to the client who came before.
 * many_clients=wrong one_breaks_off=nothing slow_reader=nothing half_close=nothing the_end=nothing
 */
#define writer_write honest_write
#include "solutions/3-networking/writer.c"
#undef writer_write

int writer_write(struct writer *w, const void *data, size_t n)
{
	static struct writer *before;
	struct writer *to = before && n > 50 ? before : w;

	before = w;
	return honest_write(to, data, n);
}
