/*
 * sends.c - what send(2) does where there is no room, and where nobody is.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUCH (16 * 1024 * 1024)

static char bytes[MUCH];

static void no_room(int fd)
{
	ssize_t n = send(fd, bytes, MUCH, 0);

	printf("the first send: %s\n", n < MUCH ? "a part" : "all of it");
	if (send(fd, bytes, MUCH, 0) < 0)
		printf("the second:     %s\n", strerror(errno));
}

/* In a child, for it may not live to tell. */
static void nobody(int fd, int flags, const char *how)
{
	int status;

	fflush(stdout);
	if (fork() == 0) {
		signal(SIGPIPE, SIG_DFL);
		if (send(fd, "!", 1, flags) < 0)
			printf("%s %s\n", how, strerror(errno));
		fflush(stdout);
		_exit(0);
	}
	wait(&status);
	if (WIFSIGNALED(status))
		printf("%s killed by signal %s\n", how,
		       WTERMSIG(status) == SIGPIPE ? "SIGPIPE" : "?");
}

int main(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	no_room(ends[0]);
	close(ends[1]);
	nobody(ends[0], 0, "nobody there:  ");
	nobody(ends[0], MSG_NOSIGNAL, "MSG_NOSIGNAL:  ");
	return 0;
}
