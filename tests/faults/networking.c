/*
 * networking.c - the labs of chapter 3. Both ends of a connection are in this
 * process, so whatever fails, somebody here sees it.
 */
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gather.h"
#include "reader.h"
#include "resolve.h"
#include "run.h"
#include "scenario.h"
#include "sock.h"
#include "stream.h"
#include "timeout.h"
#include "wget.h"
#include "writer.h"

#define LARGE 200000 /* bytes: more than a socket takes at once */

static char pattern(size_t i)
{
	return (char)('a' + i * 7 % 26);
}

/* ---- sock ---- */

static int listen_here(struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);
	int fd;

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = sock_listen((struct sockaddr *)address, size, 5);
	if (fd >= 0)
		find_port(fd, address);
	return fd;
}

static int echo_once(int listener)
{
	int fd = sock_accept(listener), rc = 0;
	char buf[5];
	ssize_t n = 0;

	if (fd < 0)
		return fd;
	while (rc == 0 && (n = sock_recv(fd, buf, sizeof(buf))) > 0)
		rc = sock_sendall(fd, buf, (size_t)n);
	close_it(fd);
	return n < 0 ? (int)n : rc;
}

static int talk(int fd, const struct sockaddr_in *address)
{
	char answer[20] = "";
	size_t got = 0;
	ssize_t n = 1;
	int rc = sock_connect(fd, (const struct sockaddr *)address,
			      sizeof(*address));

	if (rc == 0)
		rc = sock_sendall(fd, "hello, echo", 11);
	for (; rc == 0 && n > 0 && got<11; got += n> 0 ? (size_t)n : 0)
		n = sock_recv(fd, answer + got, sizeof(answer) - 1 - got);
	if (rc == 0)
		rc = n > 0 ? 0 : n < 0 ? (int)n : -ENODATA;
	return rc ? rc : compare("the echo", answer, "hello, echo");
}

struct meeting {
	struct sockaddr_in address;
	int listener;
};

static int call(void *arg, void **result)
{
	const struct meeting *m = arg;
	int fd = sock_create(AF_INET), rc;

	if (fd < 0)
		return fd;
	rc = talk(fd, &m->address);
	close_it(fd);
	return rc;
}

static int echo(void *arg, void **result)
{
	return echo_once(((struct meeting *)arg)->listener);
}

/* Whoever fails first ends the other one. */
static int sock_main(void *arg, void **result)
{
	struct meeting m;
	struct task *t[2];
	int rc;

	m.listener = listen_here(&m.address);
	if (m.listener < 0)
		return m.listener;
	t[0] = task_create(echo, &m);
	t[1] = task_create(call, &m);
	rc = async_gather(t, 2, NULL, NULL);
	async_cancel_and_wait(t, 2);
	close_it(m.listener);
	return rc;
}

static int sock(void)
{
	return async_run(sock_main, NULL, NULL);
}

/* ---- resolve ---- */

static int look_up(const char *host)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found = NULL;
	struct sockaddr_in *address;
	int rc = async_getaddrinfo(host, "80", &hints, &found);

	if (rc < 0)
		return rc;
	if (!found)
		return wrong("async_getaddrinfo: 0, and no address");
	address = (struct sockaddr_in *)found->ai_addr;
	if (address->sin_addr.s_addr != htonl(INADDR_LOOPBACK))
		rc = wrong("async_getaddrinfo: another address");
	freeaddrinfo(found);
	return rc;
}

static int resolve_main(void *arg, void **result)
{
	int rc = look_up("127.0.0.1");

	return rc ? rc : look_up("site.test");
}

static int resolve(void)
{
	return async_run(resolve_main, NULL, NULL);
}

/* ---- reader ---- */

