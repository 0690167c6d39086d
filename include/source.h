#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <sys/types.h>

#include "future.h"

/*
 * source.h - a socket that is read again and again. Given.
 *
 * sock_recv has its descriptor watched anew for each wait. Where the kernel
 * keeps the table of what is watched (lab poller), that is two system calls. A
 * source stays watched from one wait to the next, if that comes in the same
 * turn. And it remembers when an answer was short: the socket was emptied, so
 * it waits before it tries again.
 */

struct source {
	int fd;
	bool emptied;		/* wait before you try */
	struct future *waiting; /* of the task that waits; NULL: nobody does */
	struct handle readable; /* what the loop calls */
	struct handle leaving;	/* in the ready queue, after a wait */
};

/*
 * source_init - make a source of a socket.
 *
 *   asyncio   (a transport's beginning)
 *   fd        a socket that never blocks; yours, open until source_close
 *   suspends  no
 */
void source_init(struct source *s, int fd);

/*
 * source_close - watch it no more. Do it before close(2).
 *
 *   asyncio   transport.pause_reading()
 *   s         nobody waits for it; the descriptor stays open
 *   suspends  no
 */
void source_close(struct source *s);

/*
 * source_recv - as sock_recv, of a socket that is ours alone.
 *
 *   asyncio   transport's _read_ready
 *   buf, n    yours; room for n bytes
 *   returns   bytes received; 0: the other side sends no more
 *   errors    -ECONNRESET, ...; -ECANCELED: no byte was taken; panics when
 *             somebody else waits to read from it
 *   suspends  yes, until something is there: only inside a coroutine
 */
ssize_t source_recv(struct source *s, void *buf, size_t n);

/*
 * source_idle - is it only that a source has not left the loop's table yet?
 *
 *   asyncio   (no counterpart)
 *   h         whom the loop calls when some descriptor can be read
 *   returns   true: a source's, and nobody waits for that
 *   suspends  no
 */
bool source_idle(const struct handle *h);

#endif
