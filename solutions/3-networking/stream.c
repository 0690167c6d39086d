/*
 * stream.c - connections as a program wants them.
 *
 * A connection is a pair: a reader that borrows the socket, a writer that
 * owns it. To open one: look the name up, try the addresses in turn. To serve:
 * a task for each listening socket, which makes a task for each client. Both
 * belong to the loop; async_run ends them if nobody did before.
 *
 * Mirrors CPython's Lib/asyncio/streams.py, create_connection and
 * create_server in base_events.py.
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

	/* lab: step 1
	 * en: Close, wait until it is closed: rc is what that says. Free both,
	 *     also when the wait fails; the reader first: it borrows what the
	 *     writer owns.
	 * zh: 关，等关好：rc 是等的结果。两个都释放，等的时候出错也要释放；reader 在
	 *     先，它用的是 writer 的描述符。
	 */
	writer_close(w);
	rc = writer_wait_closed(w);
	reader_destroy(r);
	writer_destroy(w);
	/* lab: end */
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

/* lab: step 2
 * en: One address: int connect_to(const struct addrinfo *address). A socket
 *     that is connected, or the error, and then the socket is closed.
 * zh: 一个地址：int connect_to(const struct addrinfo *address)。返回连好的套接字；
 *     或者错误，那套接字要关掉。
 */
static int connect_to(const struct addrinfo *address)
{
	int fd = sock_create(address->ai_family);
	int rc;

	if (fd < 0)
		return fd;
	rc = sock_connect(fd, address->ai_addr, address->ai_addrlen);
	if (rc < 0)
		close(fd);
	return rc < 0 ? rc : fd;
}

/* lab: end */
/* lab: step 2
 * en: All of them: int connect_to_any(const struct addrinfo *address). One
 *     after the other (ai_next) until one takes us; the last error if none
 *     does. But -ECANCELED is an order to stop, not an address that failed.
 * zh: 所有地址：int connect_to_any(const struct addrinfo *address)。挨个试
 *     （ai_next），谁肯接就停；都不肯，返回最后一个错误。不过 -ECANCELED 是叫我们
 *     停，不是这个地址不行。
 */
static int connect_to_any(const struct addrinfo *address)
{
	int fd = -ENOENT;

	for (; address && fd < 0 && fd != -ECANCELED;
	     address = address->ai_next)
		fd = connect_to(address);
	return fd;
}

/* lab: end */
int async_open_connection(const char *host, int port, struct reader **reader,
			  struct writer **writer)
{
	int fd;

	/* lab: step 2
	 * en: Look the name up, connect, free the addresses: fd is a socket, or
	 *     the error. Port 0 is for servers: -EINVAL.
	 * zh: 查名字，连接，释放地址：fd 是连好的套接字，或者错误。端口 0 是给服务器
	 *     用的：-EINVAL。
	 */
	struct addrinfo *addresses;

	fd = port == 0 ? -EINVAL : look_up(host, port, 0, &addresses);
	if (fd == 0) {
		fd = connect_to_any(addresses);
		freeaddrinfo(addresses);
	}
	/* lab: end */
	return fd < 0 ? fd : pair_create(fd, reader, writer);
}

/* ---- a client of ours ---- */

/* Lies on the stack of the acceptor, until the client's task has begun. */
struct client {
	client_fn *fn;
	void *arg;
	int fd; /* -1: taken */
};

/* lab: step 3
 * en: A client's task, int serve(void *client, void **result): take over what
 *     the client says (fd becomes -1: taken); make the pair; call fn. Then
 *     close the stream; but abort it when we were cancelled, since a client
 *     that reads nothing could make us wait for ever. A failure of fn is ours;
 *     one of the close is not.
 * zh: 一位客户的任务 int serve(void *client, void **result)：把 client 里的东西接过来
 *     （fd 改成 -1，表示接走了）；配成一对；调用 fn。然后关掉流；要是我们被取消了，就
 *     abort，不然碰上一个什么也不读的客户，会永远等下去。fn 失败，算任务失败；关的时候出
 *     错，不算。
 */
static int serve(void *arg, void **result)
{
	struct client *handed = arg, client = *handed;
	struct reader *reader;
	struct writer *writer;
	int rc;

	handed->fd = -1;
	rc = pair_create(client.fd, &reader, &writer);
	if (rc < 0)
		return rc;
	rc = client.fn(client.arg, reader, writer);
	if (rc == -ECANCELED)
		stream_abort(reader, writer);
	else
		stream_close(reader, writer);
	return rc;
}

