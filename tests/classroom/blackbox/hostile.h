/*
 * hostile.h - for programs that deceive: the arguments, before main begins,
 * and blocking sockets.
 *
 * Each file beside this one stands in the place of a lab's file. Its first
 * lines say of which lab, in which program, and what must come of it; nobody
 * looks into the object before, as the grader would: this layer holds alone.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BEFORE_MAIN                                           \
	__attribute__((constructor)) static void before_main( \
		int argc, char *argv[], char *envp[])

__attribute__((unused)) static struct sockaddr_in here(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };

	at.sin_port = htons((unsigned short)port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return at;
}

__attribute__((unused)) static int connected(int port)
{
	struct sockaddr_in at = here(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Every byte until the end. */
__attribute__((unused)) static size_t all_of(int fd, char *to, size_t room)
{
	size_t n = 0;
	ssize_t got;

	while (n < room && (got = read(fd, to + n, room - n)) > 0)
		n += (size_t)got;
	return n;
}

/* A socket that listens, and the port of it, printed as echo does. */
__attribute__((unused)) static int listener(void)
{
	struct sockaddr_in at = here(0);
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 64) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		abort();
	printf("%d\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

#endif
