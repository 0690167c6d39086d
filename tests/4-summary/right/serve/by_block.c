/*
 * by_block.c - another right answer of lab serve. A client is one struct with
 * a buffer of its own: blocks are read into it, lines are found in it, and
 * what stands behind a request waits there for the next. A path is walked by
 * a function that calls itself; what it meets is asked for its kind before it
 * is opened. Files go out in small chunks.
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

#define CHUNK 4096
#define LONGEST (3 * 255) /* of an encoded component */

struct client {
	const struct folder *f;
	struct reader *r;
	struct writer *w;
	struct request q;
	char bytes[HTTP_LINE + 2]; /* read, and not looked at yet */
	size_t from, to;
};

/* ---- a request ---- */

/* More bytes behind those that are there; 0: there will be none. */
static ssize_t more(struct client *c)
{
	ssize_t n;

	memmove(c->bytes, c->bytes + c->from, c->to - c->from);
	c->to -= c->from;
	c->from = 0;
	n = reader_read(c->r, c->bytes + c->to, sizeof(c->bytes) - c->to);
	if (n > 0)
		c->to += (size_t)n;
	return n;
}

/* The next line lies at *line, until the next call. */
static ssize_t line_of(struct client *c, const char **line)
{
	char *end;

	for (;;) {
		size_t n = c->to - c->from;

		*line = c->bytes + c->from;
		end = memchr(*line, '\n', n);
		if (end)
			break;
		if (n > HTTP_LINE + 1 ||
		    (n == HTTP_LINE + 1 && (*line)[HTTP_LINE] != '\r'))
			return -EMSGSIZE;
		ssize_t rc = more(c);
		if (rc <= 0)
			return rc < 0 ? rc : -ENODATA;
	}
	c->from = (size_t)(end - c->bytes) + 1;
	if (end > *line && end[-1] == '\r')
		end--;
	return end - *line > HTTP_LINE ? -EMSGSIZE : end - *line;
}

static int read_head(struct client *c)
{
	bool empty_before = false;
	int fields = 0, rc;
	const char *line;
	ssize_t n;

	while ((n = line_of(c, &line)) >= 0) {
		if (c->q.begun && n == 0)
			return http_whole(&c->q);
		if (c->q.begun) {
			if (++fields > HTTP_FIELDS)
				return 431;
			rc = http_field(&c->q, line, (size_t)n);
		} else if (n == 0 && !empty_before) {
			empty_before = true;
			continue;
		} else {
			rc = http_first_line(&c->q, line, (size_t)n);
		}
		if (rc != 0)
			return rc;
	}
	if (n != -EMSGSIZE)
		return (int)n;
	return c->q.begun ? 431 : 414;
}

/* Within the limit; who asked, and is late, is told so. */
static int next_head(struct client *c)
{
	struct timeout to;
	int rc;

	memset(&c->q, 0, sizeof(c->q));
	rc = timeout_begin(&to, c->f->seconds);
	if (rc == 0)
		rc = timeout_end(&to, read_head(c));
	if (rc == -ETIMEDOUT)
		rc = c->q.begun ? 408 : -ENODATA;
	return rc;
}

/* ---- a path ---- */

/* The name of this component, if it is one that we serve. */
static bool name_of(const char *from, size_t n, char name[])
{
	size_t length;

	if (n == 0 || n > LONGEST)
		return false;
	length = http_decode(name, from, n);
	return length > 0 && name[0] != '.' && !memchr(name, '/', length) &&
	       strlen(name) == length;
}

static int open_one(int in, const char *name, bool folder)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	struct stat about;
	int fd;

	if (fstatat(in, name, &about, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (folder && !S_ISDIR(about.st_mode))
		return S_ISLNK(about.st_mode) ? -ELOOP : -ENOTDIR;
	if (!folder && S_ISDIR(about.st_mode))
		return -EISDIR;
	if (!folder && !S_ISREG(about.st_mode))
		return -ENOENT;
	fd = openat(in, name, flags);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &about) < 0 ||
	    !(folder ? S_ISDIR(about.st_mode) : S_ISREG(about.st_mode))) {
		close(fd); /* it was changed meanwhile */
		return -ENOENT;
	}
	return fd;
}

