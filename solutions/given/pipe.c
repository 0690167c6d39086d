/*
 * pipe.c - a pipe that is ours alone. Given.
 *
 * A program that a child of ours executes would keep a copy of each end, and
 * then the end of the stream would never come: hence FD_CLOEXEC.
 */
#include "pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int pipe_create(int ends[2])
{
	if (pipe(ends) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) {
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	}
	return 0;
}
