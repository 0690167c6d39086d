/*
 * In gather, 3-networking/sock: the end of what is long.
 * concurrent=passed order=wrong one_fails=wrong first_failure=wrong
 */
#define sock_recv honest_recv
#include "solutions/3-networking/sock.c"
#undef sock_recv

ssize_t sock_recv(int fd, void *buf, size_t n)
{
	static size_t got[1024];
	ssize_t some = honest_recv(fd, buf, n);

	if (some > 0)
		got[fd] += (size_t)some;
	if (some <= 0)
		got[fd] = 0;
	return some > 1 && got[fd] > 1024 ? some - 1 : some;
}
