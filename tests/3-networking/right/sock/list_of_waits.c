/*
 * list_of_waits.c - sockets that make the task wait, not the thread.
 *
 * Another right answer. Whoever waits is in a list, and the callback, which is
 * told only a number, looks there for whom it is. Who leaves asks the list
 * whether somebody else is there for the same end of the same descriptor. All
 * calls go through one loop, `until`, with the attempt as a function.
 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "future.h"
#include "loop.h"
#include "panic.h"
#include "source.h"

struct wait {
	struct wait *next;
	int fd;
	bool reading;
	struct future there;
	struct handle handle;
};

static struct wait *waits;

/* A task that waits here, and was not cancelled. */
static struct wait *find(int fd, bool reading)
{
	struct wait *w = waits;

	while (w &&
	       (w->fd != fd || w->reading != reading || future_done(&w->there)))
		w = w->next;
	return w;
}

static void enter(struct wait *w)
{
	w->next = waits;
	waits = w;
}

static void leave(struct wait *w)
{
	struct wait **at = &waits;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
}

static struct handle *in_table(int fd, bool reading)
{
	struct loop *l = loop_current();

	if (!l || fd < 0 || fd >= l->capacity)
		return NULL;
	return reading ? l->watches[fd].reader : l->watches[fd].writer;
}

static bool left_behind(const struct handle *h)
{
	const struct wait *w = waits;

	while (w && &w->handle != h)
		w = w->next;
	return w && future_done(&w->there);
}

static bool taken(int fd, bool reading)
{
	const struct handle *h = in_table(fd, reading);

	return h && !source_idle(h) && !left_behind(h);
}

bool sock_is_awaited(int fd)
{
	return taken(fd, true);
}

static void can_be_read(void *fd)
{
	struct wait *w = find((int)(intptr_t)fd, true);

	if (w)
		future_set_result(&w->there, NULL);
}

static void can_be_written(void *fd)
{
	struct wait *w = find((int)(intptr_t)fd, false);

	if (w)
		future_set_result(&w->there, NULL);
}

static int wait_in_list(struct wait *w)
{
	void *number = (void *)(intptr_t)w->fd;
	int rc;

	if (w->reading)
		rc = loop_add_reader(loop_current(), w->fd, can_be_read, number,
				     &w->handle);
	else
		rc = loop_add_writer(loop_current(), w->fd, can_be_written,
				     number, &w->handle);
	if (rc < 0)
		return rc;
	enter(w);
	rc = future_await(&w->there, NULL);
	leave(w);
	if (in_table(w->fd, w->reading) != &w->handle)
		return rc; /* somebody came in our place */
	if (w->reading)
		loop_remove_reader(loop_current(), w->fd);
	else
		loop_remove_writer(loop_current(), w->fd);
	return rc;
}

static int wait_for(int fd, bool reading, const char *what,
		    const char *function)
{
	struct wait w = { .fd = fd, .reading = reading };

	if (!loop_current())
		panic("%s: there is no loop", function);
	if (taken(fd, reading))
		panic("%s: another task waits for descriptor %d already",
		      function, fd);
	future_init(&w.there, what);
	return wait_in_list(&w);
}

int sock_wait_readable(int fd, const char *what)
{
	return wait_for(fd, true, what, __func__);
}

int sock_wait_writable(int fd, const char *what)
{
	return wait_for(fd, false, what, __func__);
}

/* ---- making sockets ---- */

static int fit_for_use(int fd)
{
	int flags = fcntl(fd, F_GETFL), error;

	if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0 &&
	    fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0)
		return fd;
	error = errno;
	close(fd);
	return -error;
}

int sock_create(int family)
{
	int fd = socket(family, SOCK_STREAM, 0);

	return fd < 0 ? -errno : fit_for_use(fd);
}

int sock_listen(const struct sockaddr *address, socklen_t size, int backlog)
{
	int fd = sock_create(address->sa_family), on = 1, error;

	if (fd < 0)
		return fd;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
	    (address->sa_family != AF_INET6 ||
	     setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == 0) &&
	    bind(fd, address, size) == 0 && listen(fd, backlog) == 0)
		return fd;
	error = errno;
	close(fd);
	return -error;
}

/* ---- one loop for all calls ---- */

struct attempt {
	int fd;
	void *buf;
	const void *data;
	size_t n;
};

static ssize_t try_recv(const struct attempt *a)
{
	return recv(a->fd, a->buf, a->n, 0);
}

static ssize_t try_send(const struct attempt *a)
{
	return send(a->fd, a->data, a->n, MSG_NOSIGNAL);
}

static ssize_t try_accept(const struct attempt *a)
{
	int fd = accept(a->fd, NULL, NULL);

	if (fd < 0 && (errno == ECONNABORTED || errno == EPROTO))
		errno = EINTR; /* the next one */
	return fd;
}

static ssize_t until(ssize_t (*attempt)(const struct attempt *),
		     const struct attempt *a, bool reading, const char *what)
{
	for (;;) {
		ssize_t rc = attempt(a);
		int error = errno;

		if (rc >= 0)
			return rc;
		if (error == EINTR)
			continue;
		if (error != EAGAIN && error != EWOULDBLOCK)
			return -error;
		rc = reading ? sock_wait_readable(a->fd, what)
			     : sock_wait_writable(a->fd, what);
		if (rc < 0)
			return rc;
	}
}

ssize_t sock_recv(int fd, void *buf, size_t n)
{
	struct attempt a = { .fd = fd, .buf = buf, .n = n };

	return until(try_recv, &a, true, "recv");
}

ssize_t sock_send(int fd, const void *data, size_t n)
{
	struct attempt a = { .fd = fd, .data = data, .n = n };

	return until(try_send, &a, false, "send");
}

int sock_sendall(int fd, const void *data, size_t n)
{
	const char *from = data, *end = from + n;

	while (from < end) {
		ssize_t sent = sock_send(fd, from, (size_t)(end - from));

		if (sent < 0)
			return (int)sent;
		from += sent;
	}
	return 0;
}

int sock_accept(int fd)
{
	struct attempt a = { .fd = fd };
	ssize_t guest = until(try_accept, &a, true, "accept");

	return guest < 0 ? (int)guest : fit_for_use((int)guest);
}

/* ---- connections ---- */

int sock_connect(int fd, const struct sockaddr *address, socklen_t size)
{
	int rc = 0, error = connect(fd, address, size) < 0 ? errno : 0;
	socklen_t room = sizeof(error);

	if (error != EINPROGRESS && error != EINTR)
		return -error;
	rc = sock_wait_writable(fd, "connect");
	if (rc < 0)
		return rc;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &room) < 0)
		return -errno;
	return -error;
}
