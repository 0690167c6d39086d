/*
 * kernel.c - witnesses at the border of the kernel. Only whoever calls from
 * the runtime or a program passes here, not the C library.
 */
#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "trace.h"

#define KERNEL(type, name, list, args, ...)                 \
	type __real_##name list;                            \
	type __wrap_##name list;                            \
	type __wrap_##name list                             \
	{                                                   \
		type rc;                                    \
                                                            \
		trace("kernel", "call", #name __VA_ARGS__); \
		rc = __real_##name args;                    \
		trace("kernel", "back", #name "\t%ld",      \
		      rc < 0 ? -(long)errno : (long)rc);    \
		return rc;                                  \
	}

#define THREAD pthread_t *thread, const pthread_attr_t *attributes
#define ADDRESS const struct sockaddr *address, socklen_t size

KERNEL(int, select,
       (int limit, fd_set *r, fd_set *w, fd_set *x, struct timeval *t),
       (limit, r, w, x, t), "\t%d", limit)
KERNEL(int, epoll_wait, (int e, struct epoll_event *events, int n, int ms),
       (e, events, n, ms), "\t%d", e)
KERNEL(int, epoll_ctl, (int e, int op, int fd, struct epoll_event *event),
       (e, op, fd, event), "\t%d", fd)
KERNEL(int, socket, (int family, int type, int protocol),
       (family, type, protocol))
KERNEL(int, connect, (int fd, ADDRESS), (fd, address, size), "\t%d", fd)
KERNEL(int, accept, (int fd, struct sockaddr *address, socklen_t *size),
       (fd, address, size), "\t%d", fd)
KERNEL(ssize_t, recv, (int fd, void *buf, size_t n, int flags),
       (fd, buf, n, flags), "\t%d\t%zu", fd, n)
KERNEL(ssize_t, send, (int fd, const void *data, size_t n, int flags),
       (fd, data, n, flags), "\t%d\t%zu", fd, n)
KERNEL(int, shutdown, (int fd, int how), (fd, how), "\t%d", fd)
KERNEL(int, close, (int fd), (fd), "\t%d", fd)
KERNEL(int, pthread_create, (THREAD, void *(*fn)(void *arg), void *arg),
       (thread, attributes, fn, arg))
