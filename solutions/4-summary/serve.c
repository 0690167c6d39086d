/*
 * serve.c - a small HTTP/1.1 server for a folder.
 *
 * A task for each client (lab stream) reads a request, answers it, and begins
 * again: what is said on one connection stays in order by itself. Every wait
 * has a limit, and nobody works on for ever without a wait: whoever only ever
 * finds bytes to read, and room to write, must give the others a turn of his
 * own accord.
 *
 * What comes from outside is never believed: lines and their number are
 * limited, a path is taken apart before it is decoded, and walked down one
 * folder at a time.
 *
 * One thing does block the thread: a disk. A regular file is always "ready"
 * for select(2) and read(2) waits for it all the same, so a chunk is read at
 * a time, and then it is somebody else's turn.
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

/* lab: step 1
 * en: A line without its end: ssize_t read_line(struct reader *r, char line[]).
 *     How long it is, 0 for an empty one, or the error. It ends in "\r\n" or
 *     "\n"; without that it may be HTTP_LINE bytes long, else -EMSGSIZE: `line`
 *     has room for HTTP_LINE + 3. What the stream ends in the middle of is no
 *     line: -ENODATA.
 * zh: 去掉行尾的一行：ssize_t read_line(struct reader *r, char line[])。返回它多长，
 *     空行是 0；或者错误。行尾是 "\r\n" 或 "\n"；去掉以后最多 HTTP_LINE 个字节，再
 *     长就是 -EMSGSIZE：line 有 HTTP_LINE + 3 个字节的地方。一行没完，流就到头了，
 *     不算一行：-ENODATA。
 */
static ssize_t read_line(struct reader *r, char line[])
{
	ssize_t n = reader_readuntil(r, "\n", line, HTTP_LINE + 3);

	if (n < 0)
		return n;
	n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	return n > HTTP_LINE ? -EMSGSIZE : n;
}

/* lab: end */
/* lab: step 1
 * en: The head of a request, up to its empty line:
 *     int read_request(struct reader *r, struct request *q). Its lines go to
 *     http_first_line and http_field (http.h), which say 0, or the status with
 *     which it is refused; at the end http_whole says it. An empty line before
 *     the first is overlooked, once. A first line that is too long: 414; another
 *     one that is, or more than HTTP_FIELDS fields: 431. Other errors are errors.
 * zh: 请求的头部，到空行为止：int read_request(struct reader *r, struct request *q)。
 *     一行行交给 http_first_line 和 http_field（http.h），它们返回 0，或者拒绝请求
 *     的状态码；到了最后，由 http_whole 说。第一行之前的空行，放过一次。第一行太长：
 *     414；别的行太长，或者多于 HTTP_FIELDS 个字段：431。别的错误，照样是错误。
 */
static int read_request(struct reader *r, struct request *q)
{
	char line[HTTP_LINE + 3];
	ssize_t n = read_line(r, line);
	int status;

	if (n == 0)
		n = read_line(r, line);
	if (n < 0)
		return n == -EMSGSIZE ? 414 : (int)n;
	status = http_first_line(q, line, (size_t)n);
	for (int fields = 0; status == 0; fields++) {
		n = read_line(r, line);
		if (n == 0)
			return http_whole(q);
		if (n == -EMSGSIZE || (n > 0 && fields == HTTP_FIELDS))
			return 431;
		if (n < 0)
			return (int)n;
		status = http_field(q, line, (size_t)n);
	}
	return status;
}

/* lab: end */
/* ---- a path ---- */

/*
 * Take the first component off the path: "/a%20b/x" becomes "/x". Its name,
 * "a b", goes into NAME + 1 bytes. 0; or -ENOENT: no file of ours can be
 * called that.
 */
static int next_name(const char **path, char name[])
{
	/* lab: step 2
	 * en: First find where the component ends, then decode it (http_decode):
	 *     an encoded '/' ends nothing. More than NAME encoded bytes are too
	 *     many. The last component may be empty: "index.html". What else is
	 *     refused stands in serve.h.
	 * zh: 先看这一段到哪里为止，再解码（http_decode）：编码过的 '/' 什么也不隔
	 *     开。解码前超过 NAME 个字节，太长。最后一段可以是空的：那就是
	 *     "index.html"。还有哪些要拒绝，serve.h 里写着。
	 */
	const char *from = *path + 1;
	size_t n = strcspn(from, "/");

	*path = from + n;
	if (n == 0 && !**path) {
		strcpy(name, "index.html");
		return 0;
	}
	if (n == 0 || n > NAME)
		return -ENOENT;
	n = http_decode(name, from, n);
	if (name[0] == '.' || memchr(name, '/', n) || memchr(name, '\0', n))
		return -ENOENT;
	return 0;
	/* lab: end */
}

