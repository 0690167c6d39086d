/*
 * wget.c - the suite of lab wget.
 *
 * Every site is a peer of our own on 127.0.0.1, at a port that the system
 * chose. What is fetched from it runs in a child, whose stdout and stderr come
 * back as one text; told(i) is what that says of peer i, its name being @.
 *
 * wget_fetch and its peers share one loop. wget_main makes its own loop, so
 * its peers run in a thread beside it. No test lets time pass while it waits
 * for the kernel; where a test has a limit, it does not matter how far the
 * others came, or time is held (hold_time).
 */
#include "wget.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "handle.h"
#include "kernel.h"
#include "locks.h"
#include "loop.h"
#include "pipe.h"
#include "run.h"
#include "sock.h"
#include "task.h"
#include "virtual.h"

#define HOUR 3600.0
#define YEAR (365 * 24 * HOUR)
#define PEERS 3
#define PIECES 8

/* ---- names: numbers only; ::1 is 127.0.0.1 ---- */

struct found {
	struct addrinfo info;
	struct sockaddr_in at;
};

static int port_asked; /* of the last name */

int getaddrinfo(const char *host, const char *service,
		const struct addrinfo *hints, struct addrinfo **list)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)atoi(service)) };
	struct found *f;

	port_asked = atoi(service);
	if (strcmp(host, "::1") == 0)
		at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else if (inet_pton(AF_INET, host, &at.sin_addr) != 1)
		return EAI_NONAME;
	counting_pause();
	f = calloc(1, sizeof(*f));
	counting_go_on();
	f->at = at;
	f->info = (struct addrinfo){ .ai_family = AF_INET,
				     .ai_socktype = SOCK_STREAM,
				     .ai_addr = (struct sockaddr *)&f->at,
				     .ai_addrlen = sizeof(f->at) };
	*list = &f->info;
	return 0;
}

void freeaddrinfo(struct addrinfo *list)
{
	free(list);
}

/* ---- the peers ---- */

enum ending {
	CLOSES,	 /* when it has said all */
	RESETS,	 /* the same, but rudely */
	LISTENS, /* waits until the other side ends */
	SLEEPS,	 /* for a year; then it closes */
	DRIPS,	 /* goes on: a byte an hour */
	REFUSES, /* nobody listens there */
};

struct peer {
	const char *says[PIECES]; /* one after the other, then NULL */
	enum ending ending;
	int listener;
	char text[80];	 /* what is fetched: "127.0.0.1:8080/news" */
	char asked[600]; /* what was asked of it */
};

static struct peer peers[PEERS];
static int n_peers;

static struct peer *peer(const char *path, enum ending ending)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(at);
	struct peer *p = &peers[n_peers++];

	*p = (struct peer){ .ending = ending };
	if (ending == REFUSES) {
		p->listener = sock_create(AF_INET);
		bind(p->listener, (struct sockaddr *)&at, size);
	} else {
		p->listener = sock_listen((struct sockaddr *)&at, size, 5);
	}
	getsockname(p->listener, (struct sockaddr *)&at, &size);
	snprintf(p->text, sizeof(p->text), "127.0.0.1:%d%s", ntohs(at.sin_port),
		 path);
	return p;
}

static void close_peers(void)
{
	while (n_peers > 0)
		close(peers[--n_peers].listener);
}

static void yield_often(int n)
{
	while (n-- > 0)
		coro_yield(NULL);
}

/* So long we wait for what must come, and will not hang if it does not. */
static double patience(void)
{
	const char *text = getenv("CK_TIMEOUT_MULTIPLIER");

	return 1.5 * (text ? atof(text) : 1);
}

static void let_real_time_pass(double seconds)
{
	struct timespec pause = { (time_t)seconds, 0 };

	pause.tv_nsec = (long)((seconds - (double)pause.tv_sec) * 1e9);
	nanosleep(&pause, NULL);
}

/* Nothing to read for many turns: what is on its way gets real time, too. */
static int receive(int fd, char *byte)
{
	for (int turns = 0; turns < 40; turns++) {
		ssize_t n = recv(fd, byte, 1, 0);

		if (n >= 0)
			return (int)n;
		if (turns > 35)
			let_real_time_pass(0.03);
		if (errno != EAGAIN || coro_yield(NULL) < 0)
			return -1;
	}
	return -1;
}

/* The request, to its empty line. */
static void listen_to(int fd, struct peer *p)
{
	for (size_t n = 0; n < sizeof(p->asked) - 1; n++)
		if (receive(fd, p->asked + n) <= 0 ||
		    strstr(p->asked, "\r\n\r\n"))
			break;
}