static int lines_from(struct reader *r)
{
	char line[64], rest[64];
	ssize_t n = reader_readline(r, line, sizeof(line));
	int rc = n < 0 ? (int)n : compare("readline", line, "first\n");

	if (rc)
		return rc;
	n = reader_readuntil(r, "--", line, sizeof(line));
	rc = n < 0 ? (int)n : compare("readuntil", line, "second--");
	if (rc)
		return rc;
	n = reader_readexactly(r, rest, 5);
	if (n < 0)
		return (int)n;
	rest[5] = '\0';
	rc = compare("readexactly", rest, "third");
	if (rc)
		return rc;
	n = reader_readline(r, line, sizeof(line));
	if (n != -EMSGSIZE)
		return n < 0 ? (int)n : wrong("an overlong line passes");
	n = reader_readline(r, line, sizeof(line));
	rc = n < 0 ? (int)n : compare("the line after it", line, "last");
	return rc ? rc : (int)reader_read(r, line, sizeof(line));
}

static const char text[] = "first\nsecond--third"
			   "0123456789012345678901234567890123456789"
			   "0123456789012345678901234567890123456789\nlast";

/* By hand, in three pieces. */
static int feed(void *arg, void **result)
{
	struct reader *r = arg;
	int rc = 0;

	for (size_t at = 0; rc == 0 && at < strlen(text); at += 50) {
		size_t left = strlen(text) - at;

		rc = reader_feed_data(r, text + at, left < 50 ? left : 50);
		if (rc == 0)
			rc = async_sleep(1);
	}
	if (rc < 0)
		reader_set_error(r, rc);
	else
		reader_feed_eof(r);
	return rc;
}

static int read_fed(void)
{
	struct reader *r = reader_create(-1, 70);
	struct task *t = r ? task_create(feed, r) : NULL;
	int rc = t ? lines_from(r) : -ENOMEM;

	async_cancel_and_wait(&t, 1);
	reader_destroy(r);
	return rc;
}

static int reader_main(void *arg, void **result)
{
	struct reader *r;
	int ends[2], rc;

	pair_of_sockets(ends);
	send_all(ends[1], text);
	close_it(ends[1]);
	r = reader_create(ends[0], 70);
	rc = r ? lines_from(r) : -ENOMEM;
	reader_destroy(r);
	close_it(ends[0]);
	return rc ? rc : read_fed();
}

static int reader(void)
{
	return async_run(reader_main, NULL, NULL);
}

/* ---- writer, and a reader at the other end ---- */

static int read_large(void *arg, void **result)
{
	static char chunk[20000];
	struct reader *r = arg;
	size_t at = 0;
	ssize_t n;

	while ((n = reader_read(r, chunk, sizeof(chunk))) > 0)
		for (ssize_t i = 0; i < n; i++)
			if (chunk[i] != pattern(at++))
				return wrong("byte %zu is another", at - 1);
	if (n == 0 && at != LARGE)
		return -ENODATA;
	return (int)n;
}

static int write_large(struct writer *w)
{
	char chunk[10000];
	int rc = 0;

	for (size_t at = 0; rc == 0 && at < LARGE; at += sizeof(chunk)) {
		for (size_t i = 0; i < sizeof(chunk); i++)
			chunk[i] = pattern(at + i);
		rc = writer_write(w, chunk, sizeof(chunk));
		if (rc == 0)
			rc = writer_drain(w);
	}
	if (rc == 0)
		writer_write_eof(w);
	return rc;
}

static int write_and_read(struct writer *w, struct reader *r)
{
	struct task *t = r ? task_create(read_large, r) : NULL;
	int rc = t ? write_large(w) : -ENOMEM;

	if (rc == 0)
		rc = task_await(t, NULL);
	writer_close(w);
	if (rc == 0)
		rc = writer_wait_closed(w);
	async_cancel_and_wait(&t, 1);
	return rc;
}

static int writer_main(void *arg, void **result)
{
	struct writer *w;
	struct reader *r;
	int ends[2], rc;

	pair_of_sockets(ends);
	w = writer_create(ends[1]);
	r = reader_create(ends[0], READER_LIMIT);
	rc = w && r ? write_and_read(w, r) : -ENOMEM;
	if (!w)
		close_it(ends[1]);
	writer_destroy(w);
	reader_destroy(r);
	close_it(ends[0]);
	return rc;
}

static int writer(void)
{
	return async_run(writer_main, NULL, NULL);
}

/* ---- stream: a server, and three clients one after the other ---- */

