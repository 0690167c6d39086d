/*
 * request.c - does serve answer the same, however a request came?
 *
 * The head: flags, and eight cuts. The rest is what a client sends; it is sent
 * twice, all at once and in those pieces, and both times the answers must be
 * the same, and each of them whole. With the flag WORDS, its lines go straight
 * to the functions of http.h, whose promises are looked at.
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

#include "fuzz.h"
#include "http.h"
#include "task.h"

#define FOLDER "fuzz-serve.XXXXXX"
#define CHANGED 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */

#define WORDS 1 /* the flag */

/* ---- the folder ---- */

static struct folder folder = { -1, INFINITY };
static char folder_name[256];

static const struct {
	const char *name;
	size_t size;
} files[] = {
	{ "index.html", 6 }, { "a b", 3 }, { "big.bin", 40000 },
	{ "empty.txt", 0 },  { "%41", 2 }, { ".hidden", 1 },
	{ "sub/x.css", 9 },
};

static void make_file(const char *name, size_t size)
{
	const struct timespec times[2] = { { CHANGED, 0 }, { CHANGED, 0 } };
	int fd = openat(folder.fd, name, O_CREAT | O_WRONLY, 0644);

	for (size_t i = 0; i < size; i++)
		if (write(fd, &"abcdefg"[i % 7], 1) != 1)
			finding("%s: %s", name, strerror(errno));
	futimens(fd, times);
	close(fd);
}

static void remove_folder(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlinkat(folder.fd, files[i].name, 0);
	unlinkat(folder.fd, "link", 0);
	unlinkat(folder.fd, "fifo", 0);
	unlinkat(folder.fd, "sub", AT_REMOVEDIR);
	rmdir(folder_name);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *where = getenv("TMPDIR");

	snprintf(folder_name, sizeof(folder_name), "%s/" FOLDER,
		 where ? where : "/tmp");
	if (!mkdtemp(folder_name))
		finding("%s: %s", folder_name, strerror(errno));
	folder.fd = open(folder_name, O_RDONLY | O_DIRECTORY);
	atexit(remove_folder);
	mkdirat(folder.fd, "sub", 0755);
	mkfifoat(folder.fd, "fifo", 0644);
	if (symlinkat("index.html", folder.fd, "link") < 0)
		finding("%s/link: %s", folder_name, strerror(errno));
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		make_file(files[i].name, files[i].size);
	return 0;
}

/* ---- the words ---- */

static bool hex(char c)
{
	return c != '\0' && strchr("0123456789abcdefABCDEF", c);
}

/* What stands in a request may be sent back in a header, and decoded. */
static void check_text(const char *what, const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			finding("%s holds a byte %d", what, *text);
		if (*text == '%' && (!hex(text[1]) || !hex(text[2])))
			finding("%s holds a '%%' alone", what);
	}
}

static void check_times(const struct request *q)
{
	char date[HTTP_DATE];

	if (q->since < -1)
		finding("since is %lld", (long long)q->since);
	if (q->since < 0)
		return;
	http_date(q->since, date);
	if (http_time(date) != q->since)
		finding("%s is %lld, not %lld", date,
			(long long)http_time(date), (long long)q->since);
}

static void check_request(const struct request *q)
{
	char *decoded = malloc(strlen(q->path) + 1); /* no byte more */

	if (*q->path && *q->path != '/')
		finding("the path is '%s'", q->path);
	if (!memchr(q->method, '\0', sizeof(q->method)))
		finding("the method has no end");
	check_text("the path", q->path);
	check_text("the query", q->query);
	if (http_decode(decoded, q->path, strlen(q->path)) > strlen(q->path))
		finding("decoding made '%s' longer", q->path);
	free(decoded);
	if (!strchr(http_type(q->path), '/'))
		finding("'%s' is a %s", q->path, http_type(q->path));
	check_times(q);
}

static void check_status(const char *function, int status)
{
	if (status != 0 && strcmp(http_reason(status), "Unknown") == 0)
		finding("%s: status %d", function, status);
}

/* Each line in memory of its own, so that a byte beyond it is seen. */
static int one_line(struct request *q, bool first, const uint8_t *line,
		    size_t n)
{
	char *copy = malloc(n ? n : 1);
	int status;

	memcpy(copy, line, n);
	status = first ? http_first_line(q, copy, n) : http_field(q, copy, n);
	free(copy);
	return status;
}

