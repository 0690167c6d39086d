/*
 * serve.c - the suite of lab serve.
 *
 * A client is one end of a socket pair; what it says, when it reads and when
 * it goes, the test decides. The other end has the pair that lab stream would
 * make, and a task in which serve_client runs. All share one loop, so a few
 * turns bring everything to rest, and told() says what a client got by then:
 *
 *	"200:page 404 open"	two answers, the first with this body; and the
 *				connection is open (or "end", or "reset")
 *
 * The folder lies below /tmp, and is made anew for each step.
 */
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "http.h"
#include "kernel.h"
#include "loop.h"
#include "names.h"
#include "run.h"
#include "task.h"
#include "virtual.h"

#define LIMIT 5.0
#define CLIENTS 3
#define MANY 100
#define BIG 600000  /* no socket takes so much at once */
#define SOME 160000 /* every socket does */
#define ROOM (1 << 20)
#define PATIENCE 1000 /* turns: more than a chunk holds requests */

/* ---- the folder ---- */

static char top[64], root[80];

/* The byte of a big file at this place. */
static char letter(long i)
{
	return (char)('a' + (i + i / 1000) % 26);
}

static const char *below(const char *name)
{
	static char path[600];

	snprintf(path, sizeof(path), "%s/%s", top, name);
	return path;
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(below(name), "w");

	fputs(text, file);
	fclose(file);
}

static void put_letters(const char *name, long n)
{
	FILE *file = fopen(below(name), "w");

	for (long i = 0; i < n; i++)
		putc(letter(i), file);
	fclose(file);
}

/* 255 bytes, as long as a name may be. */
static const char *long_name(void)
{
	static char name[256];

	memset(name, 'n', 255);
	return name;
}

static void put_long(void)
{
	char name[300];

	snprintf(name, sizeof(name), "site/%s", long_name());
	put(name, "long");
}

static void make_folder(void)
{
	strcpy(top, "/tmp/serve-XXXXXX");
	if (!mkdtemp(top))
		exit(99);
	chmod(top, 0755);
	snprintf(root, sizeof(root), "%s/site", top);
	mkdir(below("outside"), 0755);
	mkdir(root, 0755);
	mkdir(below("site/sub"), 0755);
	mkdir(below("site/empty"), 0755);
	mkdir(below("site/odd\r\nX: y"), 0755);
	mkdir(below("site/looped"), 0755);
	mkdir(below("site/looped/index.html"), 0755);
	put("site/looped/index.html/x", "inner");
	put("outside/secret", "secret");
	put("site/index.html", "home");
	put("site/page.html", "page");
	put("site/none.txt", "");
	put("site/X.TxT", "X");
	put("site/x.[y]", "y");
	put("site/x.fifteen-bytes-or-more", "z");
	put("site/a b", "spaced");
	put("site/a%20b", "percent");
	put("site/.hidden", "hidden");
	put("site/sub/index.html", "sub");
	put("site/sub/x.txt", "x");
	put("site/n", "short");
	put_long();
	put_letters("site/some", SOME);
	put_letters("site/big", BIG);
	mkfifo(below("site/fifo"), 0644);
	if (symlink("../outside/secret", below("site/link")) < 0 ||
	    symlink("../outside", below("site/linked")) < 0 ||
	    symlink("page.html", below("site/inner")) < 0)
		exit(99);
}

static void remove_folder(void)
{
	char line[120];

	snprintf(line, sizeof(line), "rm -rf '%s'", top);
	if (system(line) != 0)
		exit(99);
}

/* ---- clients ---- */

struct client {
	int fd; /* their end */
	struct reader *r;
	struct writer *w;
	struct task *task;
	int rc;
	char *heard;
	size_t n;
	bool ended, reset;
};

static struct folder site;
static struct client clients[CLIENTS];
static int n_clients, left_open;

/* What lab stream does for a client. */
static int attend(void *arg, void **result)
{
	struct client *c = arg;

	c->rc = serve_client(&site, c->r, c->w);
	if (c->rc == -ECANCELED)
		stream_abort(c->r, c->w);
	else
		stream_close(c->r, c->w);
	return 0;
}

static struct client *join(void)
{
	struct client *c = &clients[n_clients++];
	int ends[2];

