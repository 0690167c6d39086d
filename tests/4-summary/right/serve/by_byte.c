/*
 * by_byte.c - another right answer of lab serve: lines by readline, names byte
 * by byte, larger chunks by pread, the turn before the drain.
 */
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"
#include "http.h"
#include "run.h"
#include "timeout.h"

#define ADDRESS "127.0.0.1"
#define PORT 8000
#define SECONDS 60.0
#define CHUNK 16384 /* so much of a file is read at once */
#define NAME 765    /* bytes of an encoded component: 255, each %xx */

/* ---- a request ---- */

/* The last line of a stream may lack its end: then it is none. */
static ssize_t read_line(struct reader *r, char line[])
{
	ssize_t n = reader_readline(r, line, HTTP_LINE + 3), length;

	if (n < 0)
		return n;
	if (n == 0 || line[n - 1] != '\n')
		return -ENODATA;
	length = n - 1 - (n > 1 && line[n - 2] == '\r');
	return length <= HTTP_LINE ? length : -EMSGSIZE;
}

/* Counts down; the first line is told from the others by q->begun. */
static int read_request(struct reader *r, struct request *q)
{
	char line[HTTP_LINE + 3];
	int left = HTTP_FIELDS, empty = 1, status = 0;

	while (status == 0) {
		ssize_t n = read_line(r, line);

		if (n == -EMSGSIZE)
			return q->begun ? 431 : 414;
		if (n < 0)
			return (int)n;
		if (!q->begun && n == 0 && empty-- > 0)
			continue;
		if (!q->begun)
			status = http_first_line(q, line, (size_t)n);
		else if (n == 0)
			return http_whole(q);
		else if (left-- == 0)
			return 431;
		else
			status = http_field(q, line, (size_t)n);
	}
	return status;
}

/* ---- a path ---- */

/*
 * Take the first component off the path: "/a%20b/x" becomes "/x". Its name,
 * "a b", goes into NAME + 1 bytes. 0; or -ENOENT: no file of ours can be
 * called that.
 */
static int next_name(const char **path, char name[])
{
	const char *end = *path + 1;
	char byte[2];
	size_t n = 0;

	while (*end && *end != '/') {
		size_t step = *end == '%' ? 3 : 1;

		http_decode(byte, end, step);
		if (!byte[0] || byte[0] == '/' || n == NAME)
			return -ENOENT;
		if (n == 0 && byte[0] == '.')
			return -ENOENT;
		name[n++] = byte[0];
		end += step;
	}
	name[n] = '\0';
	*path = end;
	if (n == 0 && *end)
		return -ENOENT;
	if (n == 0)
		memcpy(name, "index.html", 11);
	return 0;
}

/* What has this name in that folder; or the error. */
static int open_in(int folder, const char *name)
{
	int flags = O_RDONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, rc;

	do {
		rc = openat(folder, name, flags | O_CLOEXEC);
	} while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : rc;
}

/* What stands at the end of a path is served only if it is a file. */
static int must_be_file(int fd)
{
	struct stat about;
	int rc = fstat(fd, &about) < 0 ? -errno : -ENOENT;

	if (rc == -ENOENT && S_ISREG(about.st_mode))
		return fd;
	if (rc == -ENOENT && S_ISDIR(about.st_mode))
		rc = -EISDIR;
	close(fd);
	return rc;
}

int serve_open(int folder, const char *path)
{
	char name[NAME + 1];
	int fd = folder;

	while (*path) {
		int next = next_name(&path, name);

		if (next == 0)
			next = open_in(fd, name);
		int left = fd;

		fd = next;
		if (left != folder)
			close(left);
		if (fd < 0)
			break;
	}
	return fd < 0 ? fd : must_be_file(fd);
}

/* ---- an answer ---- */

/*
 * Before more is done for a client: what was written must be on its way, and
 * everybody else gets a turn. 0, or the error.
 */
static int give_way(struct writer *w, double seconds)
{
	struct timeout to;
	int rc = async_sleep(0);

	if (rc == 0)
		rc = timeout_begin(&to, seconds);
	if (rc == 0)
		rc = timeout_end(&to, writer_drain(w));
	return rc;
}

/* The head of an answer, and what stands right behind it. */
static int say(struct writer *w, const struct request *q, int status,
	       const char *fields, const char *body)
{
	const char *connection = "";
	char now[HTTP_DATE];

	if (!q->keep)
		connection = "Connection: close\r\n";
	else if (q->minor == 0)
		connection = "Connection: keep-alive\r\n";
	http_date(time(NULL), now);
	return writer_printf(w, "HTTP/1.1 %d %s\r\nDate: %s\r\n%s%s\r\n%s",
			     status, http_reason(status), now, connection,
			     fields, body);
}

