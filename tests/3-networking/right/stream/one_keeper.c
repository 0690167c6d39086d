/*
 * one_keeper.c - connections as a program wants them.
 *
 * Another right answer. A server has one task, its keeper, which gathers a
 * doorman for each listening socket. A connection's pair is made before it is
 * connected, a client's before its task: who has no memory for it gets no
 * further.
 */
#include "stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "errors.h"
#include "gather.h"
#include "panic.h"
#include "resolve.h"
#include "run.h"
#include "sock.h"
#include "task.h"
#include "timeout.h"

/* asyncio's is 100, but asyncio accepts a hundred in one turn. */
#define BACKLOG 4096

/* ---- the pair ---- */

/* fd is the pair's from now on; it is closed also when there is no memory. */
static int pair_create(int fd, struct reader **reader, struct writer **writer)
{
	struct reader *r = reader_create(fd, READER_LIMIT);
	struct writer *w = writer_create(fd);

	if (r && w) {
		*reader = r;
		*writer = w;
		return 0;
	}
	reader_destroy(r);
	if (w)
		writer_destroy(w);
	else
		close(fd);
	return -ENOMEM;
}

int stream_close(struct reader *r, struct writer *w)
{
	int rc;

	writer_close(w);
	rc = writer_wait_closed(w);
	stream_abort(r, w);
	return rc;
}

void stream_abort(struct reader *r, struct writer *w)
{
	reader_destroy(r);
	writer_destroy(w);
}

/* ---- open a connection ---- */

/* The addresses of host:port. flags: AI_PASSIVE to listen there, or 0. */
static int look_up(const char *host, int port, int flags,
		   struct addrinfo **addresses)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = flags | AI_NUMERICSERV };
	char service[16];

	if (port < 0 || port > 65535)
		return -EINVAL;
	snprintf(service, sizeof(service), "%d", port);
	return async_getaddrinfo(host, service, &hints, addresses);
}

/* A pair for one address, connected; or the error, and there is none. */
static int open_one(const struct addrinfo *address, struct reader **reader,
		    struct writer **writer)
{
	int fd = sock_create(address->ai_family), rc;

	if (fd < 0)
		return fd;
	rc = pair_create(fd, reader, writer);
	if (rc < 0)
		return rc;
	rc = sock_connect(fd, address->ai_addr, address->ai_addrlen);
	if (rc < 0)
		stream_abort(*reader, *writer);
	return rc;
}

static int open_first(const struct addrinfo *address, struct reader **reader,
		      struct writer **writer)
{
	int rc = open_one(address, reader, writer);

	if (rc == 0 || rc == -ECANCELED || rc == -ENOMEM || !address->ai_next)
		return rc;
	return open_first(address->ai_next, reader, writer);
}

int async_open_connection(const char *host, int port, struct reader **reader,
			  struct writer **writer)
{
	struct addrinfo *addresses;
	struct reader *r;
	struct writer *w;
	int rc = port > 0 ? look_up(host, port, 0, &addresses) : -EINVAL;

	if (rc < 0)
		return rc;
	rc = open_first(addresses, &r, &w);
	freeaddrinfo(addresses);
	if (rc == 0) {
		*reader = r;
		*writer = w;
	}
	return rc;
}

/* ---- a client of ours ---- */

/* On the stack of the doorman, who waits until it is taken. */
struct client {
	client_fn *fn;
	void *arg;
	struct reader *r; /* NULL: taken */
	struct writer *w;
};

static int serve(void *arg, void **result)
{
	struct client *said = arg, c = *said;
	int rc;

	said->r = NULL;
	rc = c.fn(c.arg, c.r, c.w);
	if (rc == -ECANCELED)
		stream_abort(c.r, c.w);
	else
		stream_close(c.r, c.w);
	return rc;
}

/* ---- the server ---- */

struct listener {
	int fd;
	struct server *server;
};

struct server {
	client_fn *fn;
	void *arg;
	int port;
	int n;
	struct task *keeper, **doormen;
	struct listener listeners[]; /* one for each of our addresses */
};

static int admit(const struct server *s, int fd)
{
	struct client c = { .fn = s->fn, .arg = s->arg };
	struct task *t;
	int rc = pair_create(fd, &c.r, &c.w);

	if (rc < 0)
		return rc;
	t = task_create_named(serve, &c, "client");
	if (!t) {
		stream_abort(c.r, c.w);
		return -ENOMEM;
	}
	rc = async_sleep(0);
	if (c.r) { /* it was cancelled and has not begun */
		task_cancel(t);
		stream_abort(c.r, c.w);
	}
	task_detach(t);
	return rc;
}