	*c = (struct client){ .fd = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		exit(99);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	counting_pause();
	c->fd = ends[0];
	c->heard = calloc(ROOM, 1);
	c->r = reader_create(ends[1], READER_LIMIT);
	c->w = writer_create(ends[1]);
	c->task = task_create(attend, c);
	counting_go_on();
	return c;
}

static void turns(int n)
{
	while (n-- > 0)
		coro_yield(NULL);
}

static void say_bytes(struct client *c, const char *text, size_t n)
{
	if (send(c->fd, text, n, MSG_NOSIGNAL) != (ssize_t)n)
		trace("not-sent");
}

static void say(struct client *c, const char *text)
{
	say_bytes(c, text, strlen(text));
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"
#define LAST(path) \
	"GET " path " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

/* What is there now. Has anything come? */
static bool hear(struct client *c)
{
	ssize_t n = 0;
	bool came = false;

	while (!c->ended && c->n < ROOM - 1) {
		n = recv(c->fd, c->heard + c->n, ROOM - 1 - c->n, 0);
		if (n < 0 && errno == EAGAIN)
			break;
		came = true;
		c->ended = n <= 0;
		c->reset = n < 0;
		if (n > 0)
			c->n += (size_t)n;
	}
	return came;
}

/* Until nothing comes any more. */
static void listen_to(struct client *c)
{
	for (int idle = 0; idle < 30; idle++) {
		if (hear(c))
			idle = 0;
		coro_yield(NULL);
	}
}

static void leave(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

static bool done(const struct client *c)
{
	return task_done(c->task);
}

/* ---- what a client got ---- */

static bool head_only; /* the requests were HEAD */

static const char *field_in(const char *head, const char *name)
{
	static char value[200];
	const char *line = strstr(head, "\r\n"),
		   *end = strstr(head, "\r\n\r\n");
	size_t n = strlen(name);

	for (; line && line < end; line = strstr(line + 2, "\r\n")) {
		if (strncmp(line + 2, name, n) != 0 || line[2 + n] != ':')
			continue;
		line += n + 4;
		snprintf(value, sizeof(value), "%.*s", (int)strcspn(line, "\r"),
			 line);
		return value;
	}
	return "none";
}

/* Of its first answer. */
static const char *field(const struct client *c, const char *name)
{
	return field_in(c->heard, name);
}

static const char *body_word(const char *body, long n)
{
	static char word[80];

	if (n < 40) {
		snprintf(word, sizeof(word), ":%.*s", (int)n, body);
		return word;
	}
	for (long i = 0; i < n; i++)
		if (body[i] != letter(i))
			return ":wrong";
	snprintf(word, sizeof(word), ":[%ld]", n);
	return word;
}

/* Put down one answer; where the next begins, or NULL: it is not whole. */
static const char *tell_one(char *to, const char *from, const char *end)
{
	const char *body = strstr(from, "\r\n\r\n"), *length;
	int status = 0;
	long n = 0;

	if (sscanf(from, "HTTP/1.1 %3d ", &status) != 1 || !body) {
		strcat(to, "what? ");
		return NULL;
	}
	body += 4;
	length = field_in(from, "Content-Length");
	if (!head_only && status != 304)
		n = strcmp(length, "none") == 0 ? -1 : atol(length);
	sprintf(to + strlen(to), "%d%s ", status,
		n < 0 || n > end - body	      ? ":cut"
		: status == 200 && !head_only ? body_word(body, n)
					      : "");
	return n < 0 || n > end - body ? NULL : body + n;
}

static const char *told(const struct client *c)
{
	static char text[4096];
	const char *from = c->heard, *end = c->heard + c->n;

	text[0] = '\0';
	while (from && from < end && strlen(text) < sizeof(text) - 100)
		from = tell_one(text, from, end);
	strcat(text, c->reset ? "reset" : c->ended ? "end" : "open");
	return text;
}

/* The same, whether the connection is open or not. */
static const char *answered(const struct client *c)
{
	static char text[4096];
	char *last;

	snprintf(text, sizeof(text), "%s", told(c));
	last = strrchr(text, ' ');
	if (last)
		*last = '\0';
	return text;
}

/* So many answers have begun to come. */
static int answers(const struct client *c)
{
	const char *at = c->heard;
	int n = 0;

	while ((at = strstr(at, "HTTP/1.1 "))) {
		at += 9;
		n++;
	}
	return n;
}

/* ---- runs ---- */

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < FD_SETSIZE; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static coro_fn *story;

static int tell_story(void *arg, void **result)
{
	int rc = story(arg, result);

	for (int i = 0; i < n_clients; i++) {
		leave(&clients[i]);
		if (clients[i].task)
			task_await(clients[i].task, NULL);
	}
	return rc;
}

/* Run it; in the end all clients go. What it leaves open is counted. */
static void run(coro_fn *fn)
{
	int before = descriptors();

	for (int i = 0; i < CLIENTS; i++)
		free(clients[i].heard);
	memset(clients, 0, sizeof(clients));
	n_clients = 0;
	story = fn;
	site = (struct folder){ open(root, O_RDONLY), LIMIT };
	async_run(tell_story, NULL, NULL);
	close(site.fd);
	left_open = descriptors() - before;
}

/* The last run's, so that no test loses memory. */
static void forget(void)
{
	for (int i = 0; i < CLIENTS; i++)
		free(clients[i].heard);
	memset(clients, 0, sizeof(clients));
}

static const char *asked, *got;
static size_t asked_n;

static int ask_one(void *arg, void **result)
{
	struct client *c = join();

	say_bytes(c, asked, asked_n);
	listen_to(c);
	got = told(c);
	return 0;
}

static const char *ask_bytes(const char *bytes, size_t n)
{
	asked = bytes;
	asked_n = n;
	run(ask_one);
	return got;
}

/* One client that says this, and waits; then it goes. */
static const char *ask(const char *text)
{
	return ask_bytes(text, strlen(text));
}

#define PAGE "200:page open"

/* What came of what, so that a verdict shows both. */
static const char *of(const char *what, const char *came)
{
	static char texts[2][200];
	static int turn;
	char *to = texts[turn ^= 1];
	size_t n = 0;

	for (; *what && n < 100; what++)
		n += (size_t)sprintf(to + n,
				     *what == '\r'   ? "\\r"
				     : *what == '\n' ? "\\n"
						     : "%c",
				     *what);
	snprintf(to + n, sizeof(texts[0]) - n, " -> %s", came);
	return to;
}

/* ---- step 1: read_line, read_request ---- */

START_TEST(a_request_is_answered)
{
	look_at("a request: its first line, its fields, an empty line",
		"一个请求：第一行，若干字段，一个空行");
	expect_str(ask(GET("/page.html")), PAGE);
	expect_int(left_open, 0);
}
END_TEST

static int drip(void *arg, void **result)
{
	struct client *c = join();

	for (const char *byte = asked; *byte; byte++) {
		say_bytes(c, byte, 1);
		turns(3);
	}
	listen_to(c);
	got = told(c);
	return 0;
}

START_TEST(bytes_may_come_one_by_one)
{
	look_at("a line is there when its end is, not when some bytes are",
		"行尾到了才算一行，不是来了几个字节就算");
	asked = GET("/page.html");
	run(drip);
	expect_str(got, PAGE);
}
END_TEST

START_TEST(a_bare_LF_ends_a_line_too)
{
	look_at("lines that end in \"\\n\" alone", "只以 \"\\n\" 结尾的行");
	expect_str(ask("GET /page.html HTTP/1.1\nHost: x\n\n"), PAGE);
}
END_TEST

START_TEST(an_empty_line_before_it_is_overlooked)
{
	look_at("an empty line where a request should begin",
		"该是请求开头的地方，有一个空行");
	expect_str(ask("\r\n" GET("/page.html")), PAGE);
	expect_str(ask(GET("/page.html") "\r\n" GET("/page.html")),
		   "200:page 200:page open");
}
END_TEST

START_TEST(a_second_empty_line_is_not)
{
	look_at("two empty lines where a request should begin: one is "
		"overlooked, the other is no first line",
		"该是请求开头的地方，有两个空行：放过一个，另一个不成首行");
	expect_str(ask("\r\n\r\n"), "400 end");
	expect_str(ask("\r\n\r\n" GET("/page.html")), "400 end");
}
END_TEST

/* before, then so many x, then after. */
static char *padded(const char *before, int n, const char *after)
{
	static char text[3 * HTTP_LINE];

	strcpy(text, before);
	memset(text + strlen(before), 'x', (size_t)n);
	strcpy(text + strlen(before) + n, after);
	return text;
}

START_TEST(a_first_line_that_is_too_long_is_414)
{
	int most = HTTP_LINE - 14; /* "GET /" and " HTTP/1.1" stand there */

	look_at("the room for a line: its end does not count. 8192 bytes are "
		"read (no file has such a name), 8193 are not",
		"一行要多大地方：行尾不算。8192 个字节，读得下（没有文件叫这个"
		"名字）；8193 个，不行");
	expect_str(ask(padded("GET /", most, " HTTP/1.1\r\nHost: x\r\n\r\n")),
		   "404 open");
	expect_str(ask(padded("GET /", most + 1, " HTTP/1.1\nHost: x\n\n")),
		   "414 end");
	expect_str(ask(padded("GET /", 2 * HTTP_LINE, "")), "414 end");
}
END_TEST

START_TEST(a_field_that_is_too_long_is_431)
{
	const char *before = "GET /page.html HTTP/1.1\r\nHost: x\r\nX: ";

	look_at("a line after the first that is too long",
		"第一行之后，有一行太长");
	expect_str(ask(padded(before, HTTP_LINE - 3, "\r\n\r\n")), PAGE);
	expect_str(ask(padded(before, HTTP_LINE - 2, "\r\n\r\n")), "431 end");
	expect_str(ask(padded(before, 2 * HTTP_LINE, "")), "431 end");
}
END_TEST

static char *with_fields(int n, const char *rest)
{
	static char text[6 * MANY + 100];

	strcpy(text, "GET /page.html HTTP/1.1\r\nHost: x\r\n");
	while (--n > 0)
		strcat(text, "A: b\r\n");
	return strcat(text, rest);
}

START_TEST(a_hundred_fields_are_not_too_many)
{
	look_at("exactly HTTP_FIELDS fields: that many are allowed",
		"正好 HTTP_FIELDS 个字段：这么多，还可以");
	expect_str(ask(with_fields(HTTP_FIELDS, "\r\n")), PAGE);
}
END_TEST

START_TEST(more_than_100_fields_are_431)
{
	look_at("how many fields a request may have: HTTP_FIELDS, and not one "
		"more",
		"一个请求最多几个字段：HTTP_FIELDS，一个也不能多");
	expect_str(ask(with_fields(HTTP_FIELDS + 1, "\r\n")), "431 end");
	expect_str(ask(with_fields(HTTP_FIELDS, "x\r\n\r\n")), "431 end");
}
END_TEST

START_TEST(what_is_no_request_is_refused)
{
	const char *texts[] = {
		"GET /page.html HTTP/1.1\r\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\n\r\r\n\r\n",
		"GET\r\n\r\n",
		"GET /page.html\r\n\r\n",
		"GET  /page.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.1 \r\nHost: x\r\n\r\n",
		"GET page.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/x.1\r\nHost: x\r\n\r\n",
		"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.1\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA: \r b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
		("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
		 "Content-Length: 0\r\n\r\n"),
		"GET\t/page.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"{ET /page.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"G@T /page.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /page\x7f.html HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /% HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /%a HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /%az HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTX/1.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.10\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1x1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP//.1\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1./\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.x\r\nHost: x\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x y\r\n\r\n",
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA: \x7f\r\n\r\n",
	};

	look_at("what http_first_line, http_field and http_whole say: a status "
		"is the answer, and the last one",
		"http_first_line、http_field、http_whole "
		"说的：是状态码，那就是回"
		"答，也是最后一个");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect_str(of(texts[i], ask(texts[i])),
			   of(texts[i], "400 end"));
	expect_str(ask("GET / HTTP/2.0\r\nHost: x\r\n\r\n"), "505 end");
}
END_TEST

START_TEST(a_line_may_not_hold_a_zero_byte)
{
	static const char first[] =
		"GET /page.html\0 HTTP/1.1\r\nHost: x\r\n\r\n";
	static const char second[] =
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA: \0b\r\n\r\n";
	static const char third[] =
		"GET /page.html HTTP/1.1\r\nHost: x\r\nA\0: b\r\n\r\n";

	look_at("a '\\0' in a line: is it the end of what you hand on",
		"行里的 '\\0'：交出去的内容，到它就断了吗");
	expect_str(ask_bytes(first, sizeof(first) - 1), "400 end");
	expect_str(ask_bytes(second, sizeof(second) - 1), "400 end");
	expect_str(ask_bytes(third, sizeof(third) - 1), "400 end");
}
END_TEST

static int say_half(void *arg, void **result)
{
	struct client *c = join();

	say(c, asked);
	shutdown(c->fd, SHUT_WR);
	listen_to(c);
	got = told(c);
	trace(done(c) ? "done" : "waits");
	return 0;
}

START_TEST(half_a_request_is_not_answered)
{
	const char *texts[] = { "",
				"GET /page.html HT",
				"\r\n",
				"GET /page.html HTTP/1.1",
				"GET /page.html HTTP/1.1\r\nHost: x",
				"GET /page.html HTTP/1.1\r\nHost: x\r\n",
				with_fields(HTTP_FIELDS, "") };

	look_at("a stream that ends before the empty line: nobody wants an "
		"answer any more",
		"空行还没到，流就到头了：没人还要回答");
	for (int i = 0; i < 7; i++) {
		asked = texts[i];
		run(say_half);
		expect_str(got, "end");
	}
	expect_trace("done done done done done done done");
}
END_TEST

/* ---- steps 2 and 3: paths ---- */

/* What is in the file that this path opens; or why there is none. */
static const char *opened(const char *path)
{
	static char text[40];
	int folder = open(root, O_RDONLY), fd;
	ssize_t n = 0;

	site.fd = folder;
	fd = serve_open(folder, path);
	if (fd >= 0)
		n = read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
	if (close(folder) < 0)
		return "the folder was closed";
	return fd >= 0	       ? text
	       : fd == -EISDIR ? "(folder)"
	       : fd == -EACCES ? "(not for us)"
	       : fd == -EMFILE ? "(no descriptor)"
			       : "(none)";
}

START_TEST(a_path_opens_a_file)
{
	look_at("the components of a path, one after the other",
		"路径的各段，一段接一段");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("/sub/x.txt"), "x");
	expect_str(opened("/n"), "short");
	expect_str(opened("/nosuch"), "(none)");
	expect_str(opened("/nosuch/x.txt"), "(none)");
	expect_str(opened("/none.txt"), "");
}
END_TEST

START_TEST(a_folder_is_its_index)
{
	look_at("the last component, when it is empty: in a folder, and behind "
		"what is no folder",
		"最后一段是空的：前面是目录，前面不是目录");
	expect_str(opened("/"), "home");
	expect_str(opened("/sub/"), "sub");
	expect_str(opened("/empty/"), "(none)");
	expect_str(opened("/page.html/"), "(none)");
}
END_TEST

START_TEST(a_component_is_decoded_once)
{
	look_at("how often %20 is decoded; what %2520 stands for",
		"%20 解码几次；%2520 是什么");
	expect_str(opened("/a%20b"), "spaced");
	expect_str(opened("/a%2520b"), "percent");
	expect_str(opened("/%73%75%62/%78.txt"), "x");
	expect_str(opened("/%252e%252e/outside/secret"), "(none)");
}
END_TEST

START_TEST(an_encoded_slash_separates_nothing)
{
	look_at("what comes first: taking the path apart, or decoding it",
		"先拆路径，还是先解码");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("/sub%2fx.txt"), "(none)");
	expect_str(opened("/sub%2F"), "(none)");
	expect_str(opened("/..%2foutside%2fsecret"), "(none)");
	expect_str(opened("/sub/..%2f..%2foutside/secret"), "(none)");
}
END_TEST

START_TEST(no_component_begins_with_a_dot)
{
	const char *paths[] = { "/..",
				"/../outside/secret",
				"/sub/../../outside/secret",
				"/sub/../page.html",
				"/./page.html",
				"/.",
				"/.hidden",
				"/%2e%2e/outside/secret",
				"/.%2e/outside/secret",
				"/%2E./outside/secret",
				"/%2ehidden",
				"/sub/.",
				"/sub/.." };

	look_at("a component that begins with '.', decoded or not: \".\" and "
		"\"..\" are two of them",
		"以 '.' 开头的一段，不管编没编码：\".\" 和 \"..\" 也在其中");
	expect_str(opened("/page.html"), "page");
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		expect_str(of(paths[i], opened(paths[i])),
			   of(paths[i], "(none)"));
}
END_TEST

START_TEST(an_empty_component_is_none)
{
	look_at("two '/' in a row; for openat(2), \"\" and \"/etc\" are not "
		"what "
		"they look like",
		"连着两个 '/'；对 openat(2) 来说，\"\" 和 \"/etc\" "
		"都不是看上去那"
		"样");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("//page.html"), "(none)");
	expect_str(opened("/sub//x.txt"), "(none)");
	expect_str(opened("/looped//x"), "(none)");
	expect_str(opened("//"), "(none)");
	expect_str(opened("/sub//"), "(none)");
	expect_str(opened("//etc/passwd"), "(none)");
}
END_TEST

START_TEST(a_zero_byte_ends_no_name)
{
	look_at("%00: C ends a name there, HTTP does not",
		"%00：C 的名字到此为止，HTTP 的可没有");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("/page.html%00"), "(none)");
	expect_str(opened("/page.html%00.txt"), "(none)");
	expect_str(opened("/%00"), "(none)");
	expect_str(opened("/sub/%00/x.txt"), "(none)");
}
END_TEST

