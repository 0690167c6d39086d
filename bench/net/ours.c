/*
 * ours.c - our runtime, as a normal program uses it. One source; the linker
 * puts either floor below it.
 *
 * echo goes by async_start_server, a reader and a writer; where the system is
 * called ...-sock, by the calls of sock.h. watch is the selector alone.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "errors.h"
#include "gather.h"
#include "net.h"
#include "run.h"
#include "selector.h"
#include "sock.h"
#include "stream.h"

#define HERE "127.0.0.1"

/* ---- echo ---- */

static int answer(void *arg, struct reader *r, struct writer *w)
{
	char chunk[CHUNK];
	ssize_t n;

	while ((n = reader_read(r, chunk, sizeof(chunk))) > 0) {
		int rc;

		writer_write(w, chunk, (size_t)n);
		rc = writer_drain(w);
		if (rc < 0)
			return rc;
	}
	return (int)n;
}

static int serve(void *arg, void **result)
{
	struct server *server;
	int rc = async_start_server(answer, NULL, HERE, 0, &server);

	if (rc < 0)
		return rc;
	printf("%d\n", server_port(server));
	fflush(stdout);
	rc = async_sleep(INFINITY);
	server_close(server);
	return rc;
}

/* ---- echo, a layer below ---- */

static int answer_sock(void *arg, void **result)
{
	int fd = (int)(size_t)arg, rc = 0;
	char chunk[CHUNK];
	ssize_t n;

	while (rc == 0 && (n = sock_recv(fd, chunk, sizeof(chunk))) != 0)
		rc = n < 0 ? (int)n : sock_sendall(fd, chunk, (size_t)n);
	close(fd);
	return rc;
}

static int serve_sock(void *arg, void **result)
{
	int listener = listen_here(), fd;

	while ((fd = sock_accept(listener)) >= 0) {
		prepare(fd);
		task_detach(task_create(answer_sock, (void *)(size_t)fd));
	}
	return fd;
}

/* ---- fetches ---- */

static int fetch(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	char chunk[CHUNK];
	ssize_t n;
	size_t bytes = 0;
	int rc = async_open_connection(HERE, *(int *)arg, &r, &w);

	if (rc < 0)
		return rc;
	writer_write(w, REQUEST, strlen(REQUEST));
	while ((n = reader_read(r, chunk, sizeof(chunk))) > 0)
		bytes += (size_t)n;
	stream_close(r, w);
	must_be_whole(bytes);
	return (int)n;
}

static int number, port;

static int fetches(void *arg, void **result)
{
	double start = wall_ms();
	struct task **tasks = calloc((size_t)number, sizeof(struct task *));
	int rc;

	if (!tasks)
		return -ENOMEM;
	for (int i = 0; i < number; i++)
		tasks[i] = task_create(fetch, &port);
	rc = async_gather(tasks, number, NULL, NULL);
	if (rc == 0)
		printf("%.17g\n", wall_ms() - start);
	free(tasks);
	return rc;
}

/* ---- watch ---- */

static void watch(int n)
{
	struct selector *s = selector_create();
	const int *fds = one_of(n);
	long waits = WAITS(n);
	double start;

	for (int i = 0; i < n; i++)
		if (selector_register(s, fds[i], SELECTOR_READ) < 0)
			exit(3); /* more than this floor can watch */
	start = cpu_ns();
	for (long i = 0; i < waits; i++) {
		struct readiness ready[256];

		if (selector_select(s, INFINITY, ready, 256) != 1 ||
		    ready[0].fd != fds[n / 2])
			give_up("selector_select");
	}
	printf("%.17g\n", (cpu_ns() - start) / (double)waits);
	selector_destroy(s);
}

static int run(coro_fn *fn)
{
	int rc = async_run(fn, NULL, NULL);

	if (rc < 0)
		fprintf(stderr, "ours: %s\n", async_strerror(rc));
	return rc < 0;
}

int main(int argc, char *argv[])
{
	const char *metric = argc > 3 ? argv[1] : "";

	number = argc > 2 ? atoi(argv[2]) : 0;
	port = argc > 4 ? atoi(argv[4]) : 0;
	want_descriptors(100);
	if (!strcmp(metric, "echo"))
		return run(strstr(argv[3], "-sock") ? serve_sock : serve);
	if (!strcmp(metric, "fetches"))
		return run(fetches);
	if (strcmp(metric, "watch") != 0)
		return 3;
	watch(number);
	return 0;
}