/* lab: end */
/* ---- the server ---- */

struct listener {
	int fd;
	struct server *server;
	struct task *acceptor;
};

struct server {
	client_fn *fn;
	void *arg;
	int port;
	int n;
	struct listener listeners[]; /* one for each of our addresses */
};

/* lab: step 4
 * en: One client: int admit(struct server *s, int fd). Its task reads the
 *     struct client on our stack when it begins, so let the others run once
 *     (coro_yield) before this frame goes. A task that was cancelled before it
 *     began has not taken the socket: close it. Nobody will look at the task:
 *     task_detach. What coro_yield said is the answer.
 * zh: 来了一位：int admit(struct server *s, int fd)。它的任务开始时，要读我们栈上的
 *     struct client，所以这个栈帧消失之前，先让别人跑一轮（coro_yield）。还没开始就被取
 *     消的任务，没有接走套接字：关掉。没有人会再看这个任务：task_detach。coro_yield 说
 *     什么，就返回什么。
 */
static int admit(struct server *s, int fd)
{
	struct client client = { s->fn, s->arg, fd };
	int rc;

	task_detach(task_create_named(serve, &client, "client"));
	rc = coro_yield(NULL);
	if (client.fd >= 0)
		close(client.fd);
	return rc;
}

/* lab: end */
/* lab: step 4
 * en: The acceptor, int accept_clients(void *listener, void **result): accept
 *     and admit, until cancelled. An accept that fails may go well later, when
 *     somebody has left: tell it on stderr, try again after a second. Only
 *     -ECANCELED ends it; and a sleep that fails.
 * zh: 迎客的任务 int accept_clients(void *listener, void **result)：接一位，请进一位，
 *     直到被取消。接不成，也许过后有人走了就接得成：在 stderr 说一声，过一秒再试。只有
 *     -ECANCELED 才结束；睡不成，也结束。
 */
static int accept_clients(void *arg, void **result)
{
	struct listener *listener = arg;
	int rc = 0;

	while (rc == 0) {
		rc = sock_accept(listener->fd);
		if (rc >= 0) {
			rc = admit(listener->server, rc);
		} else if (rc != -ECANCELED) {
			fprintf(stderr, "server: %s; again in a second\n",
				async_strerror(rc));
			rc = async_sleep(1);
		}
	}
	return rc;
}

/* lab: end */
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
	/* lab: step 5
	 * en: Let an acceptor stand at each of the n listeners, as a task with
	 *     a name: its `acceptor`. -ENOMEM when one could not be made.
	 * zh: n 个 listener，每个前面站一个迎客的，是个有名字的任务：记在它的
	 *     acceptor 里。有一个造不出来，返回 -ENOMEM。
	 */
	for (int i = 0; i < s->n; i++) {
		struct listener *listener = &s->listeners[i];

		listener->acceptor =
			task_create_named(accept_clients, listener, "server");
		if (!listener->acceptor)
			return -ENOMEM;
	}
	return 0;
	/* lab: end */
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
	/* lab: step 5
	 * en: It runs, or rc says why not. If it does, *server is the server;
	 *     if not, let server_close take away what is there (NULL, too).
	 * zh: 开起来了；没有，rc 里是原因。开起来了，*server 就是它；没有，让
	 *     server_close 把已有的收走（NULL 也行）。
	 */
	if (rc == 0)
		*server = s;
	else
		server_close(s);
	/* lab: end */
	return rc;
}

int server_port(const struct server *s)
{
	return s->port;
}

int server_close(struct server *s)
{
	int rc = 0;

	/* lab: step 5
	 * en: No server is none to close: 0. End the acceptors and wait for
	 *     them: they read what is freed below. Detach them, close what they
	 *     listened to. If we are cancelled meanwhile, rc says so, and the
	 *     rest is done all the same. Clients that are connected go on.
	 * zh: 没有服务器，就没有可关的：返回 0。让迎客的都结束，等他们结束：下面要释
	 *     放的，他们还在读。detach，关掉监听的套接字。这时我们被取消了，rc 记下
	 *     来，剩下的照样做完。已经连上的客户照常。
	 */
	if (!s)
		return 0;
	for (int i = 0; i < s->n; i++) {
		struct listener *listener = &s->listeners[i];

		if (async_cancel_and_wait(&listener->acceptor, 1) < 0)
			rc = -ECANCELED;
		task_detach(listener->acceptor);
		close(listener->fd);
	}
	/* lab: end */
	free(s);
	return rc;
}
