#ifndef RESOLVE_H
#define RESOLVE_H

#include <netdb.h>

/*
 * resolve.h - lab resolve: names to addresses, in a thread.
 *
 * getaddrinfo(3) can only block. So it runs in a thread of its own, which
 * wakes the loop through a pipe when it has the answer.
 */

/*
 * async_getaddrinfo - look a name up, and let the others run meanwhile.
 *
 *   asyncio   loop.getaddrinfo(host, port)
 *   host      a name or a number; NULL: see getaddrinfo(3)
 *   service   a port number in digits, or a service name; may be NULL
 *   hints     may be NULL
 *   result    *result is set when the result is 0: yours to freeaddrinfo(3)
 *   returns   0
 *   errors    those of async_gai_error (no such name, try again, ...);
 *             -ENOMEM; -EMFILE  no pipe; -EAGAIN  no thread
 *             -ECANCELED  the thread ends on its own, its answer is dropped
 *   suspends  yes, unless the host is a number: only inside a coroutine
 */
int async_getaddrinfo(const char *host, const char *service,
		      const struct addrinfo *hints, struct addrinfo **result);

#endif
