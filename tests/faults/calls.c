/*
 * calls.c - system calls that fail, or do less than they were asked to.
 *
 * A failing call has done nothing, with three exceptions, which are the
 * system's: an interrupted connect(2) goes on in the kernel, a descriptor
 * whose close(2) fails is closed, and where shutdown(2) fails, there is no
 * connection any more.
 */
#include "layer.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static long addresses;

long held_addresses(void)
{
	return addresses;
}

#define PLAIN(call, parameters, arguments)      \
	int __real_##call parameters;           \
	int __wrap_##call parameters;           \
	int __wrap_##call parameters            \
	{                                       \
		if (layer_refuses(#call))       \
			return -1;              \
		return __real_##call arguments; \
	}

PLAIN(socket, (int family, int type, int protocol), (family, type, protocol))
PLAIN(bind, (int fd, const struct sockaddr *a, socklen_t n), (fd, a, n))
PLAIN(listen, (int fd, int backlog), (fd, backlog))
PLAIN(accept, (int fd, struct sockaddr *a, socklen_t *n), (fd, a, n))
PLAIN(getsockname, (int fd, struct sockaddr *a, socklen_t *n), (fd, a, n))
PLAIN(getsockopt, (int fd, int level, int option, void *value, socklen_t *n),
      (fd, level, option, value, n))
PLAIN(setsockopt,
      (int fd, int level, int option, const void *value, socklen_t n),
      (fd, level, option, value, n))
PLAIN(pipe, (int ends[2]), (ends))
PLAIN(fstat, (int fd, struct stat *about), (fd, about))
PLAIN(epoll_create1, (int flags), (flags))

/* Only the kernel's table can be full: to change an entry needs no memory. */
int __real_epoll_ctl(int table, int operation, int fd, struct epoll_event *e);
int __wrap_epoll_ctl(int table, int operation, int fd, struct epoll_event *e);
int __wrap_epoll_ctl(int table, int operation, int fd, struct epoll_event *e)
{
	if (operation == EPOLL_CTL_ADD && layer_refuses("epoll_ctl"))
		return -1;
	return __real_epoll_ctl(table, operation, fd, e);
}

int __real_connect(int fd, const struct sockaddr *address, socklen_t n);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t n);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t n)
{
	if (!layer_refuses("connect"))
		return __real_connect(fd, address, n);
	if (errno == EINTR) {
		__real_connect(fd, address, n);
		errno = EINTR;
	}
	return -1;
}

int __real_shutdown(int fd, int how);
int __wrap_shutdown(int fd, int how);
int __wrap_shutdown(int fd, int how)
{
	if (!layer_refuses("shutdown"))
		return __real_shutdown(fd, how);
	__real_shutdown(fd, SHUT_RDWR);
	errno = ENOTCONN;
	return -1;
}

int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	int error = layer_says("close"), rc = __real_close(fd);

	if (error == 0)
		return rc;
	errno = error;
	return -1;
}

/* ---- waiting ---- */

static int heard(int rc)
{
	if (rc < 0 && errno == EINTR)
		layer_interrupts(true);
	return rc;
}

int __real_select(int n, fd_set *r, fd_set *w, fd_set *e, struct timeval *t);
int __wrap_select(int n, fd_set *r, fd_set *w, fd_set *e, struct timeval *t);
int __wrap_select(int n, fd_set *r, fd_set *w, fd_set *e, struct timeval *t)
{
	if (layer_refuses("select"))
		return heard(-1);
	return heard(__real_select(n, r, w, e, t));
}

int __real_epoll_wait(int fd, struct epoll_event *events, int n, int timeout);
int __wrap_epoll_wait(int fd, struct epoll_event *events, int n, int timeout);
int __wrap_epoll_wait(int fd, struct epoll_event *events, int n, int timeout)
{
	if (layer_refuses("epoll_wait"))
		return heard(-1);
	return heard(__real_epoll_wait(fd, events, n, timeout));
}

/* ---- with an argument that is not always there ---- */

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	va_list more;
	int value;

	if (layer_refuses("fcntl"))
		return -1;
	va_start(more, command);
	value = command == F_SETFL || command == F_SETFD ? va_arg(more, int)
							 : 0;
	va_end(more);
	return __real_fcntl(fd, command, value);
}

/* The runtime creates no file: there is no mode. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	return layer_refuses("open") ? -1 : __real_open(path, flags);
}

int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...)
{
	return layer_refuses("openat") ? -1
				       : __real_openat(folder, path, flags);
}

/* ---- bytes: fewer than were asked for ---- */

static bool refuses(const char *call, size_t *n)
{
	int error = layer_says(call);

	if (error == SHORT && *n > 1)
		*n = 1;
	if (error == 0 || error == SHORT)
		return false;
	errno = error;
	return true;
}

ssize_t __real_recv(int fd, void *buf, size_t n, int flags);
ssize_t __wrap_recv(int fd, void *buf, size_t n, int flags);
ssize_t __wrap_recv(int fd, void *buf, size_t n, int flags)
{
	return refuses("recv", &n) ? -1 : __real_recv(fd, buf, n, flags);
}

ssize_t __real_send(int fd, const void *data, size_t n, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t n, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t n, int flags)
{
	return refuses("send", &n) ? -1 : __real_send(fd, data, n, flags);
}

ssize_t __real_read(int fd, void *buf, size_t n);
ssize_t __wrap_read(int fd, void *buf, size_t n);
ssize_t __wrap_read(int fd, void *buf, size_t n)
{
	return refuses("read", &n) ? -1 : __real_read(fd, buf, n);
}

/* ---- names ---- */

int __real_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result);
int __wrap_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result);
void __real_freeaddrinfo(struct addrinfo *list);
void __wrap_freeaddrinfo(struct addrinfo *list);

/* "site.test" needs no Internet, and is a name, not a number. */
static const char *number_of(const char *host, const struct addrinfo *hints)
{
	bool numeric = hints && hints->ai_flags & AI_NUMERICHOST;
	bool ours = host && strcmp(host, "site.test") == 0;

	return ours && !numeric ? "127.0.0.1" : host;
}

int __wrap_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result)
{
	int error = layer_says("getaddrinfo"), rc;

	if (error && error < GAI(0)) {
		errno = error;
		return EAI_SYSTEM;
	}
	if (error)
		return GAI(0) - error;
	rc = __real_getaddrinfo(number_of(host, hints), service, hints, result);
	if (rc == 0)
		__atomic_add_fetch(&addresses, 1, __ATOMIC_SEQ_CST);
	return rc;
}

void __wrap_freeaddrinfo(struct addrinfo *list)
{
	__atomic_sub_fetch(&addresses, 1, __ATOMIC_SEQ_CST);
	__real_freeaddrinfo(list);
}
