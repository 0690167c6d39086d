#ifndef SERVE_H
#define SERVE_H

#include "stream.h"

/*
 * serve.h - lab serve: a small HTTP/1.1 server for a folder.
 *
 *	serve [-b ADDRESS] [-p PORT] [-t SECONDS] [FOLDER]
 *
 * GET and HEAD of files, until Ctrl-C. Whoever asks may be slow, rude or
 * gone: that costs nobody else anything. No path leaves the folder.
 */

/* A folder that is served, and our patience with those who ask. */
struct folder {
	int fd;		/* opened with O_DIRECTORY */
	double seconds; /* see serve_client */
};

/*
 * serve_open - open the file that a path stands for, if it may be served.
 *
 * Its components are decoded one by one, once. A component is refused that is
 * empty, begins with '.', or holds a '/' or a '\0' when decoded. Symbolic
 * links are not followed; no link, no FIFO and no device is served.
 *
 *   asyncio   (no counterpart)
 *   folder    where it begins: a descriptor, borrowed
 *   path      as in struct request: "/a%20b/x.html"; what ends in '/' is the
 *             folder's index.html
 *   returns   a regular file, yours to close(2). Opening it never waits for
 *             somebody
 *   errors    -EISDIR  a folder, and its '/' is missing; -EACCES  not for us;
 *             -EMFILE, -ENFILE  no descriptor is left; else there is no such
 *             file, for whatever reason: -ENOENT, -ELOOP, ...
 *   suspends  no
 */
int serve_open(int folder, const char *path);

/*
 * serve_client - answer the requests of one client, in order.
 *
 *   asyncio   the client_connected_cb of asyncio.start_server
 *   folder    a struct folder, borrowed. Within its `seconds` the head of a
 *             request has to come, from the answer before it on; each time
 *             that writer_drain waits, the kernel has to take what waits, down
 *             to WRITER_LOW (not: the client a byte); the end has to be seen
 *   r, w      borrowed. A head that has begun and is late gets a 408; one in
 *             which the stream ends gets no answer: nobody waits for it
 *   returns   0: the client has all, and both sides are closed
 *   errors    -ECANCELED  it is gone, or was given up, or we were cancelled:
 *             what it has not taken is not worth waiting for
 *   suspends  yes: only inside a coroutine
 */
int serve_client(void *folder, struct reader *r, struct writer *w);

/*
 * serve_main - the program.
 *
 *   asyncio   python -m http.server
 *   argc      as main gets them; argv, too. ADDRESS: 127.0.0.1. PORT: 8000;
 *             0: one that is free. SECONDS: 60. FOLDER: this one. A line on
 *             stdout says where it listens, as soon as it does
 *   returns   the exit status. 130: Ctrl-C; 1: it cannot listen there; 2: no
 *             such option, no such folder
 *   suspends  no: it calls async_run
 */
int serve_main(int argc, char *argv[]);

#endif
