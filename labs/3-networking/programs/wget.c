/*
 * wget.c - the tutorial's third program: three sites at once.
 *
 *	wget [HOST...]
 *
 * Prints the header of each answer, and leaves the body unread.
 */
#include <stdio.h>
#include <string.h>

#include "errors.h"
#include "gather.h"
#include "run.h"
#include "stream.h"

#define MOST 64
#define LINE 4096

static char *sites[] = { "www.sina.com.cn", "www.sohu.com", "www.163.com" };

/* What main hands over, and gets back through `rc`. */
struct hosts {
	char **names;
	int n;
};

static int print_header(const char *host, struct reader *reader)
{
	char line[LINE];
	ssize_t n;

	while ((n = reader_readline(reader, line, sizeof(line))) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0')
			break;
		printf("%s header > %s\n", host, line);
	}
	return n < 0 ? (int)n : 0;
}

static int wget(void *arg, void **result)
{
	const char *host = arg;
	struct reader *reader;
	struct writer *writer;
	int rc, closed;

	printf("wget %s...\n", host);
	rc = async_open_connection(host, 80, &reader, &writer);
	if (rc < 0)
		return rc;
	writer_printf(writer, "GET / HTTP/1.0\r\nHost: %s\r\n\r\n", host);
	rc = writer_drain(writer);
	if (rc == 0)
		rc = print_header(host, reader);
	/* Ignore the body, close the socket. */
	closed = stream_close(reader, writer);
	if (rc == 0)
		rc = closed;
	if (rc == 0)
		printf("Done %s.\n", host);
	return rc;
}

static int all(void *arg, void **result)
{
	const struct hosts *hosts = arg;
	struct task *tasks[MOST];
	int errors[MOST], failed = 0;
	int rc;

	for (int i = 0; i < hosts->n; i++)
		tasks[i] = task_create(wget, hosts->names[i]);
	rc = async_gather(tasks, hosts->n, NULL, errors);
	if (rc < 0)
		return rc;
	for (int i = 0; i < hosts->n; i++) {
		if (errors[i] == 0)
			continue;
		fprintf(stderr, "%s: %s\n", hosts->names[i],
			async_strerror(errors[i]));
		failed = errors[i];
	}
	return failed;
}

int main(int argc, char *argv[])
{
	struct hosts hosts = { sites, 3 };

	if (argc > 1)
		hosts = (struct hosts){ argv + 1, argc - 1 };
	if (hosts.n > MOST) {
		fprintf(stderr, "wget: %d hosts at most\n", MOST);
		return 1;
	}
	return async_run(all, &hosts, NULL) < 0;
}