static void words(const uint8_t *at, size_t n)
{
	static struct request q;
	const uint8_t *end = at + n, *stop;
	bool first = true;

	memset(&q, 0, sizeof(q));
	q.query = "";
	for (; at < end; at = stop + 1) {
		stop = memchr(at, '\n', (size_t)(end - at));
		if (!stop)
			stop = end;
		if (!first && stop == at)
			break;
		check_status(first ? "http_first_line" : "http_field",
			     one_line(&q, first, at, (size_t)(stop - at)));
		first = false;
	}
	check_status("http_whole", http_whole(&q));
	check_request(&q);
}

/* ---- a connection ---- */

struct trial {
	struct pieces pieces;
	struct bytes answers;
	int ends[2], rc;
};

static int serve(void *arg, void **result)
{
	struct trial *t = arg;
	struct reader *r = reader_create(t->ends[0], READER_LIMIT);
	struct writer *w = writer_create(t->ends[0]);

	t->rc = serve_client(&folder, r, w);
	reader_destroy(r);
	writer_destroy(w);
	return 0;
}

static int receive(void *arg, void **result)
{
	struct trial *t = arg;

	bytes_receive(&t->answers, t->ends[1]);
	return 0;
}

static int connection(void *arg, void **result)
{
	struct trial *t = arg;
	struct task *serving, *receiving;

	ends_open(t->ends);
	serving = task_create(serve, t);
	receiving = task_create(receive, t);
	pieces_send(&t->pieces, t->ends[1]);
	task_await(serving, NULL);
	task_await(receiving, NULL);
	close(t->ends[1]);
	return 0;
}

/* The time differs from run to run, so every Date becomes one of dashes. */
static void hide_dates(struct bytes *b)
{
	char *at = b->data;

	while ((at = strstr(at, "\r\nDate: "))) {
		memset(at + 8, '-', HTTP_DATE - 1);
		at += 8;
	}
}

/* One answer; where it ends. A HEAD is known by the body that is missing. */
static const char *answer(const char *at, const char *end)
{
	const char *body = strstr(at, "\r\n\r\n"), *length;
	int status = 0;
	size_t n;

	if (!body || sscanf(at, "HTTP/1.1 %d ", &status) != 1)
		finding("no answer begins so: '%.40s'", at);
	check_status("serve_client", status);
	body += 4;
	length = strstr(at, "\r\nContent-Length: ");
	n = length && length < body ? strtoul(length + 18, NULL, 10) : 0;
	if (body == end || strncmp(body, "HTTP/1.1 ", 9) == 0)
		return body;
	if (n == 0 || n > (size_t)(end - body))
		finding("%d: a body of %zu bytes, not %zu", status,
			(size_t)(end - body), n);
	return body + n;
}

static void serve_so(struct trial *t, const uint8_t *data, size_t n,
		     const uint8_t *cuts)
{
	const char *at;

	*t = (struct trial){ 0 };
	t->pieces = (struct pieces){ .data = data, .left = n, .cuts = cuts };
	run_alone(connection, t);
	if (t->rc != 0)
		finding("serve_client returned %d", t->rc);
	hide_dates(&t->answers);
	for (at = t->answers.data; *at;)
		at = answer(at, t->answers.data + t->answers.n);
}

static void compare(const uint8_t *data, size_t n, const uint8_t *cuts)
{
	struct trial whole, pieces;
	size_t same = 0;

	serve_so(&whole, data, n, NULL);
	serve_so(&pieces, data, n, cuts);
	while (same < whole.answers.n && same < pieces.answers.n &&
	       whole.answers.data[same] == pieces.answers.data[same])
		same++;
	if (same < whole.answers.n || same < pieces.answers.n)
		finding("other answers in pieces, from byte %zu on: "
			"'%.60s', not '%.60s'",
			same, pieces.answers.data + same,
			whole.answers.data + same);
	free(whole.answers.data);
	free(pieces.answers.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct input in = { data, data + n };
	int flags = input_byte(&in);
	uint8_t cuts[CUTS], *rest;

	for (int i = 0; i < CUTS; i++)
		cuts[i] = input_byte(&in);
	rest = input_grown(&in, &n);
	if (flags & WORDS)
		words(rest, n);
	else
		compare(rest, n, cuts);
	free(rest);
	return 0;
}
