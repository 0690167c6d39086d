#ifndef SOCK_H
#define SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/*
 * sock.h - lab sock: sockets that make the task wait, not the thread.
 *
 * Each call tries first, and waits on the loop only when the kernel says
 * EAGAIN. One task may wait to read from a descriptor, and one to write to it,
 * at the same time; a second one panics. In the place of a task that was
 * cancelled another one may wait at once; but before you close a descriptor,
 * let whoever waits for it end.
 */

/*
 * sock_wait_readable - wait until a descriptor can be read.
 *
 *   asyncio   loop.add_reader(fd, callback), and a future
 *   fd        a socket, a pipe, a terminal: what select(2) knows
 *   what      what it is waited for, for reports: "recv", "accept"; borrowed
 *   returns   0: reading it should not block now. It still may: try, and be
 *             ready to wait again
 *   errors    -EBADF  negative; -EMFILE  too large for the selector; -ENOMEM
 *             -ENOSPC  epoll(7); -ECANCELED; panics when another task waits
 *             to read from it
 *   suspends  yes: only inside a coroutine
 */
int sock_wait_readable(int fd, const char *what);

/*
 * sock_wait_writable - wait until a descriptor can be written.
 *
 *   asyncio   loop.add_writer(fd, callback), and a future
 *   fd        as for sock_wait_readable; what, too
 *   returns   as sock_wait_readable
 *   errors    as sock_wait_readable
 *   suspends  yes: only inside a coroutine
 */
int sock_wait_writable(int fd, const char *what);

/*
 * sock_is_awaited - does a task wait to read from a descriptor? Given.
 *
 *   asyncio   (no counterpart)
 *   returns   false also for a task that was cancelled and has yet to wake
 *   suspends  no
 */
bool sock_is_awaited(int fd);

/*
 * sock_create - a TCP socket that never blocks.
 *
 *   asyncio   socket.socket(family); sock.setblocking(False)
 *   family    AF_INET or AF_INET6
 *   returns   a descriptor, yours to close(2); not inherited by exec
 *   errors    of socket(2): -EMFILE, -EAFNOSUPPORT, ...
 *   suspends  no
 */
int sock_create(int family);

/*
 * sock_connect - connect to an address.
 *
 *   asyncio   loop.sock_connect(sock, address)
 *   fd        from sock_create; still yours to close when this fails, and
 *             of no other use
 *   returns   0
 *   errors    of connect(2), also those that come late: -ECONNREFUSED,
 *             -ETIMEDOUT, -ENETUNREACH, ...; -ECANCELED
 *   suspends  yes: only inside a coroutine
 */
int sock_connect(int fd, const struct sockaddr *address, socklen_t size);

/*
 * sock_listen - a socket that accepts connections at an address.
 *
 *   asyncio   sock.bind(address); sock.listen(backlog)
 *   backlog   how many may wait to be accepted
 *   returns   a descriptor, yours to close(2)
 *   errors    -EADDRINUSE, -EACCES, ...
 *   suspends  no
 */
int sock_listen(const struct sockaddr *address, socklen_t size, int backlog);

/*
 * sock_accept - wait for a connection.
 *
 *   asyncio   loop.sock_accept(sock)
 *   fd        from sock_listen
 *   returns   a descriptor that never blocks, yours to close(2)
 *   errors    -EMFILE, ...; -ECANCELED. A connection that was gone before
 *             we took it is passed over
 *   suspends  yes, unless one waits: only inside a coroutine
 */
int sock_accept(int fd);

/*
 * sock_recv - some bytes.
 *
 *   asyncio   loop.sock_recv(sock, nbytes)
 *   buf, n    yours; n bytes at the most, at least 1
 *   returns   how many came; 0: the other side sends no more
 *   errors    -ECONNRESET, ...; -ECANCELED, and no byte is lost
 *   suspends  yes, unless there are some: only inside a coroutine
 */
ssize_t sock_recv(int fd, void *buf, size_t n);

/*
 * sock_send - as many of these bytes as fit now.
 *
 *   asyncio   (socket.send, made to wait)
 *   data, n   yours
 *   returns   how many were taken, at least 1
 *   errors    -EPIPE, -ECONNRESET, ...; never the signal SIGPIPE; -ECANCELED
 *   suspends  yes, unless some fit: only inside a coroutine
 */
ssize_t sock_send(int fd, const void *data, size_t n);

/*
 * sock_sendall - all of these bytes.
 *
 *   asyncio   loop.sock_sendall(sock, data)
 *   data, n   yours, unchanged until this returns
 *   returns   0
 *   errors    as sock_send; how many went out before is not known
 *   suspends  yes, unless all fit: only inside a coroutine
 */
int sock_sendall(int fd, const void *data, size_t n);

#endif
