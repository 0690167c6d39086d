/*
 * heap_clients.c - connections as a program wants them.
 *
 * Another right answer. What a client's task needs lies on the heap. The
 * acceptor takes in all who wait without letting the others run, and keeps a
 * list of the new ones until it sees that they have begun, or never will. In a
 * pair the writer goes first, its reader behind it.
 */
#include "stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "errors.h"
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
	writer_destroy(w);
	reader_destroy(r);
	return rc;
}

void stream_abort(struct reader *r, struct writer *w)
{
	writer_destroy(w);
	reader_destroy(r);
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

/* A socket that is connected to one of these, or why to none. */
static int connect_to(const struct addrinfo *address)
{
	int rc = -EINVAL;

	while (address && rc != -ECANCELED) {
		int fd = sock_create(address->ai_family);

		rc = fd < 0 ? fd
			    : sock_connect(fd, address->ai_addr,
					   address->ai_addrlen);
		if (rc == 0)
			return fd;
		if (fd >= 0)
			close(fd);
		address = address->ai_next;
	}
	return rc;
}

int async_open_connection(const char *host, int port, struct reader **reader,
			  struct writer **writer)
{
	int fd;

	struct addrinfo *addresses;

	if (port == 0)
		return -EINVAL;
	fd = look_up(host, port, 0, &addresses);
	if (fd < 0)
		return fd;
	fd = connect_to(addresses);
	freeaddrinfo(addresses);
	return fd < 0 ? fd : pair_create(fd, reader, writer);
}

/* ---- a client of ours ---- */

/* On the heap, until the acceptor has seen that its task has begun. */
struct client {
	struct client *next;
	struct task *task;
	client_fn *fn;
	void *arg;
	int fd; /* -1: taken */
};

static int serve(void *arg, void **result)
{
	struct client *c = arg;
	client_fn *fn = c->fn;
	void *for_fn = c->arg;
	struct reader *r;
	struct writer *w;
	int rc = pair_create(c->fd, &r, &w);

	c->fd = -1;
	if (rc < 0)
		return rc;
	rc = fn(for_fn, r, w);
	if (rc == -ECANCELED || task_cancelling(task_current()) > 0)
		stream_abort(r, w);
	else
		stream_close(r, w);
	return rc;
}

/* ---- the server ---- */

struct listener {
	int fd;
	struct server *server;
	struct task *acceptor;
	struct client *fresh;
};

struct server {
	client_fn *fn;
	void *arg;
	int port;
	int n;
	struct listener listeners[]; /* one for each of our addresses */
};

static int admit(struct listener *l, int fd)
{
	struct client *c = calloc(1, sizeof(*c));

	if (c) {
		*c = (struct client){ .next = l->fresh,
				      .fn = l->server->fn,
				      .arg = l->server->arg,
				      .fd = fd };
		c->task = task_create(serve, c);
	}
	if (!c || !c->task) {
		free(c);
		close(fd);
		return -ENOMEM;
	}
	l->fresh = c;
	return 0;
}

/* Who has begun is no concern of ours any more; nor is who never will. */
static void forget(struct listener *l)
{
	struct client **at = &l->fresh, *c;

	while ((c = *at)) {
		if (c->fd >= 0 && !task_done(c->task)) {
			at = &c->next;
			continue;
		}
		if (c->fd >= 0)
			close(c->fd);
		task_detach(c->task);
		*at = c->next;
		free(c);
	}
}

static int enter(struct listener *l)
{
	int rc = sock_accept(l->fd);

	forget(l);
	return rc < 0 ? rc : admit(l, rc);
}

static int rest(int why)
{
	fprintf(stderr, "server: accept: %s\n", async_strerror(why));
	return async_sleep(1);
}

static int accept_clients(void *arg, void **result)
{
	struct listener *l = arg;
	int rc;

	do {
		rc = enter(l);
		if (rc < 0 && rc != -ECANCELED)
			rc = rest(rc);
	} while (rc >= 0);
	forget(l);
	return rc;
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
	for (int i = 0; i < s->n; i++) {
		struct listener *l = &s->listeners[i];

		l->acceptor = task_create_named(accept_clients, l, "acceptor");
		if (!l->acceptor)
			return -ENOMEM;
	}
	return 0;
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

	for (int i = 0; s && i < s->n; i++) {
		struct listener *l = &s->listeners[i];
		int one = async_cancel_and_wait(&l->acceptor, 1);

		if (one < 0)
			rc = one;
		if (l->acceptor)
			task_detach(l->acceptor);
		close(l->fd);
	}
	free(s);
	return rc;
}
