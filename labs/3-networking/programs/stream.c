/*
 * stream.c - a small server of your own, and how to talk to it.
 *
 *	stream		three clients, in this program
 *	stream PORT	telnet 127.0.0.1 PORT, as often as you like; Ctrl-C
 *
 * The server asks for a name and greets. Clients do not wait for each other.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "gather.h"
#include "run.h"
#include "stream.h"

#define HERE "127.0.0.1"

static int greet(void *arg, struct reader *r, struct writer *w)
{
	char name[80];
	ssize_t n;

	writer_printf(w, "Who are you?\r\n");
	n = reader_readline(r, name, sizeof(name));
	if (n <= 0)
		return (int)n; /* gone without an answer */
	name[strcspn(name, "\r\n")] = '\0';
	writer_printf(w, "Hello %s!\r\n", name);
	return writer_drain(w);
}

/* ---- three clients ---- */

struct guest {
	const char *name;
	int port;
};

static int print_line(const char *name, struct reader *r)
{
	char line[100];
	ssize_t n = reader_readline(r, line, sizeof(line));

	if (n < 0)
		return (int)n;
	line[strcspn(line, "\r\n")] = '\0';
	printf("%s hears: %s\n", name, line);
	return 0;
}

static int visit(void *arg, void **result)
{
	const struct guest *guest = arg;
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection(HERE, guest->port, &r, &w), closed;

	if (rc < 0)
		return rc;
	rc = print_line(guest->name, r);
	if (rc == 0)
		rc = writer_printf(w, "%s\n", guest->name);
	if (rc == 0)
		rc = print_line(guest->name, r);
	closed = stream_close(r, w);
	return rc < 0 ? rc : closed;
}

static int three_visits(int port)
{
	struct guest guests[] = { { "Ann", port },
				  { "Ben", port },
				  { "Cho", port } };
	struct task *tasks[3];

	for (int i = 0; i < 3; i++)
		tasks[i] = task_create(visit, &guests[i]);
	return async_gather(tasks, 3, NULL, NULL);
}

/* ---- the server ---- */

static int serve(void *arg, void **result)
{
	const char *port = arg;
	struct server *server;
	int rc = async_start_server(greet, NULL, HERE, port ? atoi(port) : 0,
				    &server);

	if (rc < 0)
		return rc;
	if (port)
		printf("telnet " HERE " %d\n", server_port(server));
	rc = port ? async_sleep(INFINITY) : three_visits(server_port(server));
	server_close(server);
	return rc;
}

int main(int argc, char *argv[])
{
	int rc;

	setvbuf(stdout, NULL, _IOLBF, 0);
	rc = async_run(serve, argv[1], NULL);
	if (rc < 0 && rc != -EINTR)
		fprintf(stderr, "stream: %s\n", async_strerror(rc));
	return rc < 0;
}
