/*
 * by_block.c - another right answer: no readline. Blocks are read as they
 * come, and a machine with two states takes them apart byte by byte. One
 * wait_for round a task of its own is the limit; the tasks of the sites are
 * awaited one after the other.
 */
#include "wget.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "run.h"
#include "stream.h"
#include "task.h"
#include "timeout.h"

static char *tutorial[] = { "www.sina.com.cn", "www.sohu.com", "www.163.com" };

/* ---- what was typed: from left to right, nothing is looked for ---- */

static bool ugly(unsigned char c)
{
	return c <= ' ' || c == 0x7f;
}

static int port_number(const char **at)
{
	int port = 0, digits = 0;

	while (**at >= '0' && **at <= '9' && port <= 65535) {
		port = port * 10 + (*(*at)++ - '0');
		digits++;
	}
	return digits > 0 && port >= 1 && port <= 65535 ? port : -EINVAL;
}

static int host_name(struct site *site, const char **at)
{
	bool bracket = **at == '[';
	const char *stop = bracket ? "]" : ":/";
	size_t n = 0;

	*at += bracket;
	while (**at && !strchr(stop, **at)) {
		if (n + 1 == sizeof(site->host))
			return -EINVAL;
		site->host[n++] = *(*at)++;
	}
	site->host[n] = '\0';
	if (n == 0 || (bracket && **at != ']'))
		return -EINVAL;
	*at += bracket;
	return 0;
}

int site_parse(struct site *site, const char *text)
{
	const char *at = text;
	size_t n;

	for (const char *c = text; *c; c++)
		if (ugly((unsigned char)*c))
			return -EINVAL;
	if (host_name(site, &at) < 0)
		return -EINVAL;
	site->port = 80;
	if (*at == ':') {
		at++;
		site->port = port_number(&at);
	}
	n = (size_t)(at - text);
	if (site->port < 0 || (*at && *at != '/') || n >= sizeof(site->typed))
		return -EINVAL;
	memcpy(site->typed, text, n);
	site->typed[n] = '\0';
	site->text = text;
	site->path = *at ? at : "/";
	return 0;
}

/* ---- a header, byte by byte ---- */

struct machine {
	const struct site *site;
	char line[WGET_LINE];
	size_t n;
	bool after_cr; /* a '\r' came, and we don't know yet what it is */
	bool over;
};

static void say(const struct machine *m)
{
	printf("%s header > ", m->site->text);
	fwrite(m->line, 1, m->n, stdout);
	putchar('\n');
}

static int keep(struct machine *m, char c)
{
	if (m->n == sizeof(m->line))
		return -EMSGSIZE;
	m->line[m->n++] = c;
	return 0;
}

static int take(struct machine *m, char c)
{
	bool had_cr = m->after_cr;

	m->after_cr = c == '\r';
	if (c == '\n') {
		m->over = m->n == 0;
		if (!m->over)
			say(m);
		m->n = 0;
		return 0;
	}
	if (had_cr && keep(m, '\r') < 0)
		return -EMSGSIZE;
	return m->after_cr ? 0 : keep(m, c);
}

static int print_header(struct machine *m, struct reader *reader)
{
	char block[512];
	ssize_t n;
	int rc = 0;

	while (!m->over) {
		n = reader_read(reader, block, sizeof(block));
		if (n < 0)
			return (int)n;
		if (n == 0) {
			if (m->n > 0)
				say(m);
			return -ENODATA;
		}
		for (ssize_t i = 0; i < n && rc == 0 && !m->over; i++)
			rc = take(m, block[i]);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int talk(const struct site *site, struct reader *r, struct writer *w)
{
	struct machine m = { .site = site };
	int rc = writer_printf(w, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n",
			       site->path, site->typed);

	if (rc == 0)
		rc = writer_drain(w);
	return rc < 0 ? rc : print_header(&m, r);
}

static int fetch(void *arg, void **result)
{
	const struct site *site = arg;
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection(site->host, site->port, &r, &w);

	if (rc < 0)
		return rc;
	rc = talk(site, r, w);
	if (rc < 0)
		stream_abort(r, w);
	else if (stream_close(r, w) == -ECANCELED)
		rc = -ECANCELED;
	return rc;
}

int wget_fetch(const char *text, double seconds)
{
	struct site site;
	struct task *task;
	int rc;

	printf("wget %s...\n", text);
	if (site_parse(&site, text) < 0) {
		fprintf(stderr, "%s: not HOST[:PORT][/PATH]\n", text);
		return -EINVAL;
	}
	task = isnan(seconds) ? NULL : task_create(fetch, &site);
	rc = isnan(seconds) ? -EINVAL : async_wait_for(task, seconds, NULL);
	if (task)
		async_cancel_and_wait(&task, 1);
	if (rc == 0)
		printf("Done %s.\n", text);
	else if (rc == -ENODATA)
		fprintf(stderr,
			"%s: the server closed before its header "
			"ended\n",
			text);
	else if (rc == -EMSGSIZE)
		fprintf(stderr,
			"%s: a header line is longer than 8192 "
			"bytes\n",
			text);
	else if (rc != -ECANCELED)
		fprintf(stderr, "%s: %s\n", text, async_strerror(rc));
	return rc;
}

/* ---- all of them ---- */

struct one {
	const char *text;
	double seconds;
	struct task *task;
};

struct order {
	char **texts;
	int n;
	double seconds;
};

static int one_site(void *arg, void **result)
{
	struct one *one = arg;

	return wget_fetch(one->text, one->seconds);
}

/* Cancelled meanwhile, the others are ended before `ones` goes. */
static int wait_for_each(struct one ones[], int n)
{
	struct task *self = task_current();
	int asked = task_cancelling(self), rc = 0;

	for (int i = 0; i < n; i++) {
		if (!ones[i].task)
			fprintf(stderr, "%s: %s\n", ones[i].text,
				async_strerror(-ENOMEM));
		if (task_await(ones[i].task, NULL) < 0)
			rc = -EIO;
		if (task_cancelling(self) == asked)
			continue;
		while (++i < n)
			async_cancel_and_wait(&ones[i].task, 1);
		return -ECANCELED;
	}
	return rc;
}

static int all_of_them(void *arg, void **result)
{
	const struct order *order = arg;
	struct one *ones = calloc((size_t)order->n, sizeof(*ones));
	int rc;

	if (!ones)
		return -ENOMEM;
	for (int i = 0; i < order->n; i++) {
		ones[i].text = order->texts[i];
		ones[i].seconds = order->seconds;
		ones[i].task = task_create(one_site, &ones[i]);
	}
	rc = wait_for_each(ones, order->n);
	free(ones);
	return rc;
}

static bool positive(const char *text, double *number)
{
	char *end;

	*number = strtod(text, &end);
	return end != text && !*end && *number > 0;
}

int wget_main(int argc, char *argv[])
{
	struct order order = { tutorial, 3, 10.0 };
	bool good = true;
	int option, rc;

	optind = 1;
	opterr = 0;
	while (good && (option = getopt(argc, argv, "t:")) != -1)
		good = option == 't' && positive(optarg, &order.seconds);
	if (!good) {
		fprintf(stderr, "usage: wget [-t SECONDS] "
				"[HOST[:PORT][/PATH]...]\n");
		return 2;
	}
	if (optind < argc) {
		order.texts = argv + optind;
		order.n = argc - optind;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	rc = async_run(all_of_them, &order, NULL);
	return rc == -EINTR ? 130 : rc < 0;
}
