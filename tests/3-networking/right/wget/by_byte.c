/*
 * by_byte.c - another right answer: each byte is asked for alone, and the
 * header is read to its end by one function that also prints. The task of a
 * site tells its own failure and never fails; a group holds them together.
 */
#include "wget.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "group.h"
#include "run.h"
#include "stream.h"
#include "timeout.h"

/* ---- what was typed ---- */

/* The port behind this colon, or -EINVAL; nothing may stand behind it. */
static int port_of(const char *colon, const char *end)
{
	long port = 0;

	if (colon + 1 == end)
		return -EINVAL;
	for (const char *c = colon + 1; c < end; c++) {
		if (*c < '0' || *c > '9')
			return -EINVAL;
		port = 10 * port + (*c - '0');
		if (port > 65535)
			return -EINVAL;
	}
	return port ? (int)port : -EINVAL;
}

/* host gets what stands between, if there is something and it has room. */
static bool between(char *to, size_t room, const char *from, const char *end)
{
	size_t n = end > from ? (size_t)(end - from) : 0;

	if (!n || n >= room)
		return false;
	memcpy(to, from, n);
	to[n] = '\0';
	return true;
}

/* [NUMBER] or NAME: where does it end? NULL: a bracket stays open. */
static const char *end_of_host(const char *text, const char *end)
{
	const char *stop = text;

	if (*text == '[') {
		while (stop < end && *stop != ']')
			stop++;
		return stop < end ? stop + 1 : NULL;
	}
	while (stop < end && *stop != ':')
		stop++;
	return stop;
}

int site_parse(struct site *site, const char *text)
{
	const char *slash = *text == '[' ? strchr(text, ']') : text;
	const char *end, *stop;
	int inside = *text == '[';

	for (const char *c = text; *c; c++)
		if (strchr(" \t\r\n\v\f\x7f", *c) || (unsigned char)*c < ' ')
			return -EINVAL;
	slash = slash ? strchr(slash, '/') : NULL;
	end = slash ? slash : text + strlen(text);
	stop = end_of_host(text, end);
	if (!stop || (*stop && stop != end && *stop != ':'))
		return -EINVAL;
	site->text = text;
	site->path = slash ? slash : "/";
	site->port = stop == end ? 80 : port_of(stop, end);
	if (site->port < 0 ||
	    !between(site->host, sizeof(site->host), text + inside,
		     stop - inside) ||
	    !between(site->typed, sizeof(site->typed), text, end))
		return -EINVAL;
	return 0;
}

/* ---- one site ---- */

static void tell(const char *text, const char *line, size_t n)
{
	fputs(text, stdout);
	fputs(" header > ", stdout);
	fwrite(line, 1, n, stdout);
	puts("");
}

/* Nothing of it is longer than WGET_LINE; a '\r' may stand behind that. */
static int read_header(const char *text, struct reader *r)
{
	char line[WGET_LINE + 1];
	size_t n = 0, whole;

	for (;;) {
		char byte = '\n';
		ssize_t rc = reader_readexactly(r, &byte, 1);

		if (rc < 0 && rc != -ENODATA)
			return (int)rc;
		if (rc == 1 && byte != '\n') {
			if (n > WGET_LINE || (n == WGET_LINE && byte != '\r'))
				return -EMSGSIZE;
			line[n++] = byte;
			continue;
		}
		whole = n && line[n - 1] == '\r' ? n - 1 : n;
		if (whole > 0)
			tell(text, line, whole);
		if (rc < 0)
			return -ENODATA;
		if (whole == 0)
			return 0;
		n = 0;
	}
}

static int ask(struct writer *w, const struct site *site)
{
	const char *pieces[] = { "GET ",   site->path,	" HTTP/1.0\r\n",
				 "Host: ", site->typed, "\r\n\r\n" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(pieces) / sizeof(*pieces); i++)
		rc = writer_write(w, pieces[i], strlen(pieces[i]));
	return rc == 0 ? writer_drain(w) : rc;
}

static int fetch(const struct site *site)
{
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection(site->host, site->port, &r, &w);

	if (rc < 0)
		return rc;
	if ((rc = ask(w, site)) < 0 || (rc = read_header(site->text, r)) < 0) {
		stream_abort(r, w);
		return rc;
	}
	stream_close(r, w);
	return 0;
}

static void complain(const char *text, int rc)
{
	const char *why = async_strerror(rc);

	if (rc == -ENODATA)
		why = "the server closed before its header ended";
	else if (rc == -EMSGSIZE)
		why = "a header line is longer than 8192 bytes";
	fprintf(stderr, "%s: %s\n", text, why);
}

int wget_fetch(const char *text, double seconds)
{
	struct site site;
	struct timeout to;
	int rc;

	printf("wget %s...\n", text);
	if (site_parse(&site, text) != 0) {
		fprintf(stderr, "%s: not HOST[:PORT][/PATH]\n", text);
		return -EINVAL;
	}
	rc = timeout_begin(&to, seconds);
	if (rc == 0)
		rc = timeout_end(&to, fetch(&site));
	if (rc == 0)
		printf("Done %s.\n", text);
	else if (rc != -ECANCELED)
		complain(text, rc);
	return rc;
}

/* ---- all of them ---- */

struct job {
	const char *text;
	double seconds;
	int rc;
};

struct jobs {
	int n;
	struct job *job;
};

static int do_job(void *arg, void **result)
{
	struct job *job = arg;

	job->rc = wget_fetch(job->text, job->seconds);
	return job->rc == -ECANCELED ? -ECANCELED : 0;
}

static int do_all(void *arg, void **result)
{
	struct jobs *jobs = arg;
	struct group *group = group_begin();
	int rc;

	if (!group)
		return -ENOMEM;
	for (int i = 0; i < jobs->n; i++) {
		struct job *job = &jobs->job[i];

		job->rc = -ENOMEM;
		if (!group_create_task(group, do_job, job))
			complain(job->text, -ENOMEM);
	}
	rc = group_end(group, 0);
	for (int i = 0; rc == 0 && i < jobs->n; i++)
		rc = jobs->job[i].rc < 0 ? -EIO : 0;
	return rc;
}

static int run_jobs(char *texts[], int n, double seconds)
{
	struct jobs jobs = { n, malloc((size_t)n * sizeof(struct job)) };
	int rc = jobs.job ? 0 : -ENOMEM;

	for (int i = 0; rc == 0 && i < n; i++)
		jobs.job[i] = (struct job){ texts[i], seconds, 0 };
	if (rc == 0)
		rc = async_run(do_all, &jobs, NULL);
	free(jobs.job);
	return rc == -EINTR ? 130 : rc < 0 ? 1 : 0;
}

int wget_main(int argc, char *argv[])
{
	static char *known[] = { "www.sina.com.cn", "www.sohu.com",
				 "www.163.com" };
	double seconds = 10;
	char *rest = "";
	int c;

	opterr = 0;
	optind = 1;
	while ((c = getopt(argc, argv, "t:")) != -1) {
		if (c == 't')
			seconds = strtod(optarg, &rest);
		if (c != 't' || rest == optarg || *rest || !(seconds > 0)) {
			fputs("usage: wget [-t SECONDS] "
			      "[HOST[:PORT][/PATH]...]\n",
			      stderr);
			return 2;
		}
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (optind == argc)
		return run_jobs(known, 3, seconds);
	return run_jobs(argv + optind, argc - optind, seconds);
}
