/*
 * kernel.c - a system that says what a test wants it to say.
 *
 * ld --wrap=recv turns calls of recv into calls of __wrap_recv, and
 * __real_recv into recv.
 */
#include "kernel.h"

#include <check.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "wrapped.h"

static struct script {
	const char *call;
	int error, times, calls;
} scripts[] = {
	{ .call = "connect" }, { .call = "accept" },
	{ .call = "recv" },    { .call = "send" },
	{ .call = "pipe" },    { .call = "pthread_create" },
};

static size_t most;

int __real_connect(int fd, const struct sockaddr *address, socklen_t size);
int __real_accept(int fd, struct sockaddr *address, socklen_t *size);
ssize_t __real_recv(int fd, void *buf, size_t n, int flags);
ssize_t __real_send(int fd, const void *data, size_t n, int flags);
ssize_t __real_recvmsg(int fd, struct msghdr *message, int flags);
ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);
int __real_pipe(int ends[2]);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_accept(int fd, struct sockaddr *address, socklen_t *size);
ssize_t __wrap_recv(int fd, void *buf, size_t n, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t n, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags);
int __wrap_pipe(int ends[2]);

static struct script *script_of(const char *call)
{
	size_t n = sizeof(scripts) / sizeof(*scripts);

	for (size_t i = 0; i < n; i++)
		if (strcmp(scripts[i].call, call) == 0)
			return &scripts[i];
	ck_abort_msg("no such call: %s", call);
	return NULL;
}

void kernel_fails(const char *call, int error, int times)
{
	struct script *s = script_of(call);

	s->error = error;
	s->times = times;
}

int kernel_calls(const char *call)
{
	return script_of(call)->calls;
}

void kernel_takes(size_t n)
{
	most = n;
}

/* Count a call; the error that it must fail with, or 0. */
int kernel_says(const char *call)
{
	struct script *s = script_of(call);

	s->calls++;
	if (s->times == 0)
		return 0;
	s->times--;
	return s->error;
}

/* The same for a call that fails by -1 and errno. */
static bool refused(const char *call)
{
	int error = kernel_says(call);

	if (error)
		errno = error;
	return error != 0;
}

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size)
{
	if (!refused("connect"))
		return __real_connect(fd, address, size);
	if (errno == EINTR) {
		__real_connect(fd, address, size);
		errno = EINTR;
	}
	return -1;
}

int __wrap_accept(int fd, struct sockaddr *address, socklen_t *size)
{
	return refused("accept") ? -1 : __real_accept(fd, address, size);
}

ssize_t __wrap_recv(int fd, void *buf, size_t n, int flags)
{
	return refused("recv") ? -1 : __real_recv(fd, buf, n, flags);
}

ssize_t __wrap_send(int fd, const void *data, size_t n, int flags)
{
	if (refused("send"))
		return -1;
	return __real_send(fd, data, most && n > most ? most : n, flags);
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags)
{
	return refused("recv") ? -1 : __real_recvmsg(fd, message, flags);
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags)
{
	if (refused("send"))
		return -1;
	if (most && message->msg_iovlen > 0)
		return __wrap_send(fd, message->msg_iov[0].iov_base,
				   message->msg_iov[0].iov_len, flags);
	return __real_sendmsg(fd, message, flags);
}

int __wrap_pipe(int ends[2])
{
	return refused("pipe") ? -1 : __real_pipe(ends);
}