/* An answer that is no file: a line of text says what it is. */
static int say_only(struct writer *w, const struct request *q, int status)
{
	char fields[HTTP_LINE + 256], body[64];
	int n = 0;

	snprintf(body, sizeof(body), "%d %s\n", status, http_reason(status));
	if (status == 301)
		n = snprintf(fields, sizeof(fields), "Location: %s/%s%s\r\n",
			     q->path, *q->query ? "?" : "", q->query);
	if (status == 405)
		n = snprintf(fields, sizeof(fields), "Allow: GET, HEAD\r\n");
	snprintf(fields + n, sizeof(fields) - (size_t)n,
		 "Content-Type: text/plain; charset=utf-8\r\n"
		 "Content-Length: %zu\r\n",
		 strlen(body));
	return say(w, q, status, fields,
		   strcmp(q->method, "HEAD") == 0 ? "" : body);
}

/* Send so many bytes of the file. 0, or why not all of them went. */
static int send_bytes(struct writer *w, int fd, off_t left, double seconds)
{
	size_t room = 3 * CHUNK / 2;
	char *chunk = malloc(room);
	off_t at = 0;
	int rc = chunk ? 0 : -ENOMEM;

	while (rc == 0 && at < left) {
		off_t most = left - at;
		ssize_t n = pread(fd, chunk,
				  most < (off_t)room ? (size_t)most : room, at);

		rc = n < 0 ? -errno : n == 0 ? -EIO : 0;
		if (rc == 0)
			writer_write(w, chunk, (size_t)n);
		if (rc == 0)
			rc = give_way(w, seconds);
		at += n;
	}
	free(chunk);
	return rc;
}

/* Is what the client has still good? It has changed `at`. */
static bool not_modified(const struct request *q, time_t at)
{
	return q->since >= 0 && at <= q->since;
}

/* Does it end in '/'? Then its index.html is meant. */
static bool is_folder(const char *path)
{
	return path[strlen(path) - 1] == '/';
}

static int say_file(struct writer *w, const struct request *q, off_t size,
		    time_t changed)
{
	const char *name = is_folder(q->path) ? "index.html" : q->path;
	bool old = not_modified(q, changed);
	char fields[256], date[HTTP_DATE];
	int n;

	http_date(changed, date);
	n = snprintf(fields, sizeof(fields), "Last-Modified: %s\r\n", date);
	if (!old)
		snprintf(fields + n, sizeof(fields) - (size_t)n,
			 "Content-Type: %s\r\nContent-Length: %lld\r\n",
			 http_type(name), (long long)size);
	return say(w, q, old ? 304 : 200, fields, "");
}

/* The answer that is a file; or that it has not changed; or its head only. */
static int send_file(const struct folder *f, const struct request *q, int fd,
		     struct writer *w)
{
	time_t now = time(NULL), changed;
	struct stat about;
	int rc;

	if (fstat(fd, &about) < 0)
		return -errno;
	changed = about.st_mtime < now ? about.st_mtime : now;
	rc = say_file(w, q, about.st_size, changed);
	if (rc < 0 || not_modified(q, changed) ||
	    strcmp(q->method, "HEAD") == 0)
		return rc;
	return send_bytes(w, fd, about.st_size, f->seconds);
}

/* What a file that cannot be opened is to the client. */
static int status_of(int rc, const char *path)
{
	switch (rc) {
	case -EISDIR:
		return is_folder(path) ? 404 : 301;
	case -EACCES:
		return 403;
	case -EMFILE:
	case -ENFILE:
	case -ENOMEM:
		return 503;
	case -EIO:
		return 500;
	default:
		return 404;
	}
}

/* Answer a request that has this status: 0, it asks for a file. */
static int answer(const struct folder *f, const struct request *q, int status,
		  struct writer *w)
{
	int fd = -1, rc;

	if (status == 0) {
		fd = serve_open(f->fd, q->path);
		status = fd < 0 ? status_of(fd, q->path) : 0;
	}
	if (status == 0)
		rc = send_file(f, q, fd, w);
	else
		rc = say_only(w, q, status);
	if (fd >= 0)
		close(fd);
	return rc;
}

/* ---- a client ---- */

