/*
 * refused.c - a connection that is refused, by a socket that never blocks.
 *
 * The port is one where nobody listens: we have just closed it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in nobody_there(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(fd, (struct sockaddr *)&address, size);
	getsockname(fd, (struct sockaddr *)&address, &size);
	close(fd);
	return address;
}

static void wait_until_writable(int fd)
{
	fd_set write;

	FD_ZERO(&write);
	FD_SET(fd, &write);
	select(fd + 1, NULL, &write, NULL, NULL);
}

int main(void)
{
	struct sockaddr_in address = nobody_there();
	int fd = socket(AF_INET, SOCK_STREAM, 0), error = 0;
	socklen_t size = sizeof(error);

	fcntl(fd, F_SETFL, O_NONBLOCK);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		printf("connect:  %s\n", strerror(errno));
	wait_until_writable(fd);
	puts("select:   writable");
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	printf("SO_ERROR: %s\n", strerror(error));
	close(fd);
	return 0;
}