/* What has this name in that folder; or the error. */
static int open_in(int folder, const char *name)
{
	/* lab: step 3
	 * en: openat(2), to read. Its flags see to it that a link is not
	 *     followed, that a FIFO is not waited for until somebody writes, and
	 *     that no program we might execute inherits it.
	 * zh: openat(2)，只读。用它的标志做到：不跟随链接；碰上 FIFO，不等谁来写；我
	 *     们要是执行别的程序，它继承不到。
	 */
	int fd = openat(folder, name,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
	/* lab: end */
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
		/* lab: step 3
		 * en: One step down, from fd to next. Close what you leave; but
		 *     `folder` is borrowed. An error ends the walk.
		 * zh: 从 fd 往下走了一步，到 next。离开的地方要关；可 folder 是借来
		 *     的。出错就不走了。
		 */
		if (fd != folder)
			close(fd);
		if (next < 0)
			return next;
		fd = next;
		/* lab: end */
	}
	return must_be_file(fd);
}

/* ---- an answer ---- */

/*
 * Before more is done for a client: what was written must be on its way, and
 * everybody else gets a turn. 0, or the error.
 */
static int give_way(struct writer *w, double seconds)
{
	/* lab: step 4
	 * en: Drain, within the limit; setting one may fail, too. Then a turn for
	 *     the others, async_sleep(0): as long as the client takes everything,
	 *     drain does not wait.
	 * zh: 限时 drain；定时限也可能失败。然后 async_sleep(0)，让别人跑一轮：客户
	 *     来者不拒的时候，drain 根本不等。
	 */
	struct timeout to;
	int rc = timeout_begin(&to, seconds);

	if (rc == 0)
		rc = timeout_end(&to, writer_drain(w));
	return rc < 0 ? rc : async_sleep(0);
	/* lab: end */
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
	/* lab: step 5
	 * en: A chunk of CHUNK bytes at the most, and give_way, until nothing is
	 *     left. The file may be shorter by now; then what was promised cannot
	 *     be kept: -EIO. It may be longer: that is nobody's business. Where
	 *     a signal came first (EINTR), read again.
	 * zh: 每次最多 CHUNK 个字节，然后 give_way，直到发完。文件这时可能变短了，说
	 *     好的字节数给不出来：-EIO。也可能变长了：不用管。被信号打断了
	 *     （EINTR），就再读一次。
	 */
	char chunk[CHUNK];
	int rc = 0;

	while (rc == 0 && left > 0) {
		size_t most = left < CHUNK ? (size_t)left : CHUNK;
		ssize_t n = read(fd, chunk, most);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -EIO;
		writer_write(w, chunk, (size_t)n);
		left -= n;
		rc = give_way(w, seconds);
	}
	return rc;
	/* lab: end */
}

/* Is what the client has still good? The file last changed `at`. */
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
 * is refused with that; 408: it has begun, and is late; -ENODATA: none has
 * begun, or the stream ended within it; or another error.
 */
static int next_request(const struct folder *f, struct reader *r,
			struct request *q)
{
	memset(q, 0, sizeof(*q));
	/* lab: step 6
	 * en: read_request, within f->seconds for all of it. q->begun says whether
	 *     its first line was there.
	 * zh: read_request，整个过程限时 f->seconds。第一行到过没有，看 q->begun。
	 */
	struct timeout to;
	int rc = timeout_begin(&to, f->seconds);

	if (rc == 0)
		rc = timeout_end(&to, read_request(r, q));
	if (rc == -ETIMEDOUT)
		return q->begun ? 408 : -ENODATA;
	return rc;
	/* lab: end */
}

/* Until the client has all, and both sides are closed. 0, or the error. */
static int part(struct reader *r, struct writer *w)
{
	/* lab: step 7
	 * en: To close is not enough. If bytes came that we have not read (behind
	 *     a request that was refused, say), the kernel sends a reset, and the
	 *     client may lose the answer. So: no more from us (write_eof); read
	 *     and drop what still comes, until it ends, with a turn for the others
	 *     each time (an error is an error); close, and wait for that.
	 * zh: 光 close 不行。还有来了没读的字节（比如跟在被拒绝的请求后面的），内核就
	 *     会发 RST，客户可能收不到回答。所以：先说我们没有了（write_eof）；再来什
	 *     么都读掉、扔掉，一直到头，每次让别人跑一轮（出错照样是出错）；最后 close，等它关
	 *     好。
	 */
	char rest[1024];
	ssize_t n;
	int rc = 0;

	writer_write_eof(w);
	while (rc == 0 && (n = reader_read(r, rest, sizeof(rest))) != 0)
		rc = n < 0 ? (int)n : async_sleep(0);
	if (rc < 0)
		return rc;
	writer_close(w);
	return writer_wait_closed(w);
	/* lab: end */
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