/* '/', and a name of so many 'n', each as %6e. */
static const char *coded(int n)
{
	static char path[3 * 5000 + 2];

	strcpy(path, "/");
	for (int i = 0; i < n; i++)
		strcpy(path + 1 + 3 * i, "%6e");
	return path;
}

START_TEST(a_name_may_be_long_but_not_longer)
{
	look_at("the room for a name: 255 bytes, each of which may be encoded; "
		"longer ones are no file's",
		"名字要多大地方：255 "
		"个字节，每个都可能编了码；再长，就没有文件叫"
		"这个名字");
	expect_str(opened(coded(255)), "long");
	expect_str(opened(coded(256)), "(none)");
	expect_str(opened(coded(5000)), "(none)");
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	look_at("the flags of openat(2): a link leads out of the folder, "
		"wherever on the way it stands",
		"openat(2) 的标志：链接不管在路上哪一段，都能通到目录外面去");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("/link"), "(none)");
	expect_str(opened("/linked/secret"), "(none)");
	expect_str(opened("/linked/"), "(none)");
	expect_str(opened("/inner"), "(none)");
}
END_TEST

START_TEST(only_a_file_is_served)
{
	look_at("a FIFO: to open it waits until somebody writes, and the "
		"whole server waits along",
		"FIFO：打开它，要一直等到有人来写，整个服务器都陪着等");
	expect_str(opened("/page.html"), "page");
	expect_str(opened("/fifo"), "(none)");
	expect_str(opened("/fifo/"), "(none)");
}
END_TEST

START_TEST(a_folder_without_its_slash_is_told)
{
	look_at("a path that ends at a folder: -EISDIR",
		"走到底是个目录：-EISDIR");
	expect_str(opened("/sub"), "(folder)");
	expect_str(opened("/empty"), "(folder)");
}
END_TEST

START_TEST(every_step_is_closed)
{
	const char *paths[] = { "/",	     "/sub/x.txt", "/sub",
				"/fifo",     "/nosuch",	   "/sub/nosuch/x",
				"/sub/../x", "/link",	   "/page.html/x",
				"/sub//" };
	int before = descriptors();

	look_at("what is open when serve_open returns: the file, and the "
		"folder "
		"it was given; nothing else, also when it fails",
		"serve_open "
		"返回时还开着什么：文件，还有交给它的目录；别的都不该开"
		"着，失败时也一样");
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		opened(paths[i]);
	expect_str(opened("/sub/x.txt"), "x");
	expect_int(descriptors() - before, 0);
}
END_TEST

START_TEST(the_file_is_inherited_by_nobody)
{
	int folder = open(root, O_RDONLY), flags = -1, fd;

	look_at("FD_CLOEXEC, from the moment it is open",
		"FD_CLOEXEC，从打开那一刻起就有");
	fd = serve_open(folder, "/sub/x.txt");
	if (fd >= 0)
		flags = fcntl(fd, F_GETFD);
	close(fd);
	close(folder);
	expect_true(flags >= 0 && (flags & FD_CLOEXEC));
}
END_TEST

/* No descriptor is left beyond the folder's. */
static const char *opened_without_descriptors(const char *path)
{
	struct rlimit old, few;
	int folder = open(root, O_RDONLY), rc;

	getrlimit(RLIMIT_NOFILE, &old);
	few = old;
	few.rlim_cur = (rlim_t)folder + 1;
	setrlimit(RLIMIT_NOFILE, &few);
	rc = serve_open(folder, path);
	setrlimit(RLIMIT_NOFILE, &old);
	close(folder);
	return rc == -EMFILE ? "none is left" : rc < 0 ? "none" : "a file";
}

START_TEST(descriptor_0_is_one_like_any_other)
{
	int folder = open(root, O_RDONLY), fd;

	look_at("openat(2) gives 0, once stdin is closed: a folder on the way, "
		"or the file",
		"stdin 一关，openat(2) 就会给出 0：可能是路过的目录，也可能就"
		"是那个文件");
	close(0);
	fd = serve_open(folder, "/page.html");
	expect_int(fd, 0);
	close(0);
	fd = serve_open(folder, "/sub/x.txt");
	expect_true(fd > 0);
	expect_int(fcntl(0, F_GETFD), -1);
	close(fd);
	close(folder);
}
END_TEST

START_TEST(why_it_cannot_be_opened_is_told)
{
	bool all = geteuid() == 0; /* who may read everything */

	look_at("errno, when openat(2) fails: right behind it",
		"openat(2) 失败时的 errno：紧跟着就取");
	chmod(below("site/page.html"), 0);
	if (all && seteuid(65534) < 0)
		exit(99);
	got = opened("/page.html");
	if (all && seteuid(0) < 0)
		exit(99);
	chmod(below("site/page.html"), 0644);
	expect_str(got, "(not for us)");
	expect_str(opened_without_descriptors("/page.html"), "none is left");
}
END_TEST

/* ---- step 4: give_way ---- */

/* Until the second client has its answer; then what the first one has. */
static int two_at_once(void *arg, void **result)
{
	struct client *first = join(), *second = join();

	for (int i = 0; i < (asked_n == 0 ? MANY : 1); i++)
		say(first, asked);
	say(second, GET("/page.html"));
	for (int i = 0; i < 300 && second->n == 0; i++) {
		turns(1);
		hear(first);
		hear(second);
	}
	trace("second:%s", second->n > 0 ? "answered" : "forgotten");
	if (asked_n == 0)
		trace("first:%s",
		      answers(first) < MANY / 2 ? "goes-on" : "had-all-before");
	else
		trace("first:%s",
		      first->n < SOME ? "goes-on" : "had-all-before");
	listen_to(first);
	trace("answers:%d", answers(first));
	return 0;
}