static void end_it(int fd, enum ending ending)
{
	struct linger now = { 1, 0 };
	char byte;

	while (ending == LISTENS && sock_recv(fd, &byte, 1) > 0)
		;
	if (ending == SLEEPS)
		async_sleep(YEAR);
	while (ending == DRIPS && async_sleep(HOUR) == 0)
		sock_sendall(fd, "x", 1);
	if (ending == RESETS)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* A peer, as a task on the loop of whoever fetches. */
static int answer(void *arg, void **result)
{
	struct peer *p = arg;
	int fd = sock_accept(p->listener);

	if (fd < 0)
		return fd;
	listen_to(fd, p);
	for (int i = 0; p->says[i]; i++) {
		sock_sendall(fd, p->says[i], strlen(p->says[i]));
		yield_often(4);
	}
	end_it(fd, p->ending);
	return 0;
}

/* ---- who fetches ---- */

static double limit;
static struct captured end;

static const char *word(int rc)
{
	switch (rc) {
	case 0:
		return "ok";
	case -ECANCELED:
		return "cancelled";
	case -ECONNREFUSED:
		return "refused";
	case -ECONNRESET:
	case -EPIPE:
		return "broken";
	case -EINVAL:
		return "invalid";
	case -ENOMEM:
		return "no-memory";
	case -ENODATA:
		return "cut-short";
	case -EMSGSIZE:
		return "too-long";
	case -ETIMEDOUT:
		return "late";
	default:
		return "something-else";
	}
}

static int fetch_it(void *arg, void **result)
{
	struct peer *p = arg;
	int rc = wget_fetch(p->text, limit);

	printf("%s returned %s\n", p->text, word(rc));
	return 0;
}

static void begin_peers(struct task *fetches[])
{
	for (int i = 0; i < n_peers; i++) {
		if (peers[i].ending != REFUSES)
			task_create(answer, &peers[i]);
		fetches[i] = task_create(fetch_it, &peers[i]);
	}
}

static int fetch_each(void *arg, void **result)
{
	struct task *fetches[PEERS];

	begin_peers(fetches);
	for (int i = 0; i < n_peers; i++)
		task_await(fetches[i], NULL);
	yield_often(5);
	for (int i = 0; i < n_peers; i++)
		printf("asked of %s:\n%s", peers[i].text, peers[i].asked);
	return 0;
}

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < FD_SETSIZE; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* This child does not live long, whatever it waits for. */
static void end_soon(void)
{
	signal(SIGALRM, SIG_DFL); /* Check has taken these two */
	signal(SIGINT, SIG_DFL);
	alarm((unsigned)(1.4 * patience()));
}

/* Run it; the exit status is how many descriptors are left open. */
static void run_it(coro_fn *fn)
{
	int before;

	dup2(STDERR_FILENO, STDOUT_FILENO);
	setvbuf(stdout, NULL, _IONBF, 0);
	end_soon();
	before = descriptors();
	async_run(fn, NULL, NULL);
	exit(descriptors() - before);
}

static void run_fetch_each(void *arg)
{
	run_it(fetch_each);
}

/* Fetch from every peer at once, each within so many seconds. */
static void fetch(double seconds)
{
	limit = seconds;
	end = captured(run_fetch_each, NULL);
	close_peers();
}

/* ---- what was told ---- */

/* Put a line down, every name in it being @. */
static void put_line(char *to, const char *line, size_t n, const char *name)
{
	size_t length = strlen(name);

	while (n > 0) {
		bool here = n >= length && strncmp(line, name, length) == 0;

		*to++ = here ? '@' : *line;
		line += here ? length : 1;
		n -= here ? length : 1;
	}
	*to = '\0';
}

static bool is_about(const char *line, const char *name)
{
	const char *words[] = { "", "wget ", "Done " };

	for (int i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if (strncmp(line, words[i], n) == 0 &&
		    strncmp(line + n, name, strlen(name)) == 0)
			return true;
	}
	return false;
}

/* What was said of this name: its lines, in order. */
static const char *told_of(const char *name)
{
	static char about[1 << 16];
	const char *line = end.text;

	about[0] = '\0';
	while (*line) {
		size_t n = strcspn(line, "\n");

		n += line[n] == '\n';
		if (is_about(line, name))
			put_line(about + strlen(about), line, n, name);
		line += n;
	}
	return about;
}

static const char *told(int i)
{
	return told_of(peers[i].text);
}

static int count(const char *words)
{
	const char *text = end.text;
	int n = 0;

	while ((text = strstr(text, words))) {
		text += strlen(words);
		n++;
	}
	return n;
}

/* ---- step 1: print_header ---- */

#define BEGUN "wget @...\n"
#define WHOLE                                     \
	BEGUN "@ header > HTTP/1.0 200 OK\n"      \
	      "@ header > Server: odd\nDone @.\n" \
	      "@ returned ok\n"

START_TEST(the_header_is_printed_line_by_line)
{
	struct peer *p = peer("", CLOSES);

	look_at("each line without its \"\\r\\n\"; the empty one ends it, and "
		"is "
		"not printed",
		"每行去掉 \"\\r\\n\"；空行是结尾，不打印");
	p->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n\r\n";
	fetch(INFINITY);
	expect_str(told(0), WHOLE);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(bytes_may_come_one_by_one)
{
	static char letters[2 * PIECES];
	struct peer *p = peer("", CLOSES);
	const char *text = "A: b\r\n\r\n";

	look_at("a line is whole when its end is there, not when some bytes "
		"came",
		"行尾到了才算一行，不是来了几个字节就算一行");
	for (int i = 0; i < PIECES - 1; i++) {
		letters[2 * i] = text[i];
		p->says[i] = &letters[2 * i];
	}
	p->says[PIECES - 2] = text + PIECES - 2;
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@ header > A: b\nDone @.\n@ returned ok\n");
}
END_TEST

START_TEST(CR_and_LF_may_come_apart)
{
	struct peer *p = peer("", CLOSES);

	look_at("a '\\r' whose '\\n' comes later", "'\\r' 先到，'\\n' 后到");
	p->says[0] = "HTTP/1.0 200 OK\r";
	p->says[1] = "\nServer: odd\r";
	p->says[2] = "\n\r";
	p->says[3] = "\n";
	fetch(INFINITY);
	expect_str(told(0), WHOLE);
}
END_TEST

START_TEST(a_bare_LF_ends_a_line_too)
{
	struct peer *p = peer("", CLOSES);

	look_at("lines that end in \"\\n\" alone", "只以 \"\\n\" 结尾的行");
	p->says[0] = "HTTP/1.0 200 OK\nServer: odd\n\n";
	fetch(INFINITY);
	expect_str(told(0), WHOLE);
}
END_TEST

START_TEST(only_one_CR_belongs_to_the_end)
{
	struct peer *p = peer("", CLOSES);

	look_at("\"\\r\\r\\n\": the first '\\r' is the line's",
		"\"\\r\\r\\n\"：前一个 '\\r' 是行里的");
	p->says[0] = "A: b\r\r\n\r\r\n\r\n";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@ header > A: b\r\n@ header > \r\n"
				  "Done @.\n@ returned ok\n");
}
END_TEST

START_TEST(the_body_is_not_read)
{
	struct peer *p = peer("", LISTENS);

	look_at("what is read after the empty line: nothing. This server says "
		"no more, and waits until you end",
		"空行之后还读什么：什么也不读。这台服务器不再说话，等着你先走");
	p->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n\r\nbody: 1\r\n\r\n";
	fetch(INFINITY);
	expect_str(told(0), WHOLE);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(a_header_may_be_empty)
{
	struct peer *p = peer("", CLOSES);

	look_at("the first line may be the empty one", "第一行就可能是空行");
	p->says[0] = "\r\nbody";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "Done @.\n@ returned ok\n");
}
END_TEST

#define EARLY "the server closed before its header ended"

START_TEST(an_early_end_is_told_and_does_not_hang)
{
	struct peer *p = peer("", CLOSES);

	look_at("what reader_readline returns at the end of the stream: 0 "
		"bytes, and 0 again, for ever",
		"流到头时 reader_readline 返回什么：0 字节，再读还是 "
		"0，没完没了");
	p->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@ header > HTTP/1.0 200 OK\n"
				  "@ header > Server: odd\n"
				  "@: " EARLY "\n@ returned cut-short\n");
	expect_int(end.status, 0);
}
END_TEST

