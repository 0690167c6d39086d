#ifndef PIPE_H
#define PIPE_H

/*
 * pipe.h - a pipe that is ours alone. Given.
 */

/*
 * pipe_create - a pipe that never blocks, and that no child inherits.
 *
 *   asyncio   socket.socketpair(), in BaseSelectorEventLoop._make_self_pipe
 *   ends      set when the result is 0: ends[0] to read from, ends[1] to
 *             write to, both yours to close(2)
 *   returns   0
 *   errors    of pipe(2): -EMFILE, -ENFILE
 *   suspends  no
 */
int pipe_create(int ends[2]);

#endif
