/*
 * naive.c - a web server in twenty lines, and its first guests.
 *
 *	naive [serve]
 *
 * It serves the folder "include". Ann asks for a file of it, Ben for one that
 * is none of his business. Then three come who say half a request, and take
 * the last descriptors. With "serve", the same guests visit lab serve.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "errors.h"
#include "run.h"
#include "serve.h"
#include "timeout.h"

#define FOLDER "include"
#define PASSWORDS "/../../../../../../../../../../../../etc/passwd"
#define RUDE 3
#define PATIENCE 2.5

/* ---- the server ---- */

static void send_all(FILE *file, struct writer *w)
{
	char chunk[4096];
	size_t n;

	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		writer_write(w, chunk, n);
	fclose(file);
}

static int naive(void *arg, struct reader *r, struct writer *w)
{
	char line[1024], path[1024], name[1100];
	FILE *file;

	if (reader_readline(r, line, sizeof(line)) <= 0 ||
	    sscanf(line, "GET %1023s", path) != 1)
		return 0;
	snprintf(name, sizeof(name), FOLDER "%s", path);
	file = fopen(name, "r");
	writer_printf(w, "HTTP/1.0 %s\r\n\r\n", file ? "200 OK" : "404 No");
	if (file)
		send_all(file, w);
	writer_drain(w);
	return 0;
}

/* ---- the guests ---- */

struct guest {
	struct reader *r;
	struct writer *w;
};

static int come(struct guest *guest, int port)
{
	return async_open_connection("127.0.0.1", port, &guest->r, &guest->w);
}

/* The answer's first line; then what its body begins with. */
static int hear(struct reader *r)
{
	char line[200], begins[10];
	int rc = (int)reader_readline(r, line, sizeof(line));

	if (rc <= 0)
		return rc < 0 ? rc : -ENODATA;
	printf("    %.12s\n", line);
	while (rc > 0 && line[0] != '\r')
		rc = (int)reader_readline(r, line, sizeof(line));
	rc = (int)reader_read(r, begins, sizeof(begins));
	if (rc > 0)
		printf("    %.*s...\n", rc, begins);
	return rc;
}

static void ask(const char *name, const char *path, int port)
{
	struct guest guest;
	struct timeout to;
	int rc;

	printf("%s asks for %s\n", name, path);
	rc = come(&guest, port);
	if (rc == 0 && (rc = timeout_begin(&to, PATIENCE)) == 0) {
		writer_printf(guest.w, "GET %s HTTP/1.0\r\n\r\n", path);
		rc = timeout_end(&to, hear(guest.r));
		stream_abort(guest.r, guest.w);
	}
	if (rc < 0)
		printf("    %s\n", async_strerror(rc));
}

/* ---- both ---- */

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

/* Half a request from each, and then silence. */
static int be_rude(struct guest rude[], int port)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < RUDE; i++) {
		rc = come(&rude[i], port);
		if (rc == 0)
			writer_printf(rude[i].w, "GET /serve.h HT");
	}
	printf("%d come, and say: GET /serve.h HT\n", RUDE);
	if (rc == 0)
		rc = async_sleep(0.1); /* the server lets them in */
	leave_descriptors(1);	       /* for Cho's end */
	return rc;
}

static int open_house(void *serve, void **result)
{
	struct folder folder = { open(FOLDER, O_RDONLY | O_DIRECTORY), 0.5 };
	struct guest rude[RUDE];
	struct server *server;
	int rc = async_start_server(serve ? serve_client : naive, &folder,
				    "127.0.0.1", 0, &server);

	if (rc < 0)
		return rc;
	ask("Ann", "/serve.h", server_port(server));
	ask("Ben", PASSWORDS, server_port(server));
	rc = be_rude(rude, server_port(server));
	if (rc < 0)
		return rc;
	ask("Cho", "/serve.h", server_port(server));
	for (int i = 0; i < RUDE; i++)
		stream_abort(rude[i].r, rude[i].w);
	return server_close(server);
}

int main(int argc, char *argv[])
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	return async_run(open_house, argc > 1 ? argv[1] : NULL, NULL) < 0;
}
