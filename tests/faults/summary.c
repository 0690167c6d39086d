/*
 * summary.c - lab serve, and the two programs as a person starts them.
 *
 * Labs poller and switch stand below everything here on the fast floor. The
 * other side of a program is a thread that is no part of the runtime.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outside.h"
#include "run.h"
#include "scenario.h"
#include "serve.h"
#include "timeout.h"
#include "wget.h"

/* ---- serve: two requests on one connection ---- */

/* The head of an answer: how long its body is; negative, why there is none. */
static long read_head(struct reader *r)
{
	char line[200];
	long length = -ENODATA;
	int status = 0;
	ssize_t n;

	while ((n = reader_readuntil(r, "\n", line, sizeof(line))) > 2) {
		sscanf(line, "HTTP/1.1 %d", &status);
		sscanf(line, "Content-Length: %ld", &length);
	}
	if (n < 0)
		return n;
	if (status == 403 || status == 500 || status == 503)
		return -EIO; /* a clean answer, too: not now */
	return status == 200 ? length : -ENOENT;
}

static int read_answer(struct reader *r, const char *body, size_t size)
{
	char *got;
	long length = read_head(r);
	ssize_t n;

	if (length < 0)
		return length == -ENOENT ? wrong("another status")
					 : (int)length;
	if ((size_t)length != size)
		return wrong("Content-Length: %ld", length);
	got = outside_memory(size);
	n = reader_readexactly(r, got, size);
	if (n > 0 && memcmp(got, body, size) != 0)
		n = wrong("the body is another");
	outside_free(got);
	return n < 0 || n == WRONG ? (int)n : 0;
}

static int two_requests(struct reader *r, struct writer *w)
{
	int rc = writer_printf(w, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET /large.bin HTTP/1.1\r\nHost: x\r\n"
				  "Connection: close\r\n\r\n");

	if (rc == 0)
		rc = writer_drain(w);
	if (rc == 0)
		rc = read_answer(r, SMALL_FILE, strlen(SMALL_FILE));
	if (rc == 0)
		rc = read_answer(r, large_file(), LARGE_FILE);
	return rc;
}

static int browse(void *port, void **result)
{
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection("127.0.0.1", *(int *)port, &r, &w);

	if (rc < 0)
		return rc;
	rc = two_requests(r, w);
	stream_close(r, w);
	return rc;
}

/* The first may fail; the second is served all the same. */
static int browse_twice(int port)
{
	struct task *t[2];
	int rc[2];

	for (int i = 0; i < 2; i++) {
		t[i] = task_create(browse, &port);
		rc[i] = async_wait_for(t[i], 300, NULL);
		if (rc[i] > 0)
			return rc[i];
	}
	async_cancel_and_wait(t, 2);
	if (rc[0] < 0 && rc[1] < 0 && failing_once())
		return wrong("serve did not go on: %d, %d", rc[0], rc[1]);
	return rc[0] < 0 ? rc[0] : rc[1];
}

static int serve_task(void *arg, void **result)
{
	struct folder f = { open_folder(), 20 };
	struct server *s;
	int rc = async_start_server(serve_client, &f, "127.0.0.1", 0, &s);

	if (rc == 0) {
		rc = browse_twice(server_port(s));
		server_close(s);
		async_sleep(5); /* those who still talk to a client */
	}
	close_it(f.fd);
	return rc;
}

static int serve(void)
{
	return async_run(serve_task, NULL, NULL);
}

/* ---- the programs ---- */

static int serve_program(void)
{
	char *argv[] = { "serve", "-p", "0", "-t", "20", (char *)folder_path(),
			 NULL };
	struct outside *visitor = visitor_begin();
	int status = serve_main(6, argv);
	bool answered = visitor_end(visitor);

	if (status == 130)
		return answered ? 0 : -EIO;
	return status == 1 || status == 2 ? -EIO : wrong("status %d", status);
}

static int wget_program(void)
{
	char one[30], two[30];
	char *argv[] = { "wget", "-t", "60", one, two, NULL };
	struct outside *site = site_begin();
	int status;

	snprintf(one, sizeof(one), "127.0.0.1:%d", site_port(site));
	snprintf(two, sizeof(two), "site.test:%d", site_port(site));
	status = wget_main(5, argv);
	site_end(site);
	if (status == 1)
		return -EIO;
	if (status != 0)
		return wrong("status %d", status);
	if (strstr(printed(), "Done 127.0.0.1") &&
	    strstr(printed(), "Done site.test") &&
	    strstr(printed(), "header > X: y\n"))
		return 0;
	return wrong("wget printed: %.200s", printed());
}

const struct scenario summary[] = {
	{ "serve",
	  serve,
	  { EPIPE, ECONNRESET, ENODATA, EIO },
	  "accept shutdown",
	  { "server: " } },
	{ "serve-program", serve_program, { EIO }, "accept", { "ser" } },
	{ "wget-program", wget_program, { EIO }, NULL, { ":" } },
	{ 0 },
};
