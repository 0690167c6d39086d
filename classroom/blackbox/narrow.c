/*
 * narrow.c - a socket that takes few bytes at a time, as send(2) may.
 *
 * How much a socket takes is chance: how fast the other side reads. Who thinks
 * that it takes all, or sends past bytes that wait, is right most of the time.
 * Here it takes this much and no more, so such a program is wrong each time.
 */
#include <sys/socket.h>
#include <sys/types.h>

#define MOST 1000 /* bytes */

ssize_t __real_send(int fd, const void *data, size_t n, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t n, int flags);

ssize_t __wrap_send(int fd, const void *data, size_t n, int flags)
{
	return __real_send(fd, data, n < MOST ? n : MOST, flags);
}
