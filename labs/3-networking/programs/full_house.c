/*
 * full_house.c - a server that has no descriptor left for its next guest.
 *
 * Ben has connected, since the kernel lets him in without asking us. But the
 * server needs a descriptor to accept him, and gets none before Ann leaves.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "run.h"
#include "stream.h"

struct guest {
	struct reader *r;
	struct writer *w;
};

static int welcome(void *arg, struct reader *r, struct writer *w)
{
	char byte;

	writer_printf(w, "welcome\n");
	return (int)reader_read(r, &byte, 1); /* until he leaves */
}

/* So many descriptors, and no more. */
static void leave_descriptors(int n)
{
	int lowest = dup(STDOUT_FILENO);
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = (rlim_t)(lowest + n);
	setrlimit(RLIMIT_NOFILE, &limit);
	close(lowest);
}

static int come(struct guest *guest, int port)
{
	return async_open_connection("127.0.0.1", port, &guest->r, &guest->w);
}

static void hear(const char *name, struct guest *guest)
{
	char line[80];

	if (reader_readline(guest->r, line, sizeof(line)) > 0)
		printf("%s hears: %s", name, line);
}

static int open_house(void *arg, void **result)
{
	struct guest ann, ben;
	struct server *server;
	int rc = async_start_server(welcome, NULL, "127.0.0.1", 0, &server);

	if (rc == 0)
		rc = come(&ann, server_port(server));
	if (rc < 0)
		return rc;
	hear("Ann", &ann);
	leave_descriptors(1); /* for Ben's end */
	rc = come(&ben, server_port(server));
	if (rc < 0)
		return rc;
	rc = async_sleep(0.1); /* the server finds him at the door */
	if (rc < 0)
		return rc;
	printf("Ben has connected\n");
	printf("Ann leaves\n");
	stream_close(ann.r, ann.w);
	hear("Ben", &ben);
	stream_close(ben.r, ben.w);
	return server_close(server);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	return async_run(open_house, NULL, NULL) < 0;
}
