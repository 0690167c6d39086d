/*
 * poller.c - ten thousand guests, and all of them stay.
 *
 * The server is one thread with a task for each guest. The guests are tasks,
 * too, in a process of their own, and come one after the other. Each waits for
 * the gong, and that sounds when the last one is there.
 *
 *	poller [GUESTS]
 *
 * On the basic floor (FLOOR=basic) select(2) has room for a thousand.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errors.h"
#include "gather.h"
#include "locks.h"
#include "run.h"
#include "stream.h"
#include "timeout.h"

static int guests;  /* how many shall come */
static int told[2]; /* a pipe: the server's port, for the guests */

/* ---- the server ---- */

static struct event full, gong, empty;
static int present;

static int host(void *arg, struct reader *r, struct writer *w)
{
	int rc;

	if (++present == guests)
		event_set(&full);
	writer_printf(w, "welcome\n");
	rc = event_wait(&gong);
	writer_printf(w, "gong!\n");
	if (--present == 0)
		event_set(&empty);
	return rc;
}

static int house(void *arg, void **result)
{
	struct server *server;
	int rc, port;

	event_init(&full);
	event_init(&gong);
	event_init(&empty);
	rc = async_start_server(host, NULL, "127.0.0.1", 0, &server);
	if (rc < 0)
		return rc;
	port = server_port(server);
	if (write(told[1], &port, sizeof(port)) < 0)
		return -errno;
	rc = event_wait(&full);
	printf("%d guests are here\n", present);
	event_set(&gong);
	if (rc == 0)
		rc = event_wait(&empty);
	server_close(server);
	return rc;
}

/* ---- the guests ---- */

struct guest {
	struct reader *reader;
	struct writer *writer;
};

static int hear(const struct guest *g)
{
	char line[16];
	ssize_t n = reader_readline(g->reader, line, sizeof(line));

	return n < 0 ? (int)n : n == 0 ? -ENODATA : 0;
}

static int come_in(struct guest *g, int port)
{
	int rc = async_open_connection("127.0.0.1", port, &g->reader,
				       &g->writer);

	if (rc < 0)
		return rc;
	rc = hear(g);
	if (rc < 0)
		stream_abort(g->reader, g->writer);
	return rc;
}

static int stay(void *guest, void **result)
{
	struct guest *g = guest;
	int rc = hear(g);

	stream_close(g->reader, g->writer);
	return rc;
}

static int visit(struct guest all[], struct task *tasks[], int port)
{
	int n, rc = 0;

	for (n = 0; n < guests && rc == 0; n++) {
		rc = come_in(&all[n], port);
		tasks[n] = rc == 0 ? task_create(stay, &all[n]) : NULL;
	}
	if (rc == 0)
		rc = async_gather(tasks, n, NULL, NULL);
	async_cancel_and_wait(tasks, n); /* they read `all` */
	return rc;
}

static int visitors(void *arg, void **result)
{
	struct guest *all = calloc((size_t)guests, sizeof(*all));
	struct task **tasks = calloc((size_t)guests, sizeof(*tasks));
	int port, rc = -ENOMEM;

	if (read(told[0], &port, sizeof(port)) != sizeof(port))
		rc = -EPIPE;
	else if (all && tasks)
		rc = visit(all, tasks, port);
	if (rc == 0)
		printf("all of them have heard the gong\n");
	free(tasks);
	free(all);
	return rc;
}

/* ---- both ---- */

/* A shell gives us 1,024 as a rule. We may have more if we ask. */
static int raise_the_limit(rlim_t wanted)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	if (limit.rlim_max < wanted)
		return -EMFILE;
	limit.rlim_cur = wanted;
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}

static int run(coro_fn *fn, const char *who)
{
	int rc = async_run(fn, NULL, NULL);

	if (rc < 0)
		fprintf(stderr, "%s: %s\n", who, async_strerror(rc));
	return rc < 0;
}

static int open_house(void)
{
	pid_t child;
	int status;

	if (pipe(told) < 0 || (child = fork()) < 0)
		return 1;
	if (child > 0) {
		status = run(house, "server");
		if (status != 0)
			kill(child, SIGTERM);
		waitpid(child, NULL, 0);
		return status;
	}
	status = run(visitors, "guests");
	if (status != 0)
		kill(getppid(), SIGINT); /* it waits for nobody */
	return status;
}

int main(int argc, char *argv[])
{
	guests = argc > 1 ? atoi(argv[1]) : 10000;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (guests < 1 || raise_the_limit((rlim_t)guests + 100) < 0) {
		fprintf(stderr,
			"poller: %d guests, and a descriptor for each? "
			"`ulimit -Hn` says how many there are\n",
			guests);
		return 2;
	}
	return open_house();
}
