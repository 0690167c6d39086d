/*
 * lets_go_at_once.c - whoever is woken or cancelled is off the loop already.
 *
 * The callback removes itself; a cancel goes through the future's hook and
 * does the same. Bytes go by recvmsg and sendmsg; whether a connect has
 * succeeded is asked of getpeername too. The suite must not mind.
 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <unistd.h>

#include "future.h"
#include "loop.h"
#include "panic.h"
#include "source.h"

struct wait {
	struct future ready; /* first: for the hook */
	struct handle callback;
	int fd;
	bool reading;
};

static void let_go(struct wait *w)
{
	if (w->reading)
		loop_remove_reader(loop_current(), w->fd);
	else
		loop_remove_writer(loop_current(), w->fd);
}

static void wake_up(void *arg)
{
	struct wait *w = arg;

	let_go(w);
	future_set_result(&w->ready, NULL);
}

static bool cancelled(struct future *f)
{
	if (f->done)
		return false;
	let_go((struct wait *)f);
	f->cancel = NULL;
	return future_cancel(f);
}

static bool somebody_waits(int fd, bool reading)
{
	const struct loop *l = loop_current();
	const struct handle *h;

	if (!l || fd < 0 || fd >= l->capacity)
		return false;
	h = reading ? l->watches[fd].reader : l->watches[fd].writer;
	return h && !source_idle(h);
}

bool sock_is_awaited(int fd)
{
	return somebody_waits(fd, true);
}

static void must_be_free(int fd, bool reading, const char *function)
{
	if (!loop_current())
		panic("%s: there is no loop", function);
	if (somebody_waits(fd, reading))
		panic("%s: another task waits for descriptor %d already",
		      function, fd);
}

static int wait_for(int fd, bool reading, const char *what)
{
	struct wait w = { .fd = fd, .reading = reading };
	int rc;

	future_init(&w.ready, what);
	w.ready.cancel = cancelled;
	rc = (reading ? loop_add_reader : loop_add_writer)(
		loop_current(), fd, wake_up, &w, &w.callback);
	return rc < 0 ? rc : future_await(&w.ready, NULL);
}

int sock_wait_readable(int fd, const char *what)
{
	must_be_free(fd, true, __func__);
	return wait_for(fd, true, what);
}

int sock_wait_writable(int fd, const char *what)
{
	must_be_free(fd, false, __func__);
	return wait_for(fd, false, what);
}

/* ---- making sockets ---- */

static int never_block(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return -errno;
	return 0;
}

/* Hand the descriptor on if all is well; else close it. */
static int or_close(int fd, int rc)
{
	if (rc < 0)
		close(fd);
	return rc < 0 ? rc : fd;
}

int sock_create(int family)
{
	int fd = socket(family, SOCK_STREAM, 0);

	return fd < 0 ? -errno : or_close(fd, never_block(fd));
}

static int set(int fd, int level, int option)
{
	int on = 1;

	return setsockopt(fd, level, option, &on, sizeof(on)) < 0 ? -errno : 0;
}

/* A port that was in use a minute ago is free; IPv6 does not take IPv4 too. */
static int bind_and_listen(int fd, const struct sockaddr *address,
			   socklen_t size, int backlog)
{
	int rc = set(fd, SOL_SOCKET, SO_REUSEADDR);

	if (rc == 0 && address->sa_family == AF_INET6)
		rc = set(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	if (rc < 0)
		return rc;
	if (bind(fd, address, size) < 0 || listen(fd, backlog) < 0)
		return -errno;
	return 0;
}

int sock_listen(const struct sockaddr *address, socklen_t size, int backlog)
{
	int fd = sock_create(address->sa_family);

	if (fd < 0)
		return fd;
	return or_close(fd, bind_and_listen(fd, address, size, backlog));
}

/* ---- bytes ---- */

/* 0: try again; else a failure. */
static int after(int error, int fd, bool reading, const char *what)
{
	switch (error) {
	case EINTR:
		return 0;
	case EAGAIN:
		return reading ? sock_wait_readable(fd, what)
			       : sock_wait_writable(fd, what);
	default:
		return -error;
	}
}

ssize_t sock_recv(int fd, void *buf, size_t n)
{
	struct iovec piece = { buf, n };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
	ssize_t got;
	int rc = 0;

	while (rc == 0) {
		got = recvmsg(fd, &message, 0);
		if (got >= 0)
			return got;
		rc = after(errno, fd, true, "recv");
	}
	return rc;
}

ssize_t sock_send(int fd, const void *data, size_t n)
{
	struct iovec piece = { (void *)data, n };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
	ssize_t sent;
	int rc = 0;

	while (rc == 0) {
		sent = sendmsg(fd, &message, MSG_NOSIGNAL);
		if (sent >= 0)
			return sent;
		rc = after(errno, fd, false, "send");
	}
	return rc;
}

int sock_sendall(int fd, const void *data, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t sent =
			sock_send(fd, (const char *)data + done, n - done);

		if (sent < 0)
			return (int)sent;
		done += (size_t)sent;
	}
	return 0;
}

/* ---- connections ---- */

static int how_it_went(int fd)
{
	struct sockaddr_storage peer;
	socklen_t size = sizeof(peer), length = sizeof(int);
	int error = 0;

	if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0)
		return 0;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		return -errno;
	return error ? -error : -ENOTCONN;
}

int sock_connect(int fd, const struct sockaddr *address, socklen_t size)
{
	int rc = connect(fd, address, size) < 0 ? -errno : 0;

	if (rc != -EINPROGRESS && rc != -EINTR)
		return rc;
	rc = sock_wait_writable(fd, "connect");
	return rc < 0 ? rc : how_it_went(fd);
}

int sock_accept(int fd)
{
	int client, rc = 0;

	while (rc == 0) {
		client = accept(fd, NULL, NULL);
		if (client >= 0)
			return or_close(client, never_block(client));
		if (errno != ECONNABORTED && errno != EPROTO)
			rc = after(errno, fd, true, "accept");
	}
	return rc;
}