START_TEST(the_last_line_is_printed_though_it_has_no_end)
{
	struct peer *p = peer("", CLOSES);

	look_at("what came of the last line before the stream ended",
		"流到头之前，最后一行来了的那一部分");
	p->says[0] = "HTTP/1.0 200 OK\r\nServ";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@ header > HTTP/1.0 200 OK\n"
				  "@ header > Serv\n"
				  "@: " EARLY "\n@ returned cut-short\n");
}
END_TEST

START_TEST(a_CR_before_the_end_is_no_empty_line)
{
	struct peer *p = peer("", CLOSES);

	look_at("a '\\r' that is all that came of the last line: not the empty "
		"line, and nothing to print",
		"最后一行只来了一个 '\\r'：不是空行，也没有什么要打印");
	p->says[0] = "HTTP/1.0 200 OK\r\n\r";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@ header > HTTP/1.0 200 OK\n"
				  "@: " EARLY "\n@ returned cut-short\n");
}
END_TEST

START_TEST(nothing_at_all_is_an_early_end)
{
	look_at("a server that says nothing and goes",
		"一句话不说就走的服务器");
	peer("", CLOSES);
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@: " EARLY "\n@ returned cut-short\n");
	expect_int(end.status, 0);
}
END_TEST

/* So many x, then this end. */
static const char *long_line(int n, const char *ending)
{
	static char line[WGET_LINE + 8];

	memset(line, 'x', (size_t)n);
	strcpy(line + n, ending);
	return line;
}

static int length_told(int i)
{
	const char *x = strchr(told(i), 'x');

	return x ? (int)strspn(x, "x") : 0;
}

START_TEST(a_line_may_have_8192_bytes)
{
	struct peer *p = peer("", CLOSES);

	look_at("the room for a line: its end does not count, and there is a "
		"'\\0'",
		"一行要多大地方：行尾不算在内，另外还有 '\\0'");
	p->says[0] = long_line(WGET_LINE, "\r\n\r\n");
	fetch(INFINITY);
	expect_int(length_told(0), WGET_LINE);
	expect_true(strstr(told(0), "@ returned ok\n"));
}
END_TEST

START_TEST(a_line_may_not_have_8193_bytes)
{
	struct peer *p = peer("", CLOSES), *q = peer("", CLOSES);

	look_at("a line that is too long by one, whatever its end is",
		"长出一个字节的行，不管它以什么结尾");
	p->says[0] = long_line(WGET_LINE + 1, "\n\n");
	q->says[0] = p->says[0];
	q->says[1] = "\r\n\r\n";
	fetch(INFINITY);
	expect_str(told(0), BEGUN "@: a header line is longer than 8192 bytes\n"
				  "@ returned too-long\n");
	expect_str(told(1), BEGUN "@: a header line is longer than 8192 bytes\n"
				  "@ returned too-long\n");
	expect_int(end.status, 0);
}
END_TEST

/* A '\0' would end the text that comes back. */
static int fetch_zeros(void *arg, void **result)
{
	FILE *out = tmpfile();
	int real = dup(STDOUT_FILENO), c;

	dup2(fileno(out), STDOUT_FILENO);
	fetch_each(arg, result);
	dup2(real, STDOUT_FILENO);
	close(real);
	rewind(out);
	while ((c = getc(out)) != EOF)
		putchar(c ? c : '0');
	fclose(out);
	return 0;
}

static int say_zeros(void *arg, void **result)
{
	struct peer *p = arg;
	int fd = sock_accept(p->listener);

	listen_to(fd, p);
	sock_sendall(fd, "A: \0b\0\r\n\r\n", 10);
	close(fd);
	return 0;
}

static int fetch_zeros_from(void *arg, void **result)
{
	task_create(say_zeros, &peers[0]);
	coro_yield(NULL);
	return fetch_zeros(arg, result);
}

static void run_fetch_zeros(void *arg)
{
	run_it(fetch_zeros_from);
}

START_TEST(a_line_may_hold_any_byte)
{
	look_at("a '\\0' in a line: is it the end of what you print",
		"行里的 '\\0'：打印到它就停了吗");
	peer("", REFUSES); /* fetch_each makes no task for this one */
	listen(peers[0].listener, 5);
	limit = INFINITY;
	end = captured(run_fetch_zeros, NULL);
	close_peers();
	expect_str(told(0), BEGUN "@ header > A: 0b0\n"
				  "Done @.\n@ returned ok\n");
}
END_TEST