START_TEST(a_flood_of_requests_costs_the_others_nothing)
{
	look_at("a client that has sent a hundred requests, and takes every "
		"answer: what makes its task wait, so that others get a turn",
		"一个客户一口气发来一百个请求，回答来一个收一个：它的任务什么时"
		"候让一让，别人才轮得到");
	asked = GET("/page.html");
	asked_n = 0;
	run(two_at_once);
	expect_trace("second:answered first:goes-on answers:100");
	expect_int(left_open, 0);
}
END_TEST

/* Requests upon requests, and nothing is read. */
static int only_talk(void *arg, void **result)
{
	struct client *c = join();
	int refused = 0;
	long said = 0;

	while (refused < PATIENCE && said < BIG && !done(c)) {
		ssize_t n = send(c->fd, asked, strlen(asked), MSG_NOSIGNAL);

		refused = n < 0 ? refused + 1 : 0;
		said += n > 0 ? n : 0;
		coro_yield(NULL);
	}
	trace("%s", refused == PATIENCE ? "held-back" : "read-on");
	return 0;
}

START_TEST(who_does_not_read_is_not_read_either)
{
	static char many[64 * 60];

	look_at("a client that asks and asks, and takes no answer: where do "
		"the "
		"answers go? drain holds back also who sends little at a time",
		"客户问个不停，一个回答也不收：回答都堆到哪里去了？每次只发一点"
		"，也"
		"要 drain");
	many[0] = '\0';
	for (int i = 0; i < 60; i++)
		strcat(many, GET("/nosuch"));
	asked = many;
	run(only_talk);
	expect_trace("held-back");
	expect_int(left_open, 0);
}
END_TEST

static void trace_done(const struct client *c)
{
	trace(done(c) ? "done" : "waits");
}

static int never_read(void *arg, void **result)
{
	struct client *c = join();

	say(c, asked);
	turns(40);
	async_sleep(0.9 * LIMIT);
	trace_done(c);
	async_sleep(0.2 * LIMIT);
	turns(5);
	trace_done(c);
	trace("%s", c->rc == -ECANCELED ? "aborted" : "closed");
	return 0;
}

START_TEST(who_reads_nothing_is_given_up)
{
	look_at("a client that takes nothing: how long does drain wait for it",
		"客户什么也不收：drain 等它等到什么时候");
	asked = GET("/big");
	run(never_read);
	expect_trace("waits done aborted");
	expect_int(left_open, 0);
}
END_TEST

/* One goes in the middle of a file; another comes when his limit is past. */
static int go_and_come(void *arg, void **result)
{
	struct client *c = join();

	say(c, GET("/big"));
	turns(40);
	leave(c);
	turns(30);
	trace_done(c);
	task_await(c->task, NULL);
	task_destroy(c->task); /* and its stack is gone */
	c->task = NULL;
	async_sleep(1.2 * LIMIT);
	c = join();
	say(c, GET("/page.html"));
	listen_to(c);
	got = told(c);
	return 0;
}

START_TEST(a_limit_ends_with_its_wait)
{
	look_at("drain has failed, and its limit would be up a little later: "
		"was timeout_end called all the same",
		"drain 失败了，它的时限再过一会儿才到：timeout_end "
		"照样调用了吗");
	run(go_and_come);
	expect_trace("done");
	expect_str(got, PAGE);
}
END_TEST

static int read_slowly(void *arg, void **result)
{
	struct client *c = join();

	say(c, GET("/big"));
	for (int i = 0; i < 12 && c->n < BIG; i++) {
		turns(20);
		async_sleep(0.8 * LIMIT);
		hear(c);
	}
	listen_to(c);
	got = answered(c); /* the next head may be late by now */
	return 0;
}

START_TEST(who_reads_slowly_is_not)
{
	look_at("what the limit is for: one wait, or all of them together",
		"时限管的是一次等待，还是所有等待加起来");
	run(read_slowly);
	expect_str(got, "200:[600000]");
}
END_TEST

/* ---- step 5: send_bytes ---- */

START_TEST(a_file_comes_whole)
{
	look_at("how many bytes are left, and how many a chunk has",
		"还剩多少字节，一块有多少字节");
	expect_str(ask(GET("/big") GET("/none.txt") GET("/page.html")),
		   "200:[600000] 200: 200:page open");
	expect_int(left_open, 0);
}
END_TEST

START_TEST(a_long_file_costs_the_others_nothing)
{
	look_at("a client that takes every chunk at once: drain does not wait, "
		"and who gives the others a turn",
		"客户来一块收一块：drain 根本不等，那谁让别人跑");
	asked = GET("/some");
	asked_n = 1;
	run(two_at_once);
	expect_trace("second:answered first:goes-on answers:1");
}
END_TEST

static long new_size;

/* The file changes its size while it is sent. */
static int meanwhile(void *arg, void **result)
{
	struct client *c = join();

	say(c, GET("/big") GET("/page.html"));
	turns(40);
	if (truncate(below("site/big"), new_size) < 0)
		exit(99);
	listen_to(c);
	got = told(c);
	put_letters("site/big", BIG);
	return 0;
}

START_TEST(a_file_that_shrinks_ends_the_connection)
{
	look_at("read(2) returns 0: the file is shorter than was promised. No "
		"more bytes will ever come of it",
		"read(2) 返回 0：文件比说好的短，再等也不会有");
	new_size = 10;
	run(meanwhile);
	expect_int(clients[0].rc, -ECANCELED);
	if (strcmp(got, "200:cut reset") == 0)
		got = "200:cut end"; /* to the client it is the same */
	expect_str(got, "200:cut end");
	expect_int(left_open, 0);
}
END_TEST

START_TEST(nothing_is_said_behind_a_file_that_shrank)
{
	look_at("the next answer: the client would take it for the rest of the "
		"file that has become shorter",
		"下一个回答：客户会把它当成那个变短的文件剩下的部分");
	new_size = 10;
	run(meanwhile);
	expect_int(answers(&clients[0]), 1);
}
END_TEST

START_TEST(a_file_that_grows_is_sent_as_promised)
{
	look_at("how many bytes were promised: the next answer begins right "
		"behind them",
		"说好了多少字节：下一个回答紧接着它们开始");
	new_size = 2 * BIG;
	run(meanwhile);
	expect_str(got, "200:[600000] 200:page open");
}
END_TEST

static int go_away(void *arg, void **result)
{
	struct client *c = join();

	if (truncate(below("site/big"), (off_t)1 << 36) < 0)
		exit(99);
	say(c, GET("/big"));
	turns(10);
	leave(c);
	turns(30);
	trace_done(c);
	put_letters("site/big", BIG);
	return 0;
}

START_TEST(who_goes_is_sent_nothing_more)
{
	look_at("what drain returns, when nobody is there any more: a long "
		"file "
		"is read for no one",
		"人已经走了，drain 返回什么：长长一个文件，没人要也读到底？");
	run(go_away);
	expect_trace("done");
	expect_int(left_open, 0);
}
END_TEST

/* ---- step 6: next_request ---- */

static int say_and_wait(void *arg, void **result)
{
	struct client *c = join();

	say(c, asked);
	listen_to(c);
	async_sleep(0.9 * LIMIT);
	listen_to(c);
	trace(c->ended ? "early" : "patient");
	async_sleep(0.2 * LIMIT);
	listen_to(c);
	got = told(c);
	leave(c);
	turns(10);
	trace_done(c);
	return 0;
}

START_TEST(silence_ends_without_a_word)
{
	look_at("a client that asks nothing, or nothing more: no request, no "
		"answer",
		"客户什么也不问，或者不再问：没有请求，就没有回答");
	asked = "";
	run(say_and_wait);
	expect_str(got, "end");
	asked = GET("/page.html");
	run(say_and_wait);
	expect_str(got, "200:page end");
	expect_trace("patient done patient done");
}
END_TEST

START_TEST(a_request_that_does_not_go_on_is_408)
{
	look_at("time is up: had the request begun? q->begun",
		"时间到了：请求开始了没有？q->begun");
	asked = "GET /page.html HTTP/1.1\r\nHos";
	run(say_and_wait);
	expect_str(got, "408 end");
	expect_trace("patient done");
}
END_TEST

static int drip_for_hours(void *arg, void **result)
{
	struct client *c = join();
	int drops = 0;

	say(c, "GET /page.html HTTP/1.1\r\nA: ");
	while (drops < 40 && !c->ended) {
		async_sleep(0.3 * LIMIT);
		hear(c);
		if (!c->ended &&
		    send(c->fd, asked, strlen(asked), MSG_NOSIGNAL) > 0)
			drops++;
		turns(10);
	}
	got = told(c);
	trace("%d", drops);
	return 0;
}

START_TEST(the_limit_is_for_the_whole_head)
{
	look_at("a byte now and then: is there one limit for the head, or a "
		"new "
		"one for each line, each byte",
		"隔一阵来一个字节：整个头部一个时限，还是每行、每个字节重新算");
	asked = "x";
	run(drip_for_hours);
	expect_str(got, "408 end");
	asked = "x\r\nA: ";
	run(drip_for_hours);
	expect_str(got, "408 end");
	expect_trace("3 3");
}
END_TEST

static int ask_now_and_then(void *arg, void **result)
{
	struct client *c = join();

	for (int i = 0; i < 4; i++) {
		async_sleep(0.8 * LIMIT);
		say(c, GET("/page.html"));
		listen_to(c);
	}
	got = told(c);
	return 0;
}

