/*
 * faults.c - how each call can fail, and what the runtime must make of it.
 *
 * From the man pages of Linux and from POSIX. Left out is what only a wrong
 * argument causes (EBADF, EFAULT, EINVAL, ENOTSOCK), except where the runtime
 * looks at the result: a sandbox may refuse any call with EPERM.
 */
#include "faults.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "errors.h"
#include "layer.h"

#define EVERY_TIME true
#define MAY_FAIL false

const struct fault faults[] = {
	{ "memory", ENOMEM, MAY_FAIL, 0, false },
	{ "mmap", ENOMEM, MAY_FAIL, 0, false },
	{ "mmap", EAGAIN, MAY_FAIL, ENOMEM, false },
	{ "madvise", EINVAL, EVERY_TIME, 0, true }, /* before Linux 6.13 */
	{ "madvise", ENOMEM, MAY_FAIL, 0, false },
	{ "madvise", EAGAIN, MAY_FAIL, ENOMEM, false },
	{ "mprotect", ENOMEM, MAY_FAIL, 0, false },
	{ "select", EINTR, EVERY_TIME, 0, false },
	{ "select", ENOMEM, MAY_FAIL, 0, false },
	{ "epoll_create1", EMFILE, MAY_FAIL, ENOMEM, false },
	{ "epoll_create1", ENFILE, MAY_FAIL, ENOMEM, false },
	{ "epoll_create1", ENOMEM, MAY_FAIL, 0, false },
	{ "epoll_ctl", ENOMEM, MAY_FAIL, 0, false },
	{ "epoll_ctl", ENOSPC, MAY_FAIL, 0, false },
	{ "epoll_wait", EINTR, EVERY_TIME, 0, false },
	{ "pipe", EMFILE, MAY_FAIL, 0, false },
	{ "pipe", ENFILE, MAY_FAIL, 0, false },
	{ "socket", EMFILE, MAY_FAIL, 0, false },
	{ "socket", ENFILE, MAY_FAIL, 0, false },
	{ "socket", ENOBUFS, MAY_FAIL, 0, false },
	{ "socket", ENOMEM, MAY_FAIL, 0, false },
	{ "socket", EAFNOSUPPORT, MAY_FAIL, 0, false },
	{ "fcntl", EPERM, MAY_FAIL, 0, false },
	{ "setsockopt", ENOBUFS, MAY_FAIL, 0, false },
	{ "setsockopt", EPERM, MAY_FAIL, 0, false },
	{ "getsockopt", ENOBUFS, MAY_FAIL, 0, false },
	{ "getsockname", ENOBUFS, MAY_FAIL, 0, false },
	{ "bind", EADDRINUSE, MAY_FAIL, 0, false },
	{ "bind", EADDRNOTAVAIL, MAY_FAIL, 0, false },
	{ "bind", EACCES, MAY_FAIL, 0, false },
	{ "listen", EADDRINUSE, MAY_FAIL, 0, false },
	{ "accept", EINTR, EVERY_TIME, 0, false },
	{ "accept", EAGAIN, EVERY_TIME, 0, false },
	{ "accept", ECONNABORTED, EVERY_TIME, 0, false },
	{ "accept", EPROTO, EVERY_TIME, 0, false },
	{ "accept", EMFILE, MAY_FAIL, 0, false },
	{ "accept", ENFILE, MAY_FAIL, 0, false },
	{ "accept", ENOBUFS, MAY_FAIL, 0, false },
	{ "accept", ENOMEM, MAY_FAIL, 0, false },
	{ "accept", EPERM, MAY_FAIL, 0, false },
	{ "connect", EINTR, EVERY_TIME, 0, false },
	{ "connect", ECONNREFUSED, MAY_FAIL, 0, false },
	{ "connect", ETIMEDOUT, MAY_FAIL, 0, false },
	{ "connect", ENETUNREACH, MAY_FAIL, 0, false },
	{ "connect", EADDRNOTAVAIL, MAY_FAIL, 0, false },
	{ "connect", EAGAIN, MAY_FAIL, 0, false },
	{ "recv", EINTR, EVERY_TIME, 0, false },
	{ "recv", EAGAIN, EVERY_TIME, 0, false },
	{ "recv", SHORT, EVERY_TIME, 0, false },
	{ "recv", ECONNRESET, MAY_FAIL, 0, false },
	{ "recv", ETIMEDOUT, MAY_FAIL, 0, false },
	{ "recv", ENOMEM, MAY_FAIL, 0, false },
	{ "send", EINTR, EVERY_TIME, 0, false },
	{ "send", EAGAIN, EVERY_TIME, 0, false },
	{ "send", SHORT, EVERY_TIME, 0, false },
	{ "send", EPIPE, MAY_FAIL, 0, false },
	{ "send", ECONNRESET, MAY_FAIL, 0, false },
	{ "send", ENOBUFS, MAY_FAIL, 0, false },
	{ "send", ENOMEM, MAY_FAIL, 0, false },
	{ "shutdown", ENOTCONN, EVERY_TIME, 0, false },
	{ "read", EINTR, EVERY_TIME, 0, false },
	{ "read", SHORT, EVERY_TIME, 0, false },
	{ "read", EIO, MAY_FAIL, 0, false },
	{ "open", EMFILE, MAY_FAIL, 0, false },
	{ "openat", EMFILE, MAY_FAIL, 0, false },
	{ "openat", ENFILE, MAY_FAIL, 0, false },
	{ "openat", ENOMEM, MAY_FAIL, 0, false },
	{ "openat", EACCES, MAY_FAIL, 0, false },
	{ "openat", EIO, MAY_FAIL, 0, false },
	{ "fstat", ENOMEM, MAY_FAIL, 0, false },
	{ "fstat", EIO, MAY_FAIL, 0, false },
	{ "close", EINTR, EVERY_TIME, 0, false },
	{ "close", EIO, EVERY_TIME, 0, false },
	{ "pthread_create", EAGAIN, MAY_FAIL, 0, false },
	{ "getaddrinfo", GAI(EAI_AGAIN), MAY_FAIL, 0, false },
	{ "getaddrinfo", GAI(EAI_NONAME), MAY_FAIL, 0, false },
	{ "getaddrinfo", GAI(EAI_MEMORY), MAY_FAIL, 0, false },
	{ "getaddrinfo", EMFILE, MAY_FAIL, 0, false },
};