START_TEST(a_reset_is_told)
{
	struct peer *p = peer("", RESETS);

	look_at("the error of a read: it is the reason, not an early end",
		"读的时候出错：原因就是这个错误，不是提前结束");
	p->says[0] = "HTTP/1.0 200 OK\r\nServ";
	fetch(INFINITY);
	expect_true(strstr(told(0), strerror(ECONNRESET)));
	expect_true(strstr(told(0), "@ returned broken\n"));
	expect_int(end.status, 0);
}
END_TEST

/* ---- step 2: fetch ---- */

START_TEST(the_request_names_path_and_host)
{
	static char want[200];
	struct peer *p = peer("/news?a=b:c", CLOSES);
	const char *asked;

	look_at("the three lines of a request, each ended by \"\\r\\n\"; the "
		"host as it was typed",
		"请求的三行，每行以 \"\\r\\n\" 结尾；host 照输入的写");
	p->says[0] = "\r\n";
	snprintf(want, sizeof(want),
		 "asked of %s:\nGET /news?a=b:c HTTP/1.0\r\nHost: %.*s\r\n\r\n",
		 p->text, (int)strcspn(p->text, "/"), p->text);
	fetch(INFINITY);
	asked = strstr(end.text, "asked of");
	expect_str(asked ? asked : end.text, want);
}
END_TEST

START_TEST(the_root_is_asked_for_when_there_is_no_path)
{
	struct peer *p = peer("", CLOSES);

	look_at("the path of a site that was typed without one",
		"输入时没写路径，请求里的路径是什么");
	p->says[0] = "\r\n";
	fetch(INFINITY);
	expect_int(count("\nGET / HTTP/1.0\r\nHost: 127.0.0.1:"), 1);
}
END_TEST

START_TEST(a_number_in_brackets_is_a_host)
{
	struct peer *p = peer("", CLOSES);
	char port[10], want[80];

	look_at("[::1]:8080: the brackets are in the Host line, and not in "
		"the name that is looked up",
		"[::1]:8080：方括号写在 Host 行里，要查的名字里没有");
	snprintf(port, sizeof(port), "%s", strchr(p->text, ':') + 1);
	snprintf(p->text, sizeof(p->text), "[::1]:%s/x]:y", port);
	p->says[0] = "\r\n";
	fetch(INFINITY);
	snprintf(want, sizeof(want),
		 "\nGET /x]:y HTTP/1.0\r\nHost: [::1]:%s\r\n\r\n", port);
	expect_int(count(want), 1);
	expect_str(told(0), BEGUN "Done @.\n@ returned ok\n");
}
END_TEST

static void run_fetch_unsent(void *arg)
{
	kernel_fails("send", ECONNRESET, 1);
	run_it(fetch_each);
}