START_TEST(each_request_has_the_limit_anew)
{
	look_at("when the limit begins: with each request",
		"时限从什么时候算起：每个请求重新算");
	run(ask_now_and_then);
	expect_str(got, "200:page 200:page 200:page 200:page open");
}
END_TEST

static int beside_silence(void *arg, void **result)
{
	struct client *silent = join(), *half = join(), *c = join();

	say(half, "GET /page.html HTTP/1.1\r\n");
	turns(20);
	say(c, GET("/page.html"));
	listen_to(c);
	got = told(c);
	trace_done(silent);
	trace_done(half);
	return 0;
}

START_TEST(who_is_slow_costs_the_others_nothing)
{
	look_at("who waits for the slow ones: each its own task",
		"谁在等慢的：各等各的任务");
	run(beside_silence);
	expect_str(got, PAGE);
	expect_trace("waits waits");
}
END_TEST

static int be_cancelled(void *arg, void **result)
{
	struct client *c = join();

	say(c, asked);
	turns(40);
	task_cancel(c->task);
	turns(5);
	trace_done(c);
	trace("%s", c->rc == -ECANCELED ? "cancelled" : "something-else");
	return 0;
}

START_TEST(who_is_cancelled_says_so)
{
	look_at("-ECANCELED: an order to stop, whatever it is that waits",
		"-ECANCELED：叫你停，不管正在等什么");
	asked = "GET /page.html HTTP/1.1\r\n";
	trace("head:");
	run(be_cancelled);
	asked = GET("/big");
	trace("file:");
	run(be_cancelled);
	expect_trace("head: done cancelled file: done cancelled");
	expect_int(left_open, 0);
}
END_TEST

/* ---- step 7: part ---- */

START_TEST(what_is_not_read_does_not_cost_the_answer)
{
	static char text[60000];

	look_at("bytes behind a request that was refused: what does the client "
		"see when you close and have not read them",
		"请求被拒绝了，后面还有字节：没读就 close，客户看到什么");
	strcpy(text, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
		     "100000\r\n\r\n");
	memset(text + strlen(text), 'x', sizeof(text) - 1 - strlen(text));
	expect_str(ask(text), "405 end");
	expect_str(ask(LAST("/page.html") GET("/page.html")), "200:page end");
	expect_str(ask(padded("GET /", 2 * HTTP_LINE, "")), "414 end");
}
END_TEST

START_TEST(who_is_cancelled_while_he_parts_says_so)
{
	look_at("what reader_read returns, while part waits for the client's "
		"end: an error is the result",
		"part 等客户说完的时候，reader_read "
		"返回什么：出错，结果就是它");
	asked = LAST("/page.html");
	run(be_cancelled);
	expect_trace("done cancelled");
	expect_int(left_open, 0);
}
END_TEST

/* The first is refused, and has said much more; the second asks meanwhile. */
static int talk_on(void *arg, void **result)
{
	struct client *first = join(), *second = join();
	static char more[SOME];
	char byte;

	say(first, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
	if (send(first->fd, more, sizeof(more), MSG_NOSIGNAL) < 0)
		trace("not-sent");
	for (int i = 0; i < 100 && !hear(first); i++)
		turns(1);
	say(second, GET("/page.html"));
	for (int i = 0; i < 300 && second->n == 0; i++) {
		turns(1);
		hear(second);
	}
	trace("second:%s", second->n > 0 ? "answered" : "forgotten");
	trace("first:%s",
	      recv(first->fd + 1, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1
		      ? "goes-on"
		      : "was-read-out-before");
	return 0;
}

START_TEST(who_talks_on_costs_the_others_nothing)
{
	look_at("a client that was refused and goes on talking: part always "
		"finds bytes to read, so what gives the others a turn",
		"客户被拒绝了，还说个不停：part "
		"总有字节可读，那谁让别人跑一轮");
	run(talk_on);
	expect_trace("second:answered first:goes-on");
}
END_TEST

static int stay(void *arg, void **result)
{
	struct client *c = join();

	say(c, LAST("/page.html"));
	listen_to(c);
	got = told(c);
	async_sleep(1.1 * LIMIT);
	turns(5);
	trace_done(c);
	return 0;
}

START_TEST(who_never_goes_is_left)
{
	look_at("a client that has all, and does not close: is there an end to "
		"waiting for its end",
		"客户什么都拿到了，就是不走：等它走，等到什么时候");
	run(stay);
	expect_str(got, "200:page end");
	expect_trace("done");
	expect_int(left_open, 0);
}
END_TEST

static int go_politely(void *arg, void **result)
{
	struct client *c = join();

	say(c, LAST("/page.html"));
	listen_to(c);
	leave(c);
	turns(10);
	trace_done(c);
	trace("%d", c->rc);
	return 0;
}

START_TEST(who_goes_is_not_waited_for)
{
	look_at("what reader_read returns when the client has closed: then it "
		"is over, and went well",
		"客户关了，reader_read 返回什么：这就结束了，而且一切正常");
	run(go_politely);
	expect_trace("done 0");
}
END_TEST

/* A socket into which little fits; the rest waits in the writer. */
static void make_small(const struct client *c)
{
	int size = 1;

	setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	setsockopt(c->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
}

static bool reads;

static int only_listen(void *arg, void **result)
{
	struct client *c = join();
	int other = c->fd + 1, size = 1;

	make_small(c);
	setsockopt(other, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	say(c, asked);
	shutdown(c->fd, SHUT_WR);
	turns(20);
	async_sleep(0.5 * LIMIT);
	if (reads)
		listen_to(c);
	got = told(c);
	async_sleep(2.2 * LIMIT);
	turns(5);
	trace_done(c);
	return 0;
}

START_TEST(who_only_listens_gets_all)
{
	look_at("a client that has said all it has to say, and still reads: "
		"its "
		"end is not the end of the answer",
		"客户话说完了，还在收：它说完，不等于回答完");
	if (truncate(below("site/some"), 40000) < 0)
		exit(99);
	reads = true;
	asked = LAST("/some");
	run(only_listen);
	expect_str(got, "200:[40000] end");
	asked = GET("/some"); /* and no more, as its end says */
	run(only_listen);
	put_letters("site/some", SOME);
	expect_str(got, "200:[40000] end");
	expect_trace("done done");
}
END_TEST

START_TEST(who_neither_talks_nor_reads_is_left)
{
	look_at("bytes that wait in the writer, and a client that takes none: "
		"close waits until they are gone",
		"字节还等在 writer 里，客户一个也不收：close 要等它们发完");
	if (truncate(below("site/some"), 40000) < 0)
		exit(99);
	reads = false;
	asked = LAST("/some");
	run(only_listen);
	put_letters("site/some", SOME);
	expect_trace("done");
	expect_int(left_open, 0);
}
END_TEST

/* ---- given: answers ---- */

START_TEST(requests_are_answered_in_order)
{
	look_at("one request after the other, on the same connection",
		"同一个连接上，请求一个接一个");
	expect_str(ask(GET("/page.html") GET("/nosuch") GET("/sub/x.txt")
			       GET("/")),
		   "200:page 404 200:x 200:home open");
}
END_TEST

START_TEST(the_connection_lasts_as_long_as_it_was_asked_to)
{
	look_at("q->keep: HTTP/1.1 goes on, HTTP/1.0 ends; Connection says "
		"otherwise",
		"q->keep：HTTP/1.1 接着用，HTTP/1.0 用完就关；Connection "
		"另有说法"
		"的，照它");
	expect_str(ask(LAST("/page.html") GET("/page.html")), "200:page end");
	expect_str(ask("GET /page.html HTTP/1.0\r\n\r\n"), "200:page end");
	expect_str(ask("GET /page.html HTTP/1.0\r\n"
		       "Connection: Keep-Alive\r\n\r\n"),
		   PAGE);
	expect_str(field(&clients[0], "Connection"), "keep-alive");
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost: x\r\n"
		       "Connection: x, CLOSE\r\n\r\n"),
		   "200:page end");
	expect_str(field(&clients[0], "Connection"), "close");
	expect_str(ask("GET /page.html HTTP/1.0\r\n"
		       "Connection: keep-alive\r\n"
		       "Connection: keep-alive\r\n\r\n"),
		   PAGE);
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost:\tx \t\r\n"
		       "A: \r\nB: c\td\r\nConnection: closed, \tx,\r\n\r\n"),
		   PAGE);
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost: x\r\n"
		       "Connection: close\r\nConnection: close\r\n\r\n"),
		   "200:page end");
}
END_TEST

START_TEST(HEAD_has_no_body)
{
	look_at("HEAD: the same head, and not a byte behind it",
		"HEAD：同样的头部，后面一个字节也没有");
	head_only = true;
	got = ask("HEAD /big HTTP/1.1\r\nHost: x\r\n\r\n"
		  "HEAD /nosuch HTTP/1.1\r\nHost: x\r\n\r\n"
		  "HEAD /page.html HTTP/1.1\r\nHost: x\r\n\r\n");
	head_only = false;
	expect_str(got, "200 404 200 open");
	expect_str(field(&clients[0], "Content-Length"), "600000");
}
END_TEST

/* With this field. */
static const char *ask_since(const char *date, const char *more)
{
	static char text[300];

	snprintf(text, sizeof(text),
		 "GET /page.html HTTP/1.1\r\nHost: x\r\n"
		 "If-Modified-Since: %s\r\n%s\r\n",
		 date, more);
	return ask(text);
}

