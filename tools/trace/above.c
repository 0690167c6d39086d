/*
 * above.c - witnesses round the labs of chapters 2 and 3.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "gather.h"
#include "group.h"
#include "locks.h"
#include "queue.h"
#include "resolve.h"
#include "sock.h"
#include "source.h"
#include "stream.h"
#include "timeout.h"
#include "trace.h"
#include "waiting.h"

/* ---- chapter 2 ---- */

#define MANY struct task *tasks[], int n
#define TASK struct task *t
#define TIMEOUT struct timeout *to
#define SEMAPHORE struct semaphore *s
#define LOCK struct lock *l
#define EVENT struct event *e
#define CONDITION struct condition *c
#define QUEUE struct queue *q
#define COMPLETED struct completed *c
#define GROUP struct group *g
#define SOURCE struct source *s
#define SERVER struct server *s
#define CLIENT client_fn *fn, void *arg

WITNESS(int, "gather", async_gather, (MANY, void *results[], int errors[]),
	(tasks, n, results, errors), "\t%d", n)
WITNESS(int, "timeout", timeout_begin, (TIMEOUT, double seconds), (to, seconds),
	"\t%g", seconds)
WITNESS(int, "timeout", timeout_end, (TIMEOUT, int rc), (to, rc), "\t%d", rc)
WITNESS(int, "timeout", async_wait_for, (TASK, double seconds, void **value),
	(t, seconds, value), "\t%s\t%g", task_name(t), seconds)
WITNESS(int, "timeout", async_shield, (TASK, void **value), (t, value), "\t%s",
	task_name(t))
WITNESS(int, "timeout", async_cancel_and_wait, (MANY), (tasks, n), "\t%d", n)
WITNESS(int, "locks", semaphore_acquire, (SEMAPHORE), (s))
SILENT("locks", semaphore_release, (SEMAPHORE), (s))
WITNESS(int, "locks", lock_acquire, (LOCK), (l))
SILENT("locks", lock_release, (LOCK), (l))
WITNESS(int, "locks", event_wait, (EVENT), (e))
SILENT("locks", event_set, (EVENT), (e))
WITNESS(int, "locks", condition_wait, (CONDITION), (c))
SILENT("locks", condition_notify, (CONDITION, int n), (c, n), "\t%d", n)
WITNESS(int, "queue", queue_put, (QUEUE, void *item), (q, item))
WITNESS(int, "queue", queue_get, (QUEUE, void **item), (q, item))
WITNESS(int, "queue", queue_join, (QUEUE), (q))
WITNESS(int, "given", async_wait, (MANY, double seconds, int when),
	(tasks, n, seconds, when), "\t%d", n)
WITNESS(int, "given", completed_next, (COMPLETED, struct task **t), (c, t))
WITNESS(int, "given", group_end, (GROUP, int rc), (g, rc), "\t%d", rc)

/* ---- chapter 3 ---- */

#define R struct reader *r
#define W struct writer *w

WITNESS(int, "sock", sock_wait_readable, (int fd, const char *what), (fd, what),
	"\t%d\t%s", fd, what)
WITNESS(int, "sock", sock_wait_writable, (int fd, const char *what), (fd, what),
	"\t%d\t%s", fd, what)
WITNESS(int, "sock", sock_connect,
	(int fd, const struct sockaddr *address, socklen_t size),
	(fd, address, size), "\t%d", fd)
WITNESS(int, "sock", sock_accept, (int fd), (fd), "\t%d", fd)
WITNESS(ssize_t, "sock", sock_recv, (int fd, void *buf, size_t n), (fd, buf, n),
	"\t%d\t%zu", fd, n)
WITNESS(ssize_t, "sock", sock_send, (int fd, const void *data, size_t n),
	(fd, data, n), "\t%d\t%zu", fd, n)
WITNESS(int, "sock", sock_sendall, (int fd, const void *data, size_t n),
	(fd, data, n), "\t%d\t%zu", fd, n)
WITNESS(ssize_t, "given", source_recv, (SOURCE, void *buf, size_t n),
	(s, buf, n), "\t%d\t%zu", s->fd, n)
WITNESS(int, "resolve", async_getaddrinfo,
	(const char *host, const char *service, const struct addrinfo *hints,
	 struct addrinfo **result),
	(host, service, hints, result))
WITNESS(ssize_t, "reader", reader_readline, (R, char *buf, size_t cap),
	(r, buf, cap))
WITNESS(ssize_t, "reader", reader_readuntil,
	(R, const char *separator, char *buf, size_t cap),
	(r, separator, buf, cap))
WITNESS(ssize_t, "reader", reader_readexactly, (R, void *buf, size_t n),
	(r, buf, n), "\t%zu", n)
WITNESS(ssize_t, "reader", reader_read, (R, void *buf, size_t n), (r, buf, n),
	"\t%zu", n)
WITNESS(int, "writer", writer_write, (W, const void *data, size_t n),
	(w, data, n), "\t%zu", n)

/* What has been formatted here is not formatted again. */
int __real_writer_printf(W, const char *format, ...);
int __wrap_writer_printf(W, const char *format, ...);
int __wrap_writer_printf(W, const char *format, ...)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	va_list rest;
	int rc = -ENOMEM;

	if (!f)
		return rc;
	va_start(rest, format);
	if (vfprintf(f, format, rest) < 0)
		rc = -EINVAL;
	va_end(rest);
	if (fclose(f) == 0 && rc != -EINVAL) {
		trace("writer", "call", "writer_printf\t%zu", size);
		rc = __real_writer_printf(w, "%s", text);
		trace("writer", "back", "writer_printf\t%d", rc);
	}
	free(text);
	return rc;
}

WITNESS(int, "writer", writer_drain, (W), (w))
SILENT("writer", writer_close, (W), (w))
WITNESS(int, "writer", writer_wait_closed, (W), (w))
WITNESS(int, "stream", async_open_connection,
	(const char *host, int port, struct reader **r, struct writer **w),
	(host, port, r, w))
WITNESS(int, "stream", stream_close, (R, W), (r, w))
SILENT("stream", stream_abort, (R, W), (r, w))
WITNESS(int, "stream", async_start_server,
	(CLIENT, const char *host, int port, struct server **server),
	(fn, arg, host, port, server))
WITNESS(int, "stream", server_close, (SERVER), (s))