/*
 * The head of the next request. 0: it can be answered; a status (above 0): it
 * is refused with that; 408: it has begun, and its end did not come; -ENODATA:
 * there is none; or another error.
 */
static int next_request(const struct folder *f, struct reader *r,
			struct request *q)
{
	memset(q, 0, sizeof(*q));
	struct timeout to;
	int rc = timeout_begin(&to, f->seconds);

	if (rc < 0)
		return rc;
	rc = timeout_end(&to, read_request(r, q));
	if (rc != -ETIMEDOUT)
		return rc;
	return q->begun ? 408 : -ENODATA;
}

/* Until the client has all, and both sides are closed. 0, or the error. */
static int part(struct reader *r, struct writer *w)
{
	char rest[4096];
	ssize_t n = 1;
	int rc = 0;

	writer_write_eof(w);
	for (; rc == 0 && n > 0; rc = async_sleep(0)) {
		n = reader_read(r, rest, sizeof(rest));
		if (n < 0)
			return (int)n;
	}
	writer_close(w);
	return rc < 0 ? rc : writer_wait_closed(w);
}

static int part_within(double seconds, struct reader *r, struct writer *w)
{
	struct timeout to;
	int rc = timeout_begin(&to, seconds);

	return rc < 0 ? rc : timeout_end(&to, part(r, w));
}

int serve_client(void *folder, struct reader *r, struct writer *w)
{
	const struct folder *f = folder;
	struct request q;
	int rc;

	do {
		rc = next_request(f, r, &q);
		if (rc >= 0)
			rc = answer(f, &q, rc, w);
		if (rc == 0)
			rc = give_way(w, f->seconds);
	} while (rc == 0 && q.keep);
	if (rc == 0 || rc == -ENODATA)
		rc = part_within(f->seconds, r, w);
	return rc < 0 ? -ECANCELED : 0;
}

/* ---- the program ---- */

/* What serve_main hands to the coroutine that it runs. */
struct order {
	const char *address;
	int port;
	const char *path;
	struct folder folder;
};

static void say_where(const char *address, int port)
{
	bool colons = strchr(address, ':');

	printf("http://%s%s%s:%d/\n", colons ? "[" : "", address,
	       colons ? "]" : "", port);
	fflush(stdout);
}

static int run_order(void *arg, void **result)
{
	struct order *o = arg;
	struct server *server;
	int rc = async_start_server(serve_client, &o->folder, o->address,
				    o->port, &server);

	if (rc < 0) {
		if (rc != -ECANCELED)
			fprintf(stderr, "serve: %s, port %d: %s\n", o->address,
				o->port, async_strerror(rc));
		return rc;
	}
	say_where(o->address, server_port(server));
	rc = async_sleep(INFINITY); /* until Ctrl-C */
	server_close(server);
	return rc;
}

/* A whole number, within these bounds. */
static bool read_number(const char *text, double least, double most,
			double *number)
{
	char *end;

	*number = strtod(text, &end);
	return end != text && !*end && *number >= least && *number <= most;
}

static int read_order(struct order *o, int argc, char *argv[])
{
	double port = PORT;
	bool good = true;
	int option;

	*o = (struct order){ ADDRESS, PORT, ".", { -1, SECONDS } };
	opterr = 0; /* our usage line says it */
	optind = 1;
	while (good && (option = getopt(argc, argv, "b:p:t:")) != -1) {
		if (option == 'b')
			o->address = optarg;
		else if (option == 'p')
			good = read_number(optarg, 0, 65535, &port);
		else
			good = option == 't' &&
			       read_number(optarg, 1e-3, INFINITY,
					   &o->folder.seconds);
	}
	if (!good || port != floor(port) || argc - optind > 1)
		return -EINVAL;
	o->port = (int)port;
	if (optind < argc)
		o->path = argv[optind];
	return 0;
}

int serve_main(int argc, char *argv[])
{
	struct order o;
	int rc;

	if (read_order(&o, argc, argv) < 0) {
		fprintf(stderr, "usage: serve [-b ADDRESS] [-p PORT] "
				"[-t SECONDS] [FOLDER]\n");
		return 2;
	}
	o.folder.fd = open(o.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o.folder.fd < 0) {
		fprintf(stderr, "serve: %s: %s\n", o.path, strerror(errno));
		return 2;
	}
	rc = async_run(run_order, &o, NULL);
	close(o.folder.fd);
	return rc == -EINTR ? 130 : 1;
}