/* A file that changed at this time has not since then, but since `before`. */
static void expect_moment(time_t at, const char *then, const char *before)
{
	const struct timespec times[2] = { { at, 0 }, { at, 0 } };

	utimensat(AT_FDCWD, below("site/page.html"), times, 0);
	expect_str(of(then, ask_since(then, "")), of(then, "304 open"));
	expect_str(of(before, ask_since(before, "")), of(before, PAGE));
}

static void expect_moments(void)
{
	expect_moment(68169600, "Tue, 29 Feb 1972 00:00:00 GMT",
		      "Mon, 28 Feb 1972 23:59:59 GMT");
	expect_moment(951868800, "Wed, 01 Mar 2000 00:00:00 GMT",
		      "Tue, 29 Feb 2000 23:59:59 GMT");
	expect_moment(949276800, "Monday, 31-Jan-00 00:00:00 GMT",
		      "Sunday, 30-Jan-00 23:59:59 GMT");
	expect_moment(920246400, "Mon Mar  1 00:00:00 1999",
		      "Sun Feb 28 23:59:59 1999");
	expect_moment(0, "Thu, 01 Jan 1970 00:00:00 GMT",
		      "Wed, 31 Dec 1969 23:59:59 GMT");
}

/* Whatever is no date is as if it were not there. */
static void expect_no_dates(void)
{
	const char *texts[] = {
		"yesterday",
		"Sun, 06 No 2033 08:49:37 GMT",
		"Sun, 06 Nix 2033 08:49:37 GMT",
		"Sun, 06 anF 2033 08:49:37 GMT",
		"Sun, 06 Nov 2033 08:49:37 GMT+1",
		"Sun, 00 Nov 2033 08:49:37 GMT",
		"Sun, 32 Nov 2033 08:49:37 GMT",
		"Sun, 06 Nov 2033 -1:49:37 GMT",
		"Sun, 06 Nov 2033 24:49:37 GMT",
		"Sun, 06 Nov 2033 08:-1:37 GMT",
		"Sun, 06 Nov 2033 08:60:37 GMT",
		"Sun, 06 Nov 2033 08:49:-1 GMT",
		"Sun, 06 Nov 2033 08:49:61 GMT",
		("Sun, 06 Nov 2033 08:49:37 GMT"
		 "                                    ."),
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect_str(of(texts[i], ask_since(texts[i], "")),
			   of(texts[i], PAGE));
}

/* page.html, as if it had been written then. */
static void made_at(time_t when)
{
	struct timespec times[2] = { { .tv_sec = when }, { .tv_sec = when } };

	if (utimensat(AT_FDCWD, below("site/page.html"), times, 0) < 0)
		exit(99);
}

START_TEST(an_answer_says_when)
{
	time_t before = time(NULL), said;

	look_at("Date: that of the answer", "Date：回答是什么时候给的");
	expect_str(ask(GET("/page.html")), PAGE);
	said = http_time(field(&clients[0], "Date"));
	expect_true(said >= before && said <= time(NULL));
}
END_TEST

START_TEST(what_has_not_changed_is_not_sent_again)
{
	char date[HTTP_DATE], before[HTTP_DATE];
	struct stat about;

	look_at("If-Modified-Since: as new as the file, older, no date at all",
		"If-Modified-Since：和文件一样新，比文件旧，根本不是日期");
	stat(below("site/page.html"), &about);
	http_date(about.st_mtime, date);
	http_date(about.st_mtime - 1, before);
	expect_str(ask(GET("/page.html")), PAGE);
	expect_str(field(&clients[0], "Last-Modified"), date);
	expect_str(ask_since(date, ""), "304 open");
	expect_str(field(&clients[0], "Content-Length"), "none");
	expect_str(ask_since(before, ""), PAGE);
	expect_str(ask_since("Sunday, 06-Nov-94 08:49:37 GMT", ""), PAGE);
	expect_str(ask_since("Sun Nov  6 08:49:37 2033", ""), "304 open");
	expect_str(ask_since("Sun, 28 Feb 2100 08:49:37 GMT", ""), "304 open");
	expect_no_dates();
	expect_str(ask_since(date, "If-None-Match: \"x\"\r\n"), PAGE);
	expect_moments();
	made_at(time(NULL) + 100000); /* no later than the answer */
	expect_str(ask(GET("/page.html")), PAGE);
	expect_true(http_time(field(&clients[0], "Last-Modified")) <=
		    time(NULL));
	made_at(-2); /* -1 is nobody's If-Modified-Since */
	expect_str(ask(GET("/page.html")), PAGE);
	made_at(about.st_mtime);
}
END_TEST

START_TEST(a_folder_is_told_its_slash)
{
	look_at("Location: the path as it came, with a '/', and its query; "
		"what "
		"is decoded may hold a line end",
		"Location：来时的路径原样，加上 '/' "
		"和查询串；解码过的，里面可能有"
		"换行");
	expect_str(ask(GET("/sub?a=b")), "301 open");
	expect_str(field(&clients[0], "Location"), "/sub/?a=b");
	expect_str(ask(GET("/odd%0d%0aX:%20y")), "301 open");
	expect_str(field(&clients[0], "Location"), "/odd%0d%0aX:%20y/");
	expect_str(field(&clients[0], "X"), "none");
	expect_str(ask(GET("/looped/")), "404 open");
	expect_str(ask(GET("//sub")), "404 open");
}
END_TEST

START_TEST(other_requests_are_refused)
{
	look_at("a method that is known but not served, one that is not known, "
		"and a request with a body",
		"认识但不提供的方法，不认识的方法，带正文的请求");
	expect_str(ask("DELETE /page.html HTTP/1.1\r\nHost: x\r\n\r\n"
		       "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"
		       "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n"
		       "get /page.html HTTP/1.1\r\nHost: x\r\n\r\n"),
		   "405 405 501 501 open");
	expect_str(field(&clients[0], "Allow"), "GET, HEAD");
	expect_int(left_open, 0);
	expect_true(strstr(clients[0].heard, "\r\n\r\n405 Method Not"));
	expect_str(ask("~0A-of-more-than-15-bytes! /pot HTTP/1.1\r\n"
		       "Host: x\r\n\r\n"),
		   "501 open");
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost: x\r\n"
		       "Content-Length: 5\r\n\r\nhello"),
		   "413 end");
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost: x\r\n"
		       "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		   "413 end");
	expect_str(ask("GET /page.html HTTP/1.1\r\nHost: x\r\n"
		       "Content-Length: 0\r\n\r\n"),
		   PAGE);
}
END_TEST

START_TEST(a_target_may_name_the_host)
{
	look_at("http://host/path is the same as /path",
		"http://host/path 和 /path 是一回事");
	expect_str(ask(GET("http://x:8/page.html")), PAGE);
	expect_str(ask(GET("HTTP://x/sub/x.txt?a#")), "400 end");
	expect_str(ask(GET("http://x") GET("http://x?/sub/")),
		   "200:home 200:home open");
	expect_str(ask(GET("http:///page.html")), "400 end");
	expect_str(ask(GET("*")), "400 end");
}
END_TEST

START_TEST(the_type_goes_by_the_name)
{
	look_at("Content-Type, also of a folder's index",
		"Content-Type；目录的 index 也有");
	expect_str(ask(GET("/")), "200:home open");
	expect_str(field(&clients[0], "Content-Type"),
		   "text/html; charset=utf-8");
	expect_str(ask(GET("/sub/x.txt")), "200:x open");
	expect_str(field(&clients[0], "Content-Type"),
		   "text/plain; charset=utf-8");
	expect_str(ask(GET("/X.TxT")), "200:X open");
	expect_str(field(&clients[0], "Content-Type"),
		   "text/plain; charset=utf-8");
	expect_str(ask(GET("/a%20b")), "200:spaced open");
	expect_str(field(&clients[0], "Content-Type"),
		   "application/octet-stream");
	expect_str(ask(GET("/x.[y]")), "200:y open");
	expect_str(field(&clients[0], "Content-Type"),
		   "application/octet-stream");
	expect_str(ask(GET("/x.fifteen-bytes-or-more")), "200:z open");
	expect_str(field(&clients[0], "Content-Type"),
		   "application/octet-stream");
}
END_TEST

static int run_out_of_descriptors(void *arg, void **result)
{
	struct client *c = join();
	struct rlimit old, few;

	turns(3);
	getrlimit(RLIMIT_NOFILE, &old);
	few = old;
	few.rlim_cur = 3;
	setrlimit(RLIMIT_NOFILE, &few);
	say(c, GET("/page.html"));
	listen_to(c);
	setrlimit(RLIMIT_NOFILE, &old);
	say(c, GET("/page.html"));
	listen_to(c);
	got = told(c);
	return 0;
}

START_TEST(without_descriptors_the_client_lives_on)
{
	look_at("-EMFILE from serve_open: 503, and the next request may go "
		"well",
		"serve_open 返回 -EMFILE：503，下一个请求也许就成");
	run(run_out_of_descriptors);
	expect_str(got, "503 200:page open");
}
END_TEST

