/*
 * many_guests.c - the same guests, and a server that has a task for each.
 *
 * Ann takes her time to say who she is. Ben does not wait for her.
 */
#include <stdio.h>

#include "gather.h"
#include "run.h"
#include "stream.h"

static struct server *server;

/* ---- the server ---- */

static int greet(void *arg, struct reader *r, struct writer *w)
{
	char name[80];
	ssize_t n;

	writer_printf(w, "Who are you?\n");
	n = reader_readline(r, name, sizeof(name));
	if (n <= 0)
		return (int)n;
	writer_printf(w, "Hello %s", name);
	return writer_drain(w);
}

/* ---- a guest ---- */

struct guest {
	const char *name;
	double thinks; /* seconds, before he says who he is */
};

static void hear(const char *name, struct reader *r)
{
	char line[80];

	if (reader_readline(r, line, sizeof(line)) > 0)
		printf("%s hears: %s", name, line);
}

static int talk(const struct guest *guest, struct reader *r, struct writer *w)
{
	int rc;

	hear(guest->name, r);
	rc = async_sleep(guest->thinks);
	if (rc < 0)
		return rc;
	writer_printf(w, "%s\n", guest->name);
	hear(guest->name, r);
	return 0;
}

static int visit(void *arg, void **result)
{
	struct writer *w;
	struct reader *r;
	int rc =
		async_open_connection("127.0.0.1", server_port(server), &r, &w);

	if (rc < 0)
		return rc;
	rc = talk(arg, r, w);
	stream_close(r, w);
	return rc;
}

/* ---- both ---- */

static int open_house(void *arg, void **result)
{
	struct guest ann = { "Ann", 0.5 }, ben = { "Ben", 0 };
	struct task *tasks[2];
	int rc = async_start_server(greet, NULL, "127.0.0.1", 0, &server);

	if (rc < 0)
		return rc;
	tasks[0] = task_create(visit, &ann);
	tasks[1] = task_create(visit, &ben);
	rc = async_gather(tasks, 2, NULL, NULL);
	server_close(server);
	return rc;
}

int main(void)
{
	return async_run(open_house, NULL, NULL) < 0;
}