const size_t n_faults = sizeof(faults) / sizeof(*faults);

#define NAMED(error)          \
	{                     \
		error, #error \
	}

static const struct {
	int error;
	const char *name;
} names[] = {
	NAMED(EACCES),
	NAMED(EADDRINUSE),
	NAMED(EADDRNOTAVAIL),
	NAMED(EAFNOSUPPORT),
	NAMED(EAGAIN),
	NAMED(ECANCELED),
	NAMED(ECONNABORTED),
	NAMED(ECONNREFUSED),
	NAMED(ECONNRESET),
	NAMED(EINTR),
	NAMED(EINVAL),
	NAMED(EIO),
	NAMED(EMFILE),
	NAMED(ENETUNREACH),
	NAMED(ENFILE),
	NAMED(ENOBUFS),
	NAMED(ENODATA),
	NAMED(ENOMEM),
	NAMED(ENOSPC),
	NAMED(ENOTCONN),
	NAMED(EPERM),
	NAMED(EPIPE),
	NAMED(EPROTO),
	NAMED(ETIMEDOUT),
	{ SHORT, "short" },
	{ GAI(EAI_AGAIN), "EAI_AGAIN" },
	{ GAI(EAI_NONAME), "EAI_NONAME" },
	{ GAI(EAI_MEMORY), "EAI_MEMORY" },
};

const char *error_name(int error)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].error == error)
			return names[i].name;
	return "?";
}

int error_number(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].error;
	return 0;
}

int told_as(int error)
{
	return error < GAI(0) ? -error : async_gai_error(GAI(0) - error);
}
