/*
 * bare-select.c - the limit: a plain loop round select(2), nothing else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "net.h"

static fd_set reading, writing; /* what is asked for */
static int top;			/* one more than the highest of them */
static struct rest rests[FD_SETSIZE];

static void ask(int fd)
{
	if (fd >= FD_SETSIZE) {
		fprintf(stderr, "select(2) has no bit for descriptor %d\n", fd);
		exit(1);
	}
	FD_SET(fd, &reading);
	if (fd >= top)
		top = fd + 1;
}

static void admit_all(int listener)
{
	int fd;

	while ((fd = next_client(listener)) >= 0)
		ask(fd);
}

static void leave(int fd)
{
	FD_CLR(fd, &reading);
	FD_CLR(fd, &writing);
	free(rests[fd].data);
	rests[fd] = (struct rest){ 0 };
	close(fd);
}

static void go_on(int fd, enum echoed now)
{
	if (now == CLOSED) {
		leave(fd);
	} else if (now == KEPT) {
		FD_CLR(fd, &reading);
		FD_SET(fd, &writing);
	} else if (FD_ISSET(fd, &writing)) {
		FD_CLR(fd, &writing);
		FD_SET(fd, &reading);
	}
}

static void serve(void)
{
	int listener = listen_here();

	ask(listener);
	for (;;) {
		fd_set r = reading, w = writing;
		int n = select(top, &r, &w, NULL, NULL);

		for (int fd = 0; fd < top && n > 0; fd++)
			if (FD_ISSET(fd, &w)) {
				n--;
				go_on(fd, echo_rest(fd, &rests[fd]));
			} else if (FD_ISSET(fd, &r)) {
				n--;
				if (fd == listener)
					admit_all(fd);
				else
					go_on(fd, echo(fd, &rests[fd]));
			}
	}
}

/* The first that is ready. */
static int found(const fd_set *r)
{
	for (int fd = 0; fd < top; fd++)
		if (FD_ISSET(fd, r))
			return fd;
	return -1;
}

static void watch(int n)
{
	const int *fds = one_of(n);
	long waits = WAITS(n);
	double start;

	for (int i = 0; i < n; i++)
		ask(fds[i]);
	start = cpu_ns();
	for (long i = 0; i < waits; i++) {
		fd_set r = reading;

		if (select(top, &r, NULL, NULL, NULL) != 1 ||
		    found(&r) != fds[n / 2])
			give_up("select");
	}
	printf("%.17g\n", (cpu_ns() - start) / (double)waits);
}

int main(int argc, char *argv[])
{
	want_descriptors(100);
	if (argc > 1 && !strcmp(argv[1], "echo"))
		serve();
	if (argc < 3 || strcmp(argv[1], "watch") != 0)
		return 3;
	watch(atoi(argv[2]));
	return 0;
}