/* path begins behind a '/'. */
static int walk(int in, const char *path)
{
	size_t n = strcspn(path, "/");
	char name[LONGEST + 1];
	int fd, rc;

	if (*path == '\0')
		return open_one(in, "index.html", false);
	if (!name_of(path, n, name))
		return -ENOENT;
	if (path[n] == '\0')
		return open_one(in, name, false);
	fd = open_one(in, name, true);
	if (fd < 0)
		return fd;
	rc = walk(fd, path + n + 1);
	close(fd);
	return rc;
}

int serve_open(int folder, const char *path)
{
	return *path == '/' ? walk(folder, path + 1) : -ENOENT;
}

/* ---- an answer ---- */

static int settle(struct client *c)
{
	struct timeout to;
	int rc = timeout_begin(&to, c->f->seconds);

	if (rc == 0)
		rc = timeout_end(&to, writer_drain(c->w));
	if (rc == 0)
		rc = async_sleep(0);
	return rc;
}

static bool ends_in_slash(const char *path)
{
	return path[strlen(path) - 1] == '/';
}

static int begin_answer(struct client *c, int status)
{
	char date[HTTP_DATE];
	int rc;

	http_date(time(NULL), date);
	rc = writer_printf(c->w, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status,
			   http_reason(status), date);
	if (rc == 0 && !c->q.keep)
		rc = writer_printf(c->w, "Connection: close\r\n");
	else if (rc == 0 && c->q.minor == 0)
		rc = writer_printf(c->w, "Connection: keep-alive\r\n");
	return rc;
}

static bool only_head(const struct client *c)
{
	return strcmp(c->q.method, "HEAD") == 0;
}

static int refuse(struct client *c, int status)
{
	char text[80];
	int n = snprintf(text, sizeof(text), "%d %s\n", status,
			 http_reason(status));
	int rc = begin_answer(c, status);

	if (rc == 0 && status == 301)
		rc = writer_printf(c->w, "Location: %s/%s%s\r\n", c->q.path,
				   *c->q.query ? "?" : "", c->q.query);
	if (rc == 0 && status == 405)
		rc = writer_printf(c->w, "Allow: GET, HEAD\r\n");
	if (rc == 0)
		rc = writer_printf(c->w,
				   "Content-Type: text/plain; charset=utf-8\r\n"
				   "Content-Length: %d\r\n\r\n",
				   n);
	return rc < 0 || only_head(c) ? rc
				      : writer_write(c->w, text, (size_t)n);
}