static int upper(void *arg, struct reader *r, struct writer *w)
{
	char line[100];
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = reader_readline(r, line, sizeof(line))) > 0) {
		for (ssize_t i = 0; i < n; i++)
			if (line[i] >= 'a' && line[i] <= 'z')
				line[i] -= 'a' - 'A';
		rc = writer_printf(w, "%s", line);
		if (rc == 0)
			rc = writer_drain(w);
	}
	return rc < 0 ? rc : (int)n;
}

static int ask(struct reader *r, struct writer *w)
{
	char line[100];
	ssize_t n;
	int rc = writer_write(w, "hello\n", 6);

	if (rc == 0)
		rc = writer_drain(w);
	if (rc < 0)
		return rc;
	n = reader_readline(r, line, sizeof(line));
	if (n <= 0)
		return n < 0 ? (int)n : -ENODATA;
	return compare("the answer", line, "HELLO\n");
}

static int one_client(void *port, void **result)
{
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection("site.test", *(int *)port, &r, &w), end;

	if (rc < 0)
		return rc;
	rc = ask(r, w);
	end = stream_close(r, w);
	return rc ? rc : end;
}

/* One may fail, for one call did; the server goes on for the others. */
static int three_clients(int port)
{
	struct task *t[3];
	int failure = 0, good = 0;

	for (int i = 0; i < 3; i++) {
		int rc;

		t[i] = task_create(one_client, &port);
		rc = async_wait_for(t[i], 30, NULL);
		if (rc > 0)
			return rc;
		good += rc == 0;
		if (rc < 0)
			failure = rc;
	}
	async_cancel_and_wait(t, 3);
	if (good < 2 && failing_once())
		return wrong("only %d of 3 clients were served: %d", good,
			     failure);
	return failure;
}

static int stream_main(void *arg, void **result)
{
	struct server *s;
	int rc = async_start_server(upper, NULL, "127.0.0.1", 0, &s);

	if (rc < 0)
		return rc;
	rc = three_clients(server_port(s));
	server_close(s);
	return rc;
}

static int stream(void)
{
	return async_run(stream_main, NULL, NULL);
}

/* ---- wget: from a server of ours ---- */

static int answer_header(void *arg, struct reader *r, struct writer *w)
{
	char line[200];
	ssize_t n;

	while ((n = reader_readline(r, line, sizeof(line))) > 2)
		;
	if (n < 0)
		return (int)n;
	writer_printf(w, "HTTP/1.0 200 OK\r\nX: y\r\n\r\nbody");
	return writer_drain(w);
}

static int fetch(int port)
{
	char site[40], wanted[400];
	int rc;

	snprintf(site, sizeof(site), "site.test:%d/", port);
	rc = wget_fetch(site, 30);
	if (rc < 0)
		return rc;
	snprintf(wanted, sizeof(wanted),
		 "wget %s...\n%s header > HTTP/1.0 200 OK\n"
		 "%s header > X: y\nDone %s.\n",
		 site, site, site, site);
	return compare("wget printed", printed(), wanted);
}

static int wget_main_task(void *arg, void **result)
{
	struct server *s;
	int rc = async_start_server(answer_header, NULL, "127.0.0.1", 0, &s);

	if (rc < 0)
		return rc;
	rc = fetch(server_port(s));
	server_close(s);
	return rc;
}

static int wget(void)
{
	return async_run(wget_main_task, NULL, NULL);
}

#define BROKEN                             \
	{                                  \
		EPIPE, ECONNRESET, ENODATA \
	}

const struct scenario networking[] = {
	{ "sock", sock, BROKEN, NULL, { 0 } },
	{ "resolve", resolve, { 0 }, NULL, { 0 } },
	{ "reader", reader, { 0 }, "setsockopt", { 0 } },
	{ "writer", writer, BROKEN, "setsockopt shutdown", { 0 } },
	{ "stream", stream, BROKEN, "accept shutdown", { "server: " } },
	{ "wget",
	  wget,
	  BROKEN,
	  "accept shutdown",
	  { "site.test:", "server: " } },
	{ 0 },
};
