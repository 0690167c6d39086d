/*
 * echo.c - the student's streams as a server, for clients of the grader.
 *
 * Prints the port that the system chose, and sends back what comes, to each
 * client until it says no more. Ends when its own standard input does.
 */
#include <stdio.h>
#include <unistd.h>

#include "errors.h"
#include "run.h"
#include "sock.h"
#include "stream.h"

static int echo(void *arg, struct reader *r, struct writer *w)
{
	char some[8192];
	ssize_t n;

	while ((n = reader_read(r, some, sizeof(some))) > 0) {
		int rc = writer_write(w, some, (size_t)n);

		if (rc == 0)
			rc = writer_drain(w);
		if (rc < 0)
			return rc;
	}
	return (int)n;
}

static int serve(void *arg, void **result)
{
	struct server *server;
	int rc = async_start_server(echo, NULL, "127.0.0.1", 0, &server);
	int closed;

	if (rc < 0)
		return rc;
	printf("%d\n", server_port(server));
	fflush(stdout);
	rc = sock_wait_readable(STDIN_FILENO, "the end of the input");
	closed = server_close(server);
	return rc < 0 ? rc : closed;
}

int main(void)
{
	int rc = async_run(serve, NULL, NULL);

	if (rc < 0)
		fprintf(stderr, "echo: %s\n", async_strerror(rc));
	return rc < 0;
}
