/*
 * spin.c - a socket that never blocks, asked again and again.
 *
 *	spin		ask until an answer comes
 *	spin wait	ask, and wait in select(2) until there is one
 *
 * The other end, a child process, answers after a tenth of a second. Count
 * the system calls: strace -c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void answer_later(int fd)
{
	struct timespec tenth = { .tv_nsec = 100000000 };

	nanosleep(&tenth, NULL);
	send(fd, "!", 1, 0);
	_exit(0);
}

static void wait_for(int fd)
{
	fd_set read;

	FD_ZERO(&read);
	FD_SET(fd, &read);
	select(fd + 1, &read, NULL, NULL, NULL);
}

int main(int argc, char *argv[])
{
	int waits = argc > 1 && strcmp(argv[1], "wait") == 0;
	int ends[2];
	long asked = 1;
	char answer;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	if (fork() == 0)
		answer_later(ends[1]);
	while (recv(ends[0], &answer, 1, 0) < 0 && errno == EAGAIN) {
		if (waits)
			wait_for(ends[0]);
		asked++;
	}
	printf("asked %s\n", asked > 1000 ? "more than 1,000 times"
			     : asked == 2 ? "twice"
					  : "some times");
	wait(NULL);
	return 0;
}