static int without_stdin(void *arg, void **result)
{
	struct client *c = join();

	turns(3);
	close(0);
	say(c, GET("/page.html") GET("/sub/x.txt"));
	listen_to(c);
	got = told(c);
	trace(fcntl(0, F_GETFD) < 0 ? "closed" : "open");
	return 0;
}

START_TEST(a_file_that_is_number_0_is_sent_and_closed)
{
	look_at("serve_open has given 0: a file like others",
		"serve_open 给的是 0：也是个文件，和别的一样");
	run(without_stdin);
	expect_str(got, "200:page 200:x open");
	expect_trace("closed");
}
END_TEST

#define ALL_THREE "200:page 200:[600000] 301 end"

static const char *whole; /* what somebody gets who gets all */
static bool reached, held_up;

static int without_memory(void *arg, void **result)
{
	struct client *c = join();
	long before = allocations();

	say(c, asked);
	if (held_up)
		kernel_fails("send", EAGAIN, 1);
	allocation_fails((long)asked_n);
	for (int i = 0; i < 60; i++) {
		turns(1);
		hear(c);
	}
	reached = allocations() - before >= (long)asked_n;
	allocation_fails(0);
	kernel_fails("send", 0, 0);
	listen_to(c);
	if (done(c) && c->rc == 0 && strcmp(told(c), whole) != 0)
		trace("not-all");
	leave(c);
	turns(20);
	if (!done(c))
		trace("waits");
	return 0;
}

/* Each allocation fails in turn, until there are no more of them. */
static void expect_nothing_left(const char *text, const char *all)
{
	asked = text;
	whole = all;
	asked_n = 0;
	do {
		asked_n++;
		run(without_memory);
		expect_int(left_open, 0);
	} while (reached);
	expect_true(asked_n > 1);
	expect_str(told(&clients[0]), all);
}

START_TEST(without_memory_nothing_is_left_behind)
{
	const char *three = GET("/page.html") GET("/big") LAST("/sub");

	look_at("an allocation that fails somewhere below: the client is lost, "
		"which serve_client says, and nothing else",
		"下面某处没有内存了：丢的只是这个客户，而且 serve_client "
		"要说出来");
	expect_nothing_left(three, ALL_THREE);
	held_up = true; /* the first answer has to wait, and needs room */
	expect_nothing_left(three, ALL_THREE);
	expect_nothing_left(LAST("/nosuch"), "404 end");
	head_only = true;
	expect_nothing_left("HEAD /page.html HTTP/1.1\r\nHost: x\r\n"
			    "Connection: close\r\n\r\n",
			    "200 end");
	head_only = false;
	held_up = false;
	expect_trace("");
}
END_TEST

#define FILLERS 4096

static struct timer fillers[FILLERS];
static int n_fillers, unlucky;

static void nothing(void *arg)
{
}

/* No timer has room any more, and the n-th allocation from now on fails. */
static void fill_timers(int n)
{
	int rc = 0;

	allocation_fails(1);
	while (rc == 0 && n_fillers < FILLERS) {
		rc = loop_call_at(loop_current(), 1e9, nothing, NULL,
				  &fillers[n_fillers]);
		n_fillers += rc == 0;
	}
	allocation_fails(n);
}

/* In one turn, a limit cannot be set. Nobody reads, nobody leaves. */
static int without_timers(void *arg, void **result)
{
	struct client *c = join();

	turns(3);
	say_bytes(c, asked, asked_n);
	turns(unlucky / 2);
	fill_timers(1 + unlucky % 2); /* the other is the writer's */
	turns(1);
	allocation_fails(0);
	while (n_fillers > 0)
		loop_cancel_timer(loop_current(), &fillers[--n_fillers]);
	turns(30);
	async_sleep(1.1 * LIMIT);
	turns(20);
	async_sleep(1.1 * LIMIT);
	turns(20);
	if (!done(c))
		trace("waits");
	return 0;
}

START_TEST(who_cannot_be_limited_is_given_up)
{
	const char *texts[] = { GET("/big"), LAST("/page.html"),
				LAST("/nosuch"), GET("/nosuch") };

	look_at("each timeout_begin may fail: who cannot be limited is given "
		"up, and not waited for for ever",
		"每个 timeout_begin 都可能失败：限不了时，就放弃这个客户，而不"
		"是一直等下去");
	for (int i = 0; i < 4; i++) {
		asked = texts[i];
		asked_n = strlen(asked);
		for (unlucky = 0; unlucky < 60; unlucky++) {
			run(without_timers);
			expect_int(left_open, 0);
		}
	}
	expect_trace("");
	expect_str(ask(GET("/page.html")), PAGE);
}
END_TEST

START_TEST(what_may_not_be_read_is_403)
{
	bool all = geteuid() == 0; /* who may read everything */

	look_at("-EACCES from serve_open", "serve_open 返回 -EACCES");
	chmod(below("site/page.html"), 0);
	if (all && seteuid(65534) < 0)
		exit(99);
	ask(GET("/page.html") GET("/sub/x.txt"));
	if (all && seteuid(0) < 0)
		exit(99);
	chmod(below("site/page.html"), 0644);
	expect_str(got, "403 200:x open");
}
END_TEST

/* ---- given: serve_main ---- */

static char *arguments[12];
static int said[2]; /* a pipe: what the program prints */

static int knock(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		return -1;
	return fd;
}

static int knock_at_six(int port)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_port = htons((uint16_t)port),
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		return -1;
	return fd;
}

/* Has this machine IPv6? */
static bool has_six(void)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	bool has = bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

	close(fd);
	if (!has)
		fprintf(stderr, "no IPv6 here\n");
	return has;
}

/* Ctrl-C, while the program looks a name up. Runs in a thread. */
static void *interrupt_a_lookup(void *arg)
{
	names_wait_for(1);
	kill(getpid(), SIGINT);
	return NULL; /* nobody answers the lookup: it is what is cancelled */
}

/* Ask at the port that was printed; then Ctrl-C. Runs in a thread. */
static void *ask_and_interrupt(void *arg)
{
	const char *text = LAST("/page.html");
	char line[200] = "", answer[2000] = "";
	size_t n = 0;
	ssize_t more = 0;
	int port = 0, fd;

	while (n < sizeof(line) - 1 && read(said[0], line + n, 1) == 1 &&
	       line[n] != '\n')
		n++;
	if (sscanf(line, "http://[::1]:%d/", &port) == 1)
		fd = knock_at_six(port);
	else
		fd = sscanf(line, "http://127.0.0.1:%d/", &port) == 1
			     ? knock(port)
			     : -1;
	n = 0;
	if (fd >= 0 && send(fd, text, strlen(text), MSG_NOSIGNAL) > 0)
		while ((more = recv(fd, answer + n, sizeof(answer) - 1 - n,
				    0)) > 0)
			n += (size_t)more;
	fprintf(stderr, "%.16s...%s\n", answer,
		n > 4 ? answer + n - 4 : "nothing");
	kill(getpid(), SIGINT);
	return NULL;
}

static void *(*beside)(void *) = ask_and_interrupt;
static bool without_0; /* stdin is closed */

static void run_main(void *arg)
{
	static char room[BUFSIZ];
	pthread_t thread;
	int argc = 0;

	signal(SIGINT, SIG_DFL); /* Check has taken these two */
	signal(SIGALRM, SIG_DFL);
	alarm(20);
	if (pipe(said) < 0)
		exit(99);
	dup2(said[1], STDOUT_FILENO);
	setvbuf(stdout, room, _IOFBF, sizeof(room)); /* as a pipe has it */
	if (without_0)
		close(0);
	pthread_create(&thread, NULL, beside, NULL);
	while (arguments[argc])
		argc++;
	exit(serve_main(argc, arguments));
}

/* The words of these options; '' is an empty one. */
static void put_arguments(const char *options)
{
	static char words[300], empty[] = "";
	int n = 0;

	strcpy(words, "serve ");
	strcat(words, options);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		arguments[n++] = strcmp(word, "''") == 0 ? empty : word;
	arguments[n] = NULL;
}

static struct captured serve(const char *options)
{
	put_arguments(options);
	return captured(run_main, NULL);
}

START_TEST(it_says_where_it_serves_and_ends_by_Ctrl_C)
{
	char options[200];
	struct captured end;

	look_at("the program on a port that the system chose, asked by a real "
		"client; then Ctrl-C",
		"程序用系统选的端口，真的客户来问；然后 Ctrl-C");
	snprintf(options, sizeof(options), "-t inf -p 0 %s", root);
	end = serve(options);
	expect_true(strstr(end.text, "HTTP/1.1 200 OK\r...page\n"));
	expect_int(end.status, 130);
}
END_TEST

START_TEST(without_a_folder_it_serves_the_one_it_is_in)
{
	struct captured end;

	look_at("the program, started in the folder; and told an address",
		"程序在目录里启动；还给了它一个地址");
	ck_assert_int_eq(chdir(root), 0);
	without_0 = true;
	end = serve("-t inf -b 127.0.0.1 -p 0");
	without_0 = false;
	expect_true(strstr(end.text, "HTTP/1.1 200 OK\r...page\n"));
	expect_int(end.status, 130);
	if (!has_six())
		return;
	end = serve("-t inf -p 0 -b ::1");
	expect_true(strstr(end.text, "HTTP/1.1 200 OK\r...page\n"));
	expect_int(end.status, 130);
}
END_TEST

