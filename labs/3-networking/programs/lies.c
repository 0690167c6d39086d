/*
 * lies.c - select(2) tells the truth, and it is no longer true.
 *
 * One socket, known by two descriptors, as two processes might know it. Both
 * are readable; who comes second finds nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static int readable(const int fds[], int n)
{
	fd_set read;
	int highest = 0;

	FD_ZERO(&read);
	for (int i = 0; i < n; i++) {
		FD_SET(fds[i], &read);
		if (fds[i] > highest)
			highest = fds[i];
	}
	return select(highest + 1, &read, NULL, NULL, NULL);
}

static void try(const char *who, int fd)
{
	char byte;
	ssize_t n = recv(fd, &byte, 1, 0);

	if (n < 0)
		printf("%s: %s\n", who, strerror(errno));
	else
		printf("%s: %zd byte\n", who, n);
}

int main(void)
{
	int ends[2], fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fds[0] = ends[0];
	fds[1] = dup(ends[0]);
	if (send(ends[1], "!", 1, 0) < 0)
		return 1;
	printf("readable: %d\n", readable(fds, 2));
	try("first", fds[0]);
	try("second", fds[1]);
	return 0;
}
