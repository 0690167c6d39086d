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

static int never_block(int fd)
{
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return -errno;
	return 0;
}

int pipe_create(int ends[2])
{
	int rc;

	if (pipe(ends) < 0)
		return -errno;
	rc = never_block(ends[0]);
	if (rc == 0)
		rc = never_block(ends[1]);
	if (rc < 0) {
		close(ends[0]);
		close(ends[1]);
	}
	return rc;
}