START_TEST(a_request_that_cannot_be_sent_is_told)
{
	static char want[200];

	look_at("what drain says when nothing goes out any more",
		"什么也发不出去的时候，drain 说什么");
	peer("", CLOSES)->says[0] = "\r\n";
	limit = INFINITY;
	end = captured(run_fetch_unsent, NULL);
	close_peers();
	snprintf(want, sizeof(want), BEGUN "@: %s\n@ returned broken\n",
		 strerror(ECONNRESET));
	expect_str(told(0), want);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(refused_is_told)
{
	static char want[200];

	look_at("what is told when nobody listens there",
		"那里没人监听，说的是什么");
	peer("", REFUSES);
	fetch(INFINITY);
	snprintf(want, sizeof(want), BEGUN "@: %s\n@ returned refused\n",
		 strerror(ECONNREFUSED));
	expect_str(told(0), want);
	expect_int(end.status, 0);
}
END_TEST

/* Nothing is sent, as if the other side took nothing; then it is enough. */
static int fetch_what_nobody_takes(void *arg, void **result)
{
	struct task *fetches[PEERS];
	int calls = kernel_calls("send");

	kernel_fails("send", EAGAIN, 1 << 30);
	begin_peers(fetches);
	while (!task_done(fetches[0]) && kernel_calls("send") == calls)
		coro_yield(NULL);
	yield_often(3);
	task_cancel(fetches[0]);
	task_await(fetches[0], NULL);
	return 0;
}

static void run_fetch_what_nobody_takes(void *arg)
{
	run_it(fetch_what_nobody_takes);
}

START_TEST(a_request_that_nobody_takes_is_not_waited_for)
{
	look_at("a fetch that is stopped while its request is still unsent: "
		"close would wait until that is out",
		"请求还没发出去就被叫停：close 要一直等到它发完");
	peer("", LISTENS);
	limit = INFINITY;
	end = captured(run_fetch_what_nobody_takes, NULL);
	close_peers();
	expect_str(told(0), BEGUN "@ returned cancelled\n");
	expect_int(end.status, 0);
}
END_TEST

/* Says its header before it has heard all; then it goes, or listens. */
static int answer_early(void *arg, void **result)
{
	struct peer *p = &peers[0];
	int fd = sock_accept(p->listener);

	if (write(fd, "A: b\r\n\r\n", 8) != 8)
		printf("the header is not out\n");
	if (p->ending == RESETS)
		yield_often(6);
	else
		listen_to(fd, p);
	end_it(fd, p->ending);
	return 0;
}

static int fetch_early(void *arg, void **result)
{
	struct task *peer = task_create(answer_early, NULL);

	kernel_takes(1); /* a byte a turn */
	fetch_it(&peers[0], NULL);
	task_await(peer, NULL);
	printf("asked:\n%s", peers[0].asked);
	return 0;
}

static void run_fetch_early(void *arg)
{
	run_it(fetch_early);
}

START_TEST(how_the_other_side_goes_is_no_failure)
{
	look_at("an error of stream_close: the header is here all the same",
		"stream_close 出错：头部已经到手了");
	peer("", RESETS);
	limit = INFINITY;
	end = captured(run_fetch_early, NULL);
	close_peers();
	expect_str(told(0), BEGUN "@ header > A: b\nDone @.\n@ returned ok\n");
	expect_int(end.status, 0);
}
END_TEST

START_TEST(the_request_goes_out_though_the_header_is_here)
{
	look_at("all went well: close, which sends what still waits, or abort, "
		"which does not",
		"一切顺利：close 会把还没发的发完，abort 不会");
	peer("", CLOSES);
	limit = INFINITY;
	end = captured(run_fetch_early, NULL);
	close_peers();
	expect_str(told(0), BEGUN "@ header > A: b\nDone @.\n@ returned ok\n");
	expect_int(count("asked:\nGET / HTTP/1.0\r\nHost: 127.0.0.1:"), 1);
	expect_int(count("\r\n\r\n"), 1);
}
END_TEST

/*
 * Whatever allocation fails: told, or fetched; nothing stays. The n-th one is
 * let fail until a fetch has no n-th one. Before the first, all goes well
 * once: what grows and stays has grown.
 */
static int fetch_without_memory(void *arg, void **result)
{
	bool failed = true;

	for (int n = 0; failed; n++) {
		struct task *peer = task_create(answer, &peers[0]);
		long before;

		yield_often(3);
		before = allocations();
		allocation_fails(n);
		fetch_it(&peers[0], NULL);
		allocation_fails(0);
		failed = n == 0 || allocations() - before >= n;
		task_cancel(peer); /* if nobody came */
		task_await(peer, NULL);
	}
	return 0;
}

static void run_fetch_without_memory(void *arg)
{
	run_it(fetch_without_memory);
}

START_TEST(without_memory_it_fails_and_leaves_nothing)
{
	struct peer *p = peer("", CLOSES);

	look_at("what is open, and what allocated, when a fetch fails",
		"取到一半失败，还有什么开着，什么没释放");
	p->says[0] = "A: b\r\n\r\n";
	limit = INFINITY;
	end = captured(run_fetch_without_memory, NULL);
	close_peers();
	expect_int(end.status, 0);
	expect_true(count("returned no-memory\n") >= 2);
	expect_true(count("returned ok\n") >= 2);
	expect_int(count("returned"),
		   count("returned no-memory\n") + count("returned ok\n"));
	expect_int(count(strerror(ENOMEM)), count("returned no-memory\n"));
}
END_TEST

/* ---- step 3: wget_fetch ---- */

#define H250                                                 \
	"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh" \
	"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh" \
	"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh" \
	"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh" \
	"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"

static const char *const no_sites[] = {
	"",	     ":80",	    "/",
	"h:",	     "h:/",	    "h:x",
	"h:8x",	     "h:-8",	    "h:+8",
	"h: 8",	     "h:0",	    "h:65536",
	"h:1e3",     "h:8:8",	    "h:99999999999999999999",
	"a b",	     "a\tb",	    "h/a b",
	"h/a\nX: y", "h/\x7f",	    "[::1",
	"[]",	     "[]:80",	    "[::1]x",
	"[::1]80",   "[::1]:0",	    "[::1/]x",
	"h\r\n:8",   H250 "hhhhhh", H250 ":000000000000080"
};

static const struct {
	const char *text;
	int port;
} good_sites[] = { { "h", 80 },
		   { "h/", 80 },
		   { "h:1", 1 },
		   { "h:9", 9 },
		   { "h:080", 80 },
		   { "h/!", 80 },
		   { "h:65535", 65535 },
		   { "h:80/:", 80 },
		   { "h/~", 80 },
		   { "[h]:80/", 80 },
		   { "[h]", 80 },
		   { H250 "hhhhh", 80 },
		   { H250 "hhhhh:65535/x", 65535 } };

#define N_SITES (sizeof(good_sites) / sizeof(*good_sites))
#define N_NO_SITES (sizeof(no_sites) / sizeof(*no_sites))

/* What site_parse leaves, when something else lay there before. */
static void read_a_site(void)
{
	struct site site;

	memset(&site, 'x', sizeof(site));
	if (site_parse(&site, ":") != -EINVAL ||
	    site_parse(&site, "[") != -EINVAL ||
	    site_parse(&site, "h:8/y") != 0)
		printf("taken for the wrong error\n");
	if (strcmp(site.host, "h") != 0 || strcmp(site.typed, "h:8") != 0 ||
	    strcmp(site.path, "/y") != 0 || site.port != 8)
		printf("taken for something else: h:8/y\n");
}

static int fetch_texts(void *arg, void **result)
{
	char zeros[300];

	snprintf(zeros, sizeof(zeros), "h:%0280d", 80);
	if (wget_fetch(zeros, INFINITY) != -EINVAL)
		printf("taken for a site: %s\n", zeros);
	for (size_t i = 0; i < N_NO_SITES; i++)
		if (wget_fetch(no_sites[i], INFINITY) != -EINVAL)
			printf("taken for a site: %s\n", no_sites[i]);
	for (size_t i = 0; i < N_SITES; i++)
		if (wget_fetch(good_sites[i].text, INFINITY) == -EINVAL ||
		    port_asked != good_sites[i].port)
			printf("taken for none: %s\n", good_sites[i].text);
	read_a_site();
	return fetch_each(arg, result);
}

static void run_fetch_texts(void *arg)
{
	run_it(fetch_texts);
}

START_TEST(what_is_no_site_is_told)
{
	const char *wrong;

	look_at("one line for what is no site; and the others are fetched",
		"写得不对的，说一行；别的照取");
	peer("", CLOSES)->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n\r\n";
	limit = INFINITY;
	end = captured(run_fetch_texts, NULL);
	close_peers();
	wrong = strstr(end.text, "taken for");
	expect_str(wrong ? wrong : "", "");
	expect_int(count(": not HOST[:PORT][/PATH]\n"), N_NO_SITES + 1);
	expect_str(told_of(":80"), BEGUN "@: not HOST[:PORT][/PATH]\n");
	expect_str(told(0), WHOLE);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(a_limit_that_is_no_number_is_told)
{
	static char want[200];

	look_at("what timeout_begin says, before anything is fetched",
		"还没开始取，timeout_begin 说了什么");
	peer("", LISTENS);
	fetch(NAN);
	snprintf(want, sizeof(want), BEGUN "@: %s\n@ returned invalid\n",
		 strerror(EINVAL));
	expect_str(told(0), want);
	expect_int(end.status, 0);
}
END_TEST

static double hours(void)
{
	return (virtual_now() - VIRTUAL_START) / HOUR;
}

static int fetch_and_tell_time(void *arg, void **result)
{
	fetch_each(arg, result);
	printf("after %.1f hours\n", hours());
	return 0;
}

static void run_fetch_and_tell_time(void *arg)
{
	run_it(fetch_and_tell_time);
}

START_TEST(silence_ends_when_time_is_up)
{
	static char want[200];

	look_at("the limit: what ends the wait for a server that says nothing",
		"时限：服务器一声不吭，靠什么结束等待");
	peer("", SLEEPS);
	limit = 5 * HOUR;
	end = captured(run_fetch_and_tell_time, NULL);
	close_peers();
	snprintf(want, sizeof(want), BEGUN "@: %s\n@ returned late\n",
		 strerror(ETIMEDOUT));
	expect_str(told(0), want);
	expect_int(count("after 5.0 hours\n"), 1);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(the_limit_is_for_all_of_it)
{
	look_at("one limit for everything, or a new one for each read",
		"时限管全程，还是每读一次重新算");
	peer("", DRIPS);
	limit = 5.5 * HOUR;
	end = captured(run_fetch_and_tell_time, NULL);
	close_peers();
	expect_true(strstr(told(0), "@ returned late\n"));
	expect_int(count("after 5.5 hours\n"), 1);
	expect_int(end.status, 0);
}
END_TEST

/* While this is watched, something is ready, and time stands still. */
static struct {
	int ends[2];
	struct handle callback;
} held;

static void nothing(void *arg)
{
}

static void hold_time(void)
{
	if (pipe_create(held.ends) == 0 && write(held.ends[1], "x", 1) == 1)
		loop_add_reader(loop_current(), held.ends[0], nothing, NULL,
				&held.callback);
}

static void let_time_go(void)
{
	loop_remove_reader(loop_current(), held.ends[0]);
	close(held.ends[0]);
	close(held.ends[1]);
}

static int fetch_beside_silence(void *arg, void **result)
{
	struct task *fetches[PEERS];

	hold_time();
	begin_peers(fetches);
	task_await(fetches[1], NULL);
	let_time_go();
	task_await(fetches[0], NULL);
	return 0;
}

static void run_fetch_beside_silence(void *arg)
{
	run_it(fetch_beside_silence);
}

START_TEST(silence_costs_the_others_nothing)
{
	struct peer *p;

	look_at("who waits for a silent server: its own task alone",
		"谁在等那台不吭声的服务器：只有它自己的任务");
	peer("", SLEEPS);
	p = peer("", CLOSES);
	p->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n\r\n";
	limit = 5;
	end = captured(run_fetch_beside_silence, NULL);
	close_peers();
	expect_str(told(1), WHOLE);
	expect_true(strstr(told(0), "@ returned late\n"));
}
END_TEST

static int cancel_a_fetch(void *arg, void **result)
{
	struct task *fetches[PEERS];

	begin_peers(fetches);
	while (!peers[0].asked[0])
		coro_yield(NULL);
	task_cancel(fetches[0]);
	task_await(fetches[0], NULL);
	return 0;
}

static void run_cancel_a_fetch(void *arg)
{
	run_it(cancel_a_fetch);
}

START_TEST(who_is_cancelled_says_nothing)
{
	look_at("-ECANCELED: it stays what it is, and nothing stays open",
		"-ECANCELED：原样返回，什么都不留着不关");
	peer("", LISTENS);
	limit = INFINITY;
	end = captured(run_cancel_a_fetch, NULL);
	close_peers();
	expect_str(told(0), BEGUN "@ returned cancelled\n");
	expect_int(end.status, 0);
}
END_TEST

/* ---- step 4: all of them ---- */

static char *arguments[PEERS + 5];
static bool interrupts; /* Ctrl-C, as soon as all are connected */

static void say(int fd, const char *text)
{
	send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* Until the request ends, or whoever asks goes; false: neither happens. */
static bool hear_request(int fd)
{
	int empty = 0;
	ssize_t n = 1;
	char byte;

	while (n == 1 && empty < 4) {
		n = recv(fd, &byte, 1, 0);
		empty = byte == '\r' || byte == '\n' ? empty + 1 : 0;
	}
	return n >= 0 || errno != EAGAIN;
}

static int welcome(int listener)
{
	double seconds = patience();
	struct timeval most = { (time_t)seconds, 0 };
	int fd;

	most.tv_usec = (suseconds_t)((seconds - (double)most.tv_sec) * 1e6);
	fcntl(listener, F_SETFL, 0);
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	return hear_request(fd) ? fd : -1;
}

/* Nobody is answered before all are connected. Runs in a thread. */
static void *answer_all(void *arg)
{
	int fds[PEERS];

	for (int i = 0; i < n_peers; i++) {
		if (peers[i].ending == REFUSES)
			continue;
		fds[i] = welcome(peers[i].listener);
		if (fds[i] < 0) {
			fprintf(stderr, "not all of them came and asked\n");
			_exit(99);
		}
	}
	if (interrupts)
		kill(getpid(), SIGINT);
	for (int i = n_peers - 1; i >= 0; i--) {
		for (int k = 0; peers[i].says[k]; k++)
			say(fds[i], peers[i].says[k]);
		if (peers[i].ending == CLOSES)
			close(fds[i]);
	}
	let_real_time_pass(patience());
	fprintf(stderr, "nobody goes\n");
	_exit(99);
}

static void run_main(void *arg)
{
	static char room[BUFSIZ];
	pthread_t thread;
	int argc = 0, status;

	dup2(STDERR_FILENO, STDOUT_FILENO);
	setvbuf(stdout, room, _IOFBF, sizeof(room)); /* as a pipe has it */
	end_soon();
	if (n_peers > 0)
		pthread_create(&thread, NULL, answer_all, NULL);
	while (arguments[argc])
		argc++;
	status = wget_main(argc, arguments);
	fprintf(stderr, "after %.0f seconds\n", virtual_now() - VIRTUAL_START);
	exit(status);
}

/* wget [-t limit] [first] PEER...; its exit status is in `end`. */
static void wget(const char *seconds, const char *first)
{
	static char program[] = "wget", option[] = "-t", texts[2][40];
	int n = 0;

	arguments[n++] = program;
	if (seconds) {
		arguments[n++] = option;
		arguments[n++] = strcpy(texts[0], seconds);
	}
	if (first)
		arguments[n++] = strcpy(texts[1], first);
	for (int i = 0; i < n_peers; i++)
		arguments[n++] = peers[i].text;
	arguments[n] = NULL;
	end = captured(run_main, NULL);
	close_peers();
}

#define FETCHED                              \
	BEGUN "@ header > HTTP/1.0 200 OK\n" \
	      "@ header > Server: odd\nDone @.\n"

START_TEST(all_are_fetched_at_once)
{
	look_at("these servers wait until all three are connected: nobody "
		"who takes them one by one gets an answer",
		"这些服务器要等三位都连上：一个一个来的，谁的回答也等不到");
	for (int i = 0; i < PEERS; i++)
		peer("", CLOSES)->says[0] =
			"HTTP/1.0 200 OK\r\nServer: odd\r\n\r\n";
	wget("inf", NULL);
	for (int i = 0; i < PEERS; i++)
		expect_str(told(i), FETCHED);
	expect_int(end.status, 0);
}
END_TEST

START_TEST(they_begin_in_the_order_of_the_arguments)
{
	static char want[300];

	look_at("in which order the tasks are created", "任务按什么顺序创建");
	for (int i = 0; i < PEERS; i++)
		peer("", CLOSES)->says[0] = "\r\n";
	snprintf(want, sizeof(want), "wget %s...\nwget %s...\nwget %s...\n",
		 peers[0].text, peers[1].text, peers[2].text);
	wget("inf", NULL);
	expect_int(count(want), 1);
}
END_TEST

START_TEST(one_that_fails_costs_the_others_nothing)
{
	struct peer *p;

	look_at("what a failure of one site does to the others, and to the "
		"exit status",
		"一个网站失败，别的怎么样，退出状态又怎么样");
	peer("", REFUSES);
	p = peer("", CLOSES);
	p->says[0] = "HTTP/1.0 200 OK\r\n";
	p = peer("", CLOSES);
	p->says[0] = "HTTP/1.0 200 OK\r\nServer: odd\r\n\r\n";
	wget("inf", ":80");
	expect_str(told(2), FETCHED);
	expect_str(told(1), BEGUN "@ header > HTTP/1.0 200 OK\n"
				  "@: " EARLY "\n");
	expect_true(strstr(told(0), strerror(ECONNREFUSED)));
	expect_str(told_of(":80"), BEGUN "@: not HOST[:PORT][/PATH]\n");
	expect_int(end.status, 1);
}
END_TEST

static int failing; /* which allocation; 0: none */

/* The exit status: 1, for nobody listens there; 2: none has failed. */
static void run_main_without_memory(void *arg)
{
	int before, status;
	long asked;

	dup2(STDERR_FILENO, STDOUT_FILENO);
	end_soon();
	before = descriptors();
	asked = allocations();
	allocation_fails(failing);
	status = wget_main(PEERS + 1, arguments);
	allocation_fails(0);
	if (descriptors() != before)
		fprintf(stderr, "something stays open\n");
	exit(allocations() - asked < failing ? 2 : status);
}

/* Each time in a process of its own: later runs need less. */
START_TEST(without_memory_it_ends_and_leaves_nothing)
{
	char missing[PEERS][100];
	int times[PEERS] = { 0 }, told_of_all;

	look_at("a site for which there was no task, or no place: the others "
		"are fetched, and 1 is returned",
		"有的网站没建成任务，或者连放的地方都没有：别的照取，返回 1");
	for (int i = 0; i < PEERS; i++) {
		peer("", REFUSES);
		arguments[i + 1] = peers[i].text;
	}
	arguments[0] = peers[0].text; /* nobody looks at it */
	arguments[PEERS + 1] = NULL;
	for (int i = 0; i < PEERS; i++)
		snprintf(missing[i], sizeof(missing[i]), "%s: %s\n",
			 arguments[i + 1], strerror(ENOMEM));
	for (failing = 1, end.status = 1; end.status == 1; failing++) {
		end = captured(run_main_without_memory, NULL);
		expect_int(count("something stays open"), 0);
		told_of_all =
			count(strerror(ENOMEM)) + count(strerror(ECONNREFUSED));
		expect_true(told_of_all == 0 || told_of_all == PEERS);
		for (int i = 0; i < PEERS; i++) {
			if (count(missing[i]) == 0)
				continue;
			times[i]++;
			expect_int(count(strerror(ECONNREFUSED)), PEERS - 1);
		}
	}
	close_peers();
	for (int i = 0; i < PEERS; i++)
		expect_true(times[i] >= 1);
	expect_int(end.status, 2);
}
END_TEST

START_TEST(without_a_limit_of_yours_it_is_ten_seconds)
{
	look_at("the limit that each site gets: that of the order",
		"每个网站的时限：order 里的那个");
	peer("", LISTENS);
	wget(NULL, NULL);
	expect_true(strstr(told(0), strerror(ETIMEDOUT)));
	expect_int(count("after 10 seconds\n"), 1);
	expect_int(end.status, 1);
}
END_TEST

START_TEST(option_t_is_the_limit)
{
	look_at("the limit that each site gets: that of the order",
		"每个网站的时限：order 里的那个");
	peer("", LISTENS);
	peer("", LISTENS);
	wget("3", NULL);
	expect_true(strstr(told(0), strerror(ETIMEDOUT)));
	expect_true(strstr(told(1), strerror(ETIMEDOUT)));
	expect_int(count("after 3 seconds\n"), 1);
	expect_int(end.status, 1);
	peer("", LISTENS);
	wget("0.25", NULL);
	expect_true(strstr(told(0), strerror(ETIMEDOUT)));
	expect_int(count("after 0 seconds\n"), 1);
}
END_TEST

START_TEST(without_sites_the_tutorials_are_fetched)
{
	const char *sites[] = { "www.sina.com.cn", "www.sohu.com",
				"www.163.com" };
	static char want[200];

	look_at("what every site says before you return: these three, each of "
		"which fails",
		"返回之前，每个网站各说了什么：这三个，个个失败");
	snprintf(want, sizeof(want), BEGUN "@: %s\n", strerror(EAGAIN));
	kernel_fails("pthread_create", EAGAIN, 3); /* nobody is asked */
	wget("inf", NULL);
	for (int i = 0; i < 3; i++)
		expect_str(told_of(sites[i]), want);
	expect_int(end.status, 1);
}
END_TEST

START_TEST(Ctrl_C_ends_it_without_a_word)
{
	look_at("sites that were cancelled say nothing; async_run knows why",
		"被取消的网站什么也不说；为什么取消，async_run 知道");
	peer("", LISTENS);
	peer("", LISTENS);
	interrupts = true;
	wget("inf", NULL);
	interrupts = false;
	expect_str(told(0), BEGUN);
	expect_str(told(1), BEGUN);
	expect_int(end.status, 130);
}
END_TEST

START_TEST(what_it_does_not_know_is_told_how_to_use_it)
{
	const char *limits[] = { "-1", "0", "nan", "soon", "3s", "" };

	look_at("a limit that is none: usage, and 2. One that is: 0, if all is "
		"well",
		"时限不成样子：用法，退出状态 2。像样，又一切顺利：0");
	for (int i = 0; i < 6; i++) {
		wget(limits[i], "x");
		expect_int(end.status, 2);
		expect_int(count("usage: wget [-t SECONDS]"), 1);
	}
	wget(NULL, "-x");
	expect_int(end.status, 2);
	expect_int(count("invalid option"), 0); /* usage says it */
	peer("", CLOSES)->says[0] = "\r\n";
	wget("inf", NULL);
	expect_str(told(0), BEGUN "Done @.\n");
	expect_int(end.status, 0);
}
END_TEST

static void add_header(Suite *suite)
{
	TCase *step = lab_step(suite, "1 print_header");

	tcase_add_test(step, the_header_is_printed_line_by_line);
	tcase_add_test(step, bytes_may_come_one_by_one);
	tcase_add_test(step, CR_and_LF_may_come_apart);
	tcase_add_test(step, a_bare_LF_ends_a_line_too);
	tcase_add_test(step, only_one_CR_belongs_to_the_end);
	tcase_add_test(step, the_body_is_not_read);
	tcase_add_test(step, a_header_may_be_empty);
	tcase_add_test(step, an_early_end_is_told_and_does_not_hang);
	tcase_add_test(step, the_last_line_is_printed_though_it_has_no_end);
	tcase_add_test(step, a_CR_before_the_end_is_no_empty_line);
	tcase_add_test(step, nothing_at_all_is_an_early_end);
	tcase_add_test(step, a_line_may_have_8192_bytes);
	tcase_add_test(step, a_line_may_not_have_8193_bytes);
	tcase_add_test(step, a_line_may_hold_any_byte);
	tcase_add_test(step, a_reset_is_told);
}

static void add_all(Suite *suite)
{
	TCase *step = lab_step(suite, "4 fetch_all");

	tcase_add_test(step, all_are_fetched_at_once);
	tcase_add_test(step, they_begin_in_the_order_of_the_arguments);
	tcase_add_test(step, one_that_fails_costs_the_others_nothing);
	tcase_add_test(step, without_memory_it_ends_and_leaves_nothing);
	tcase_add_test(step, without_a_limit_of_yours_it_is_ten_seconds);
	tcase_add_test(step, option_t_is_the_limit);
	tcase_add_test(step, without_sites_the_tutorials_are_fetched);
	tcase_add_test(step, Ctrl_C_ends_it_without_a_word);
	tcase_add_test(step, what_it_does_not_know_is_told_how_to_use_it);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("wget");
	TCase *step;

	add_header(suite);
	step = lab_step(suite, "2 fetch");
	tcase_add_test(step, the_request_names_path_and_host);
	tcase_add_test(step, the_root_is_asked_for_when_there_is_no_path);
	tcase_add_test(step, a_number_in_brackets_is_a_host);
	tcase_add_test(step, a_request_that_cannot_be_sent_is_told);
	tcase_add_test(step, refused_is_told);
	tcase_add_test(step, a_request_that_nobody_takes_is_not_waited_for);
	tcase_add_test(step, how_the_other_side_goes_is_no_failure);
	tcase_add_test(step, the_request_goes_out_though_the_header_is_here);
	tcase_add_test(step, without_memory_it_fails_and_leaves_nothing);
	step = lab_step(suite, "3 wget_fetch");
	tcase_add_test(step, what_is_no_site_is_told);
	tcase_add_test(step, a_limit_that_is_no_number_is_told);
	tcase_add_test(step, silence_ends_when_time_is_up);
	tcase_add_test(step, the_limit_is_for_all_of_it);
	tcase_add_test(step, silence_costs_the_others_nothing);
	tcase_add_test(step, who_is_cancelled_says_nothing);
	add_all(suite);
	return suite;
}
