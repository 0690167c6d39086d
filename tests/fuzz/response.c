/*
 * response.c - does wget understand the same, however an answer came?
 *
 * The head: flags, and eight cuts. With the first flag, the bytes up to the
 * first '\n' are what somebody typed, not what a server said; and the rest,
 * what a server sends, whatever was asked of it. What wget must print then is
 * known from the contract, for all of it at once. The network is not here:
 * async_open_connection is ours, and gives one end of a pair.
 */
#include "wget.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "stream.h"
#include "task.h"

#define SITE "h"
#define TYPED_MOST 600 /* it is printed before each line */

enum { TYPED = 1, AT_ONCE = 2 };

/* One answer, and what came of it. */
struct trial {
	char *text; /* what was typed */
	const uint8_t *answer;
	size_t n;
	struct pieces pieces;
	int peer; /* the server's end; -1: nobody connected */
	struct task *sender, *listener;
	struct bytes asked; /* what the server was sent */
	int rc;
};

static struct trial *now; /* whose connection it is */

/* ---- the server ---- */

static int send_answer(void *arg, void **result)
{
	struct trial *t = arg;

	pieces_send(&t->pieces, t->peer);
	return 0;
}

static int hear_request(void *arg, void **result)
{
	struct trial *t = arg;

	bytes_receive(&t->asked, t->peer);
	return 0;
}

int __wrap_async_open_connection(const char *host, int port,
				 struct reader **reader,
				 struct writer **writer);
int __wrap_async_open_connection(const char *host, int port,
				 struct reader **reader, struct writer **writer)
{
	int ends[2];

	if (!*host || port < 1 || port > 65535)
		finding("connects to '%s', %d", host, port);
	ends_open(ends);
	*reader = reader_create(ends[0], READER_LIMIT);
	*writer = writer_create(ends[0]);
	now->peer = ends[1];
	now->sender = task_create(send_answer, now);
	now->listener = task_create(hear_request, now);
	return 0;
}

static int fetch(void *arg, void **result)
{
	struct trial *t = arg;

	t->rc = wget_fetch(t->text, INFINITY);
	if (t->peer >= 0) {
		task_await(t->sender, NULL);
		task_await(t->listener, NULL);
		close(t->peer);
	}
	return 0;
}

/* ---- what must be printed, by the contract ---- */

static void say(struct bytes *out, const char *before, const char *text,
		const char *after)
{
	bytes_add(out, before, strlen(before));
	bytes_add(out, text, strlen(text));
	bytes_add(out, after, strlen(after));
}

/* A line of n bytes, its end with it. 1: the header goes on; else the end. */
static int line_gives(struct bytes *out, const char *text, const uint8_t *line,
		      size_t n, bool ended)
{
	if (n > WGET_LINE + 2)
		return -EMSGSIZE;
	if (ended)
		n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n > WGET_LINE)
		return -EMSGSIZE;
	if (n > 0) {
		say(out, "", text, " header > ");
		bytes_add(out, line, n);
		bytes_add(out, "\n", 1);
	}
	return ended ? n > 0 : -ENODATA;
}

static int header_gives(struct bytes *out, const struct trial *t)
{
	const uint8_t *at = t->answer, *end = at + t->n;
	int rc = at == end ? -ENODATA : 1;

	while (rc == 1) {
		const uint8_t *stop = memchr(at, '\n', (size_t)(end - at));
		const uint8_t *next = stop ? stop + 1 : end;

		rc = line_gives(out, t->text, at, (size_t)(next - at), stop);
		at = next;
		if (rc == 1 && at == end)
			rc = -ENODATA;
	}
	return rc;
}

static int contract(struct bytes *out, struct bytes *err, const struct trial *t)
{
	struct site site;
	int rc;

	say(out, "wget ", t->text, "...\n");
	if (site_parse(&site, t->text) < 0) {
		say(err, "", t->text, ": not HOST[:PORT][/PATH]\n");
		return -EINVAL;
	}
	rc = header_gives(out, t);
	if (rc == 0)
		say(out, "Done ", t->text, ".\n");
	else if (rc == -ENODATA)
		say(err, "", t->text,
		    ": the server closed before its header ended\n");
	else
		say(err, "", t->text,
		    ": a header line is longer than 8192 bytes\n");
	return rc;
}

/* ---- and what came ---- */

static void check_site(const char *text)
{
	struct site site;

	if (site_parse(&site, text) < 0)
		return;
	if (!*site.host || site.port < 1 || site.port > 65535 ||
	    *site.path != '/' || !*site.typed)
		finding("'%s' is host '%s', port %d, path '%s'", text,
			site.host, site.port, site.path);
	if (strpbrk(site.path, "\r\n ") || strpbrk(site.typed, "\r\n /"))
		finding("'%s' can break a request line", text);
}

static void check_request(const struct trial *t)
{
	struct bytes want = { 0 };
	struct site site;

	if (t->peer < 0 || site_parse(&site, t->text) < 0)
		return;
	say(&want, "GET ", site.path, " HTTP/1.0\r\nHost: ");
	say(&want, "", site.typed, "\r\n\r\n");
	if (strcmp(t->asked.data, want.data) != 0)
		finding("it asked '%s', not '%s'", t->asked.data, want.data);
	free(want.data);
}

static void check_text(const char *what, const char *got, size_t n,
		       const struct bytes *want)
{
	size_t same = 0;

	while (same < n && same < want->n && got[same] == want->data[same])
		same++;
	if (same < n || same < want->n)
		finding("%s: differs from byte %zu on: '%.60s', not '%.60s'",
			what, same, got + same, want->data + same);
}

/* Fetch with stdout and stderr in memory, and compare all there is. */
static void fetch_and_compare(struct trial *t)
{
	FILE *old_out = stdout, *old_err = stderr;
	struct bytes want_out = { 0 }, want_err = { 0 };
	char *out, *err;
	size_t out_n, err_n;
	int want;

	bytes_add(&want_err, "", 0);
	want = contract(&want_out, &want_err, t);
	stdout = open_memstream(&out, &out_n);
	stderr = open_memstream(&err, &err_n);
	run_alone(fetch, t);
	fclose(stdout);
	fclose(stderr);
	stdout = old_out;
	stderr = old_err;
	if (t->rc != want)
		finding("wget_fetch returned %d, not %d", t->rc, want);
	check_text("stdout", out, out_n, &want_out);
	check_text("stderr", err, err_n, &want_err);
	check_request(t);
	free(want_out.data);
	free(want_err.data);
	free(out);
	free(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct input in = { data, data + n };
	int flags = input_byte(&in);
	struct trial t = { .peer = -1 };
	uint8_t cuts[CUTS], *rest, *line = NULL;

	for (int i = 0; i < CUTS; i++)
		cuts[i] = input_byte(&in);
	t.answer = rest = input_grown(&in, &t.n);
	if (flags & TYPED)
		line = memchr(rest, '\n', t.n < TYPED_MOST ? t.n : TYPED_MOST);
	if (line) {
		*line = '\0';
		t.answer = line + 1;
		t.n -= (size_t)(line + 1 - rest);
	}
	t.text = line ? (char *)rest : SITE;
	t.pieces = (struct pieces){ .data = t.answer,
				    .left = t.n,
				    .cuts = flags & AT_ONCE ? NULL : cuts };
	now = &t;
	check_site(t.text);
	fetch_and_compare(&t);
	free(t.asked.data);
	free(rest);
	return 0;
}
