#ifndef STREAM_H
#define STREAM_H

#include "reader.h"
#include "writer.h"

/*
 * stream.h - lab stream: connections as a program wants them.
 */

/*
 * async_open_connection - connect to a host.
 *
 *   asyncio   asyncio.open_connection(host, port)
 *   host      a name or a number, IPv4 or IPv6; every address is tried
 *   port      1 to 65535, else -EINVAL
 *   reader    *reader and *writer are set when the result is 0: yours, until
 *   writer    stream_close
 *   returns   0
 *   errors    of the lookup (async_getaddrinfo); of the last address tried
 *             (-ECONNREFUSED, ...); -EINVAL; -ENOMEM; -ECANCELED. Nothing
 *             stays open
 *   suspends  yes: only inside a coroutine
 */
int async_open_connection(const char *host, int port, struct reader **reader,
			  struct writer **writer);

/*
 * stream_close - close a connection, wait until it is closed, free the pair.
 *
 *   asyncio   writer.close(); await writer.wait_closed()
 *   r, w      from async_open_connection; gone when this returns. No other
 *             task waits for them, else this panics
 *   returns   0
 *   errors    as writer_wait_closed; the pair is freed all the same
 *   suspends  yes: only inside a coroutine
 */
int stream_close(struct reader *r, struct writer *w);

/*
 * stream_abort - close a connection now, and free the pair.
 *
 *   asyncio   writer.transport.abort()
 *   r, w      as for stream_close; what still waits is not sent
 *   suspends  no
 */
void stream_abort(struct reader *r, struct writer *w);

/*
 * What the server runs for each client, as a task of its own. The pair is
 * closed and freed when it returns. A failure is told on stderr, and costs
 * the other clients nothing.
 */
typedef int client_fn(void *arg, struct reader *r, struct writer *w);

struct server;

/*
 * async_start_server - accept clients, a task for each.
 *
 *   asyncio   asyncio.start_server(client_connected_cb, host, port)
 *   fn, arg   fn(arg, reader, writer) runs for each client
 *   host      which of our addresses; NULL: all
 *   port      0: one that the system chooses, see server_port
 *   server    *server is set when the result is 0: yours to server_close
 *   returns   0
 *   errors    -EADDRINUSE, -EACCES, ...; of the lookup; -EINVAL  no such
 *             port; -ENOMEM; -ECANCELED
 *   suspends  yes: only inside a coroutine
 *   differs   an accept that fails is told on stderr, in words, and tried
 *             again a second later, whatever the error; asyncio tries again
 *             at once where it is not that descriptors or memory ran out
 */
int async_start_server(client_fn *fn, void *arg, const char *host, int port,
		       struct server **server);

/*
 * server_port - where it listens.
 *
 *   asyncio   server.sockets[0].getsockname()[1]
 *   returns   the port
 *   suspends  no
 */
int server_port(const struct server *s);

/*
 * server_close - accept no more clients, and free the server.
 *
 *   asyncio   Server.close()
 *   s         clients that are connected go on; may be NULL
 *   returns   0; the port is free
 *   errors    -ECANCELED  we were cancelled meanwhile; it is closed all the
 *             same
 *   suspends  yes: only inside a coroutine
 */
int server_close(struct server *s);

#endif