static int copy_out(struct client *c, int fd, off_t size)
{
	char chunk[CHUNK];
	off_t at = 0;
	int rc = 0;

	while (rc == 0 && at < size) {
		off_t left = size - at;
		size_t most = left < CHUNK ? (size_t)left : CHUNK;
		ssize_t n = pread(fd, chunk, most, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -EIO;
		at += n;
		rc = writer_write(c->w, chunk, (size_t)n);
		if (rc == 0)
			rc = settle(c);
	}
	return rc;
}

static int give_file(struct client *c, int fd)
{
	const char *path = ends_in_slash(c->q.path) ? "/index.html" : c->q.path;
	char date[HTTP_DATE];
	struct stat about;
	time_t changed;
	bool old;
	int rc;

	if (fstat(fd, &about) < 0)
		return refuse(c, 500);
	changed = about.st_mtime < time(NULL) ? about.st_mtime : time(NULL);
	old = c->q.since >= 0 && changed <= c->q.since;
	http_date(changed, date);
	rc = begin_answer(c, old ? 304 : 200);
	if (rc == 0)
		rc = writer_printf(c->w, "Last-Modified: %s\r\n", date);
	if (rc == 0 && !old)
		rc = writer_printf(c->w,
				   "Content-Type: %s\r\n"
				   "Content-Length: %lld\r\n",
				   http_type(path), (long long)about.st_size);
	if (rc == 0)
		rc = writer_write(c->w, "\r\n", 2);
	if (rc == 0 && !old && !only_head(c))
		rc = copy_out(c, fd, about.st_size);
	return rc;
}

static int status_for(int error, const char *path)
{
	if (error == -EISDIR)
		return ends_in_slash(path) ? 404 : 301;
	if (error == -EACCES)
		return 403;
	if (error == -EMFILE || error == -ENFILE || error == -ENOMEM)
		return 503;
	return error == -EIO ? 500 : 404;
}

static int respond(struct client *c, int status)
{
	int fd, rc;

	if (status)
		return refuse(c, status);
	fd = serve_open(c->f->fd, c->q.path);
	if (fd < 0)
		return refuse(c, status_for(fd, c->q.path));
	rc = give_file(c, fd);
	close(fd);
	return rc;
}

/* ---- a client ---- */

static int hear_it_out(struct client *c)
{
	ssize_t n;
	int rc;

	writer_write_eof(c->w);
	while ((n = reader_read(c->r, c->bytes, sizeof(c->bytes))) > 0) {
		rc = async_sleep(0);
		if (rc < 0)
			return rc;
	}
	if (n < 0)
		return (int)n;
	writer_close(c->w);
	return writer_wait_closed(c->w);
}

static int say_goodbye(struct client *c)
{
	struct timeout to;
	int rc = timeout_begin(&to, c->f->seconds);

	return rc == 0 ? timeout_end(&to, hear_it_out(c)) : rc;
}

static int converse(struct client *c)
{
	for (;;) {
		int rc = next_head(c);

		if (rc == -ENODATA)
			return say_goodbye(c);
		if (rc >= 0)
			rc = respond(c, rc);
		if (rc == 0)
			rc = settle(c);
		if (rc < 0)
			return rc;
		if (!c->q.keep)
			return say_goodbye(c);
	}
}

int serve_client(void *folder, struct reader *r, struct writer *w)
{
	struct client *c = malloc(sizeof(*c));
	int rc;

	if (!c)
		return -ECANCELED;
	c->f = folder;
	c->r = r;
	c->w = w;
	c->from = c->to = 0;
	rc = converse(c);
	free(c);
	return rc < 0 ? -ECANCELED : 0;
}

/* ---- the program ---- */

struct wish {
	const char *address, *path;
	int port;
	struct folder folder;
};

static int run_it(void *arg, void **result)
{
	struct wish *wish = arg;
	struct server *server;
	int rc = async_start_server(serve_client, &wish->folder, wish->address,
				    wish->port, &server);
	bool six = strchr(wish->address, ':') != NULL;

	if (rc < 0) {
		if (rc != -ECANCELED)
			fprintf(stderr, "serve: %s, port %d: %s\n",
				wish->address, wish->port, async_strerror(rc));
		return rc;
	}
	printf(six ? "http://[%s]:%d/\n" : "http://%s:%d/\n", wish->address,
	       server_port(server));
	fflush(stdout);
	do
		rc = async_sleep(3600);
	while (rc == 0);
	server_close(server);
	return rc;
}

static bool wanted_port(const char *text, int *port)
{
	char *end;
	double number = strtod(text, &end);

	if (end == text || *end || !(number >= 0 && number <= 65535))
		return false;
	*port = (int)number;
	return *port == number;
}

static bool wanted_time(const char *text, double *seconds)
{
	char *end;

	*seconds = strtod(text, &end);
	return end != text && !*end && *seconds >= 1e-3;
}

static bool understand(struct wish *wish, int argc, char *argv[])
{
	bool good = true;
	int c;

	optind = 1;
	opterr = 0;
	while (good && (c = getopt(argc, argv, "b:p:t:")) != -1) {
		if (c == 'p')
			good = wanted_port(optarg, &wish->port);
		else if (c == 't')
			good = wanted_time(optarg, &wish->folder.seconds);
		else if (c == 'b')
			wish->address = optarg;
		else
			good = false;
	}
	if (good && optind < argc)
		wish->path = argv[optind++];
	return good && optind == argc;
}

int serve_main(int argc, char *argv[])
{
	struct wish wish = { "127.0.0.1", ".", 8000, { -1, 60 } };
	int rc;

	if (!understand(&wish, argc, argv)) {
		fputs("usage: serve [-b ADDRESS] [-p PORT] [-t SECONDS] "
		      "[FOLDER]\n",
		      stderr);
		return 2;
	}
	wish.folder.fd = open(wish.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (wish.folder.fd < 0) {
		fprintf(stderr, "serve: %s: %s\n", wish.path, strerror(errno));
		return 2;
	}
	rc = async_run(run_it, &wish, NULL);
	close(wish.folder.fd);
	return rc == -EINTR ? 130 : 1;
}