START_TEST(Ctrl_C_while_it_begins_is_no_failure)
{
	struct captured end;

	look_at("cancelled while the address is looked up: nothing to tell",
		"还在查地址就被取消了：没什么可说的");
	expect_str(ask(GET("/page.html")), PAGE);
	names_hold();
	beside = interrupt_a_lookup;
	end = serve("-p 0 -b one.test");
	beside = ask_and_interrupt;
	names_go_on();
	expect_false(strstr(end.text, "serve:"));
	expect_int(end.status, 130);
}
END_TEST

static const char *const no_options[] = { "-x",	       "-p 65536", "-p -1",
					  "-p 8o",     "-p 80.5",  "-p ''",
					  "-p x -p 0", "-t 0",	   "-t x",
					  ". ." };

#define N_NO_OPTIONS (sizeof(no_options) / sizeof(*no_options))

/* The exit status is how many of them were refused. */
static void refuse_all(void *arg)
{
	int refused = 0, argc;

	for (size_t i = 0; i < N_NO_OPTIONS; i++) {
		put_arguments(no_options[i]);
		for (argc = 0; arguments[argc];)
			argc++;
		refused += serve_main(argc, arguments) == 2;
	}
	exit(refused);
}

START_TEST(what_it_does_not_understand_is_told)
{
	struct captured end;
	size_t lines = 0;

	look_at("arguments that are none: usage, and 2",
		"参数不成样子：用法，退出状态 2");
	expect_str(ask(GET("/page.html")), PAGE);
	end = captured(refuse_all, NULL);
	expect_int(end.status, N_NO_OPTIONS);
	for (const char *at = end.text; (at = strchr(at, '\n')); at++)
		lines++;
	expect_int(lines, N_NO_OPTIONS); /* and nothing besides */
	expect_true(strncmp(end.text, "usage: serve ", 13) == 0);
}
END_TEST

START_TEST(what_is_no_folder_is_told)
{
	struct captured end;
	char options[200];

	look_at("no such folder: a sentence, and 2; a folder, and the shortest "
		"patience: it runs until Ctrl-C",
		"没有这个目录：说一句，退出状态 2；有这个目录，时限也短到不能再"
		"短：一直跑到 Ctrl-C");
	expect_str(ask(GET("/page.html")), PAGE);
	snprintf(options, sizeof(options), "-p 0 %s/page.html", root);
	end = serve(options);
	expect_true(strstr(end.text, strerror(ENOTDIR)));
	expect_int(end.status, 2);
	end = serve("/nosuch/folder");
	expect_true(strstr(end.text, "serve: /nosuch/folder: "));
	expect_int(end.status, 2);
	snprintf(options, sizeof(options), "-t 0.001 -p 0 %s", root);
	expect_int(serve(options).status, 130);
}
END_TEST

START_TEST(a_port_that_is_taken_is_told)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(at);
	char options[200];
	struct captured end;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	look_at("somebody else listens there", "那里已经有人监听");
	expect_str(ask(GET("/page.html")), PAGE);
	bind(fd, (struct sockaddr *)&at, size);
	listen(fd, 1);
	getsockname(fd, (struct sockaddr *)&at, &size);
	snprintf(options, sizeof(options), "-p %d %s", ntohs(at.sin_port),
		 root);
	end = serve(options);
	close(fd);
	expect_true(strstr(end.text, strerror(EADDRINUSE)));
	expect_int(end.status, 1);
}
END_TEST

static void with_folder(TCase *step)
{
	tcase_add_unchecked_fixture(step, make_folder, remove_folder);
	tcase_add_checked_fixture(step, NULL, forget);
}

static void add_request(Suite *suite)
{
	TCase *step = lab_step(suite, "1 read_request");

	with_folder(step);
	tcase_add_test(step, a_request_is_answered);
	tcase_add_test(step, bytes_may_come_one_by_one);
	tcase_add_test(step, a_bare_LF_ends_a_line_too);
	tcase_add_test(step, an_empty_line_before_it_is_overlooked);
	tcase_add_test(step, a_second_empty_line_is_not);
	tcase_add_test(step, a_first_line_that_is_too_long_is_414);
	tcase_add_test(step, a_field_that_is_too_long_is_431);
	tcase_add_test(step, a_hundred_fields_are_not_too_many);
	tcase_add_test(step, more_than_100_fields_are_431);
	tcase_add_test(step, what_is_no_request_is_refused);
	tcase_add_test(step, a_line_may_not_hold_a_zero_byte);
	tcase_add_test(step, half_a_request_is_not_answered);
}

static void add_paths(Suite *suite)
{
	TCase *step = lab_step(suite, "2 next_name");

	with_folder(step);
	tcase_add_test(step, a_path_opens_a_file);
	tcase_add_test(step, a_folder_is_its_index);
	tcase_add_test(step, a_component_is_decoded_once);
	tcase_add_test(step, an_encoded_slash_separates_nothing);
	tcase_add_test(step, no_component_begins_with_a_dot);
	tcase_add_test(step, an_empty_component_is_none);
	tcase_add_test(step, a_zero_byte_ends_no_name);
	tcase_add_test(step, a_name_may_be_long_but_not_longer);
	step = lab_step(suite, "3 serve_open");
	with_folder(step);
	tcase_add_test(step, a_link_is_not_followed);
	tcase_add_test(step, only_a_file_is_served);
	tcase_add_test(step, a_folder_without_its_slash_is_told);
	tcase_add_test(step, every_step_is_closed);
	tcase_add_test(step, the_file_is_inherited_by_nobody);
	tcase_add_test(step, descriptor_0_is_one_like_any_other);
	tcase_add_test(step, why_it_cannot_be_opened_is_told);
}

static void add_sending(Suite *suite)
{
	TCase *step = lab_step(suite, "4 give_way");

	with_folder(step);
	tcase_add_test(step, a_flood_of_requests_costs_the_others_nothing);
	tcase_add_test(step, who_does_not_read_is_not_read_either);
	tcase_add_test(step, who_reads_nothing_is_given_up);
	tcase_add_test(step, a_limit_ends_with_its_wait);
	tcase_add_test(step, who_reads_slowly_is_not);
	step = lab_step(suite, "5 send_bytes");
	with_folder(step);
	tcase_add_test(step, a_file_comes_whole);
	tcase_add_test(step, a_long_file_costs_the_others_nothing);
	tcase_add_test(step, a_file_that_shrinks_ends_the_connection);
	tcase_add_test(step, nothing_is_said_behind_a_file_that_shrank);
	tcase_add_test(step, a_file_that_grows_is_sent_as_promised);
	tcase_add_test(step, who_goes_is_sent_nothing_more);
}

static void add_client(Suite *suite)
{
	TCase *step = lab_step(suite, "6 next_request");

	with_folder(step);
	tcase_add_test(step, silence_ends_without_a_word);
	tcase_add_test(step, a_request_that_does_not_go_on_is_408);
	tcase_add_test(step, the_limit_is_for_the_whole_head);
	tcase_add_test(step, each_request_has_the_limit_anew);
	tcase_add_test(step, who_is_slow_costs_the_others_nothing);
	tcase_add_test(step, who_is_cancelled_says_so);
	step = lab_step(suite, "7 part");
	with_folder(step);
	tcase_add_test(step, what_is_not_read_does_not_cost_the_answer);
	tcase_add_test(step, who_talks_on_costs_the_others_nothing);
	tcase_add_test(step, who_is_cancelled_while_he_parts_says_so);
	tcase_add_test(step, who_never_goes_is_left);
	tcase_add_test(step, who_goes_is_not_waited_for);
	tcase_add_test(step, who_only_listens_gets_all);
	tcase_add_test(step, who_neither_talks_nor_reads_is_left);
}

static void add_given(Suite *suite)
{
	TCase *step = lab_step(suite, "8 given: answers");

	with_folder(step);
	tcase_add_test(step, requests_are_answered_in_order);
	tcase_add_test(step, the_connection_lasts_as_long_as_it_was_asked_to);
	tcase_add_test(step, HEAD_has_no_body);
	tcase_add_test(step, an_answer_says_when);
	tcase_add_test(step, what_has_not_changed_is_not_sent_again);
	tcase_add_test(step, a_folder_is_told_its_slash);
	tcase_add_test(step, other_requests_are_refused);
	tcase_add_test(step, a_target_may_name_the_host);
	tcase_add_test(step, the_type_goes_by_the_name);
	tcase_add_test(step, without_descriptors_the_client_lives_on);
	tcase_add_test(step, a_file_that_is_number_0_is_sent_and_closed);
	tcase_add_test(step, without_memory_nothing_is_left_behind);
	tcase_add_test(step, who_cannot_be_limited_is_given_up);
	tcase_add_test(step, what_may_not_be_read_is_403);
	step = lab_step(suite, "9 given: serve_main");
	with_folder(step);
	tcase_add_test(step, it_says_where_it_serves_and_ends_by_Ctrl_C);
	tcase_add_test(step, without_a_folder_it_serves_the_one_it_is_in);
	tcase_add_test(step, Ctrl_C_while_it_begins_is_no_failure);
	tcase_add_test(step, what_it_does_not_understand_is_told);
	tcase_add_test(step, what_is_no_folder_is_told);
	tcase_add_test(step, a_port_that_is_taken_is_told);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("serve");

	add_request(suite);
	add_paths(suite);
	add_sending(suite);
	add_client(suite);
	add_given(suite);
	return suite;
}
