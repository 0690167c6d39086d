/*
 * one_guest.c - a server made by hand: a guest is let in, asked and greeted;
 * then the next one.
 *
 * Ann takes her time to say who she is. Ben stands outside.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

#include "gather.h"
#include "reader.h"
#include "run.h"
#include "sock.h"
#include "writer.h"

static struct sockaddr_in here; /* where the server listens */

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

/* Two guests, one after the other. */
static int serve(void *arg, void **result)
{
	int listening = *(int *)arg, rc = 0;

	for (int i = 0; i < 2 && rc >= 0; i++) {
		int fd = sock_accept(listening);
		struct writer *w;
		struct reader *r;

		if (fd < 0)
			return fd;
		w = writer_create(fd);
		r = reader_create(fd, READER_LIMIT);
		rc = greet(NULL, r, w);
		writer_close(w);
		writer_wait_closed(w);
		reader_destroy(r);
		writer_destroy(w);
	}
	return rc;
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
	int fd = sock_create(AF_INET), rc;
	struct writer *w;
	struct reader *r;

	if (fd < 0)
		return fd;
	rc = sock_connect(fd, (struct sockaddr *)&here, sizeof(here));
	if (rc < 0) {
		close(fd);
		return rc;
	}
	w = writer_create(fd);
	r = reader_create(fd, READER_LIMIT);
	rc = talk(arg, r, w);
	writer_close(w);
	writer_wait_closed(w);
	reader_destroy(r);
	writer_destroy(w);
	return rc;
}

/* ---- both ---- */

static int open_house(void *arg, void **result)
{
	struct guest ann = { "Ann", 0.5 }, ben = { "Ben", 0 };
	socklen_t size = sizeof(here);
	struct task *tasks[3];
	int listening, rc;

	here.sin_family = AF_INET;
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listening = sock_listen((struct sockaddr *)&here, size, 10);
	if (listening < 0)
		return listening;
	getsockname(listening, (struct sockaddr *)&here, &size);
	tasks[0] = task_create(serve, &listening);
	tasks[1] = task_create(visit, &ann);
	tasks[2] = task_create(visit, &ben);
	rc = async_gather(tasks, 3, NULL, NULL);
	close(listening);
	return rc;
}

int main(void)
{
	return async_run(open_house, NULL, NULL) < 0;
}
