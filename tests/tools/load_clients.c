/*
 * load_clients.c - so many clients of one server at the same time.
 *
 *	load_clients N
 *
 * The server answers nobody before all have asked. A client that fails leaves,
 * and is no longer waited for. Says how many were answered, and why the
 * others were not. For test_load.py.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "errors.h"
#include "gather.h"
#include "locks.h"
#include "run.h"
#include "stream.h"

static int expected, port;
static struct event all;

static void one_less(void)
{
	if (--expected == 0)
		event_set(&all);
}

static int answer(void *arg, struct reader *r, struct writer *w)
{
	char line[40];
	ssize_t n = reader_readline(r, line, sizeof(line));
	int rc;

	if (n <= 0)
		return (int)n;
	one_less();
	rc = event_wait(&all);
	if (rc < 0)
		return rc;
	writer_write(w, line, (size_t)n);
	return writer_drain(w);
}

static int converse(struct reader *r, struct writer *w, int number)
{
	char line[40];
	ssize_t n;

	writer_printf(w, "%d\n", number);
	n = reader_readline(r, line, sizeof(line));
	if (n <= 0)
		return n < 0 ? (int)n : -ENODATA;
	return atoi(line) == number ? 0 : -EILSEQ;
}

static int visit(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection("127.0.0.1", port, &r, &w);

	if (rc == 0) {
		rc = converse(r, w, *(int *)arg);
		stream_abort(r, w);
	}
	if (rc < 0)
		one_less();
	return rc;
}

static void tell(const int errors[], int n)
{
	int answered = 0, why = 0;

	for (int i = 0; i < n; i++) {
		answered += errors[i] == 0;
		if (errors[i] < 0)
			why = errors[i];
	}
	printf("%d %s\n", answered, async_strerror(why));
}

static int crowd(void *arg, void **result)
{
	int n = *(int *)arg, rc;
	struct task **tasks = calloc((size_t)n, sizeof(*tasks));
	int *numbers = calloc((size_t)n, sizeof(*numbers));
	int *errors = calloc((size_t)n, sizeof(*errors));
	struct server *server;

	event_init(&all);
	rc = async_start_server(answer, NULL, "127.0.0.1", 0, &server);
	if (rc == 0) {
		port = server_port(server);
		for (int i = 0; i < n; i++) {
			numbers[i] = i;
			tasks[i] = task_create(visit, &numbers[i]);
		}
		rc = async_gather(tasks, n, NULL, errors);
		tell(errors, n);
		server_close(server);
	}
	free(tasks);
	free(numbers);
	free(errors);
	return rc;
}

/* As many descriptors as the system gives us. */
static void raise_limit(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char *argv[])
{
	int n = atoi(argv[1]);

	expected = n;
	raise_limit();
	return async_run(crowd, &n, NULL) < 0;
}
