/*
 * one_recv.c - one recv is not one line.
 *
 *	one_recv	the poet sends a line at a time
 *	one_recv 7	the same text, in pieces of seven bytes
 *
 * The listener takes whatever a recv brings for a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gather.h"
#include "run.h"
#include "sock.h"

static const char text[] = "To be, or not to be,\nthat is the question:\n"
			   "Whether 'tis nobler\n";

static size_t piece; /* so many bytes at a time; 0: a line */

static size_t next_piece(const char *rest)
{
	size_t n = piece > 0 ? piece : strcspn(rest, "\n") + 1;

	return n < strlen(rest) ? n : strlen(rest);
}

/* Send the text, piece by piece, and leave time for each to arrive. */
static int poet(void *arg, void **result)
{
	int fd = *(int *)arg;
	size_t n;

	for (const char *rest = text; *rest; rest += n) {
		int rc;

		n = next_piece(rest);
		rc = sock_sendall(fd, rest, n);
		if (rc == 0)
			rc = async_sleep(0.01);
		if (rc < 0)
			return rc;
	}
	return shutdown(fd, SHUT_WR) < 0 ? -errno : 0;
}

static int listener(void *arg, void **result)
{
	int fd = *(int *)arg;
	char line[80];
	ssize_t n;

	while ((n = sock_recv(fd, line, sizeof(line) - 1)) > 0) {
		line[n] = '\0';
		line[strcspn(line, "\n")] = '\0';
		printf("line: [%s]\n", line);
	}
	return (int)n;
}

static int recital(void *arg, void **result)
{
	struct task *tasks[2];
	int ends[2], rc;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -errno;
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	tasks[0] = task_create(poet, &ends[0]);
	tasks[1] = task_create(listener, &ends[1]);
	rc = async_gather(tasks, 2, NULL, NULL);
	close(ends[0]);
	close(ends[1]);
	return rc;
}

int main(int argc, char *argv[])
{
	if (argc > 1)
		piece = (size_t)atoi(argv[1]);
	return async_run(recital, NULL, NULL) < 0;
}