static int take_a_rest(int why)
{
	fprintf(stderr, "server: %s\n", async_strerror(why));
	return async_sleep(1);
}

static int stand_at_the_door(void *arg, void **result)
{
	const struct listener *l = arg;
	int rc;

	do {
		rc = sock_accept(l->fd);
		if (rc >= 0)
			rc = admit(l->server, rc);
		if (rc < 0 && rc != -ECANCELED)
			rc = take_a_rest(rc);
	} while (rc >= 0);
	return rc;
}

static int keep(void *arg, void **result)
{
	struct server *s = arg;

	return async_gather(s->doormen, s->n, NULL, NULL);
}

static void set_port(struct sockaddr *address, int port)
{
	if (address->sa_family == AF_INET)
		((struct sockaddr_in *)address)->sin_port =
			htons((uint16_t)port);
	if (address->sa_family == AF_INET6)
		((struct sockaddr_in6 *)address)->sin6_port =
			htons((uint16_t)port);
}

static int port_of(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return -errno;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

/* All our addresses get the same port, also when the system chose it. */
static int listen_at(struct server *s, const struct addrinfo *address)
{
	int fd, port;

	set_port(address->ai_addr, s->port);
	fd = sock_listen(address->ai_addr, address->ai_addrlen, BACKLOG);
	if (fd < 0)
		return fd;
	port = port_of(fd);
	if (port < 0) {
		close(fd);
		return port;
	}
	s->listeners[s->n++] = (struct listener){ .fd = fd, .server = s };
	s->port = port;
	return 0;
}

/* A machine without IPv6 serves IPv4 all the same. */
static bool no_such_family(int rc)
{
	return rc == -EAFNOSUPPORT || rc == -EADDRNOTAVAIL;
}

static int listen_everywhere(struct server *s, const struct addrinfo *address)
{
	int rc = 0;

	for (; address; address = address->ai_next) {
		rc = listen_at(s, address);
		if (rc < 0 && !no_such_family(rc))
			return rc;
	}
	return s->n > 0 ? 0 : rc;
}

static struct server *server_create(client_fn *fn, void *arg, int port,
				    const struct addrinfo *addresses)
{
	struct server *s;
	size_t n = 0;

	for (; addresses; addresses = addresses->ai_next)
		n++;
	s = calloc(1, sizeof(*s) + n * sizeof(struct listener));
	if (!s)
		return NULL;
	s->fn = fn;
	s->arg = arg;
	s->port = port;
	return s;
}

static int start_accepting(struct server *s)
{
	s->doormen = calloc((size_t)s->n, sizeof(*s->doormen));
	if (!s->doormen)
		return -ENOMEM;
	for (int i = 0; i < s->n; i++) {
		s->doormen[i] = task_create_named(stand_at_the_door,
						  &s->listeners[i], "doorman");
		if (!s->doormen[i])
			return -ENOMEM;
	}
	s->keeper = task_create_named(keep, s, "keeper");
	return s->keeper ? 0 : -ENOMEM;
}

int async_start_server(client_fn *fn, void *arg, const char *host, int port,
		       struct server **server)
{
	struct addrinfo *addresses;
	struct server *s;
	int rc = look_up(host, port, AI_PASSIVE, &addresses);

	if (rc < 0)
		return rc;
	s = server_create(fn, arg, port, addresses);
	rc = s ? listen_everywhere(s, addresses) : -ENOMEM;
	freeaddrinfo(addresses);
	if (rc == 0)
		rc = start_accepting(s);
	if (rc < 0)
		server_close(s);
	else
		*server = s;
	return rc;
}

int server_port(const struct server *s)
{
	return s->port;
}

int server_close(struct server *s)
{
	int rc = 0;

	if (!s)
		return 0;
	if (s->keeper) {
		rc = async_cancel_and_wait(&s->keeper, 1);
		task_detach(s->keeper);
	}
	for (int i = 0; s->doormen && i < s->n; i++) {
		int one = async_cancel_and_wait(&s->doormen[i], 1);

		if (one < 0)
			rc = one;
		if (s->doormen[i])
			task_detach(s->doormen[i]);
	}
	for (int i = 0; i < s->n; i++)
		close(s->listeners[i].fd);
	free(s->doormen);
	free(s);
	return rc;
}
