/*
 * stream.c - the suite of lab stream.
 *
 * Names with several addresses, and what a number stands for, are answered
 * by getaddrinfo below, in place of the C library's; so no test needs a
 * network. For names that end in ".test" see names.h.
 * What a test opens is on 127.0.0.1, at ports that the system chose. No test
 * sets a timer while it waits for the kernel, but those that say so.
 *
 * The other side of what is tested is a bare socket (lab sock): clients of a
 * server do not need open_connection, nor does a connection need the server.
 */
#include "stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "counting.h"
#include "errors.h"
#include "expect.h"
#include "gather.h"
#include "locks.h"
#include "kernel.h"
#include "loop.h"
#include "names.h"
#include "run.h"
#include "sock.h"
#include "task.h"
#include "timeout.h"
#include "virtual.h"

#define HERE "127.0.0.1"
#define LONG 1e6 /* seconds: so long nobody waits */
#define MANY 200
#define MEGABYTE 1000000
#define TOO_MUCH (16 * MEGABYTE) /* for the kernel to take at once */

static const char bytes[TOO_MUCH];

/* ---- names ---- */

struct found {
	struct addrinfo info;
	struct sockaddr_storage at;
};

/* The addresses of "several.example", whatever port is asked for. */
static struct sockaddr_in places[3];
static int n_places;
static atomic_int answers; /* that nobody has freed */
static int questions;

static void place(int port)
{
	places[n_places++] =
		(struct sockaddr_in){ .sin_family = AF_INET,
				      .sin_port = htons((uint16_t)port),
				      .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

/* One more, at the end of a list; no test is about memory for it. */
static void add(struct addrinfo **list, const void *address, socklen_t size)
{
	struct found *f;

	counting_pause();
	f = calloc(1, sizeof(*f));
	counting_go_on();
	memcpy(&f->at, address, size);
	f->info = (struct addrinfo){ .ai_family = f->at.ss_family,
				     .ai_socktype = SOCK_STREAM,
				     .ai_addr = (struct sockaddr *)&f->at,
				     .ai_addrlen = size };
	while (*list)
		list = &(*list)->ai_next;
	*list = &f->info;
}

static bool has_ipv6(void)
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	bool has = fd >= 0 && bind(fd, (struct sockaddr *)&v6, sizeof(v6)) == 0;

	if (fd >= 0)
		close(fd);
	return has;
}

/* Of no host: every address to listen at, this machine's own to connect to. */
static int look_number_up(const char *host, int port, bool passive,
			  struct addrinfo **list)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
				   .sin6_port = htons((uint16_t)port) };

	if (!host && !passive) {
		v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		v6.sin6_addr = in6addr_loopback;
	}
	if (!host || inet_pton(AF_INET, host, &v4.sin_addr) == 1)
		add(list, &v4, sizeof(v4));
	if (!host ? has_ipv6() : inet_pton(AF_INET6, host, &v6.sin6_addr) == 1)
		add(list, &v6, sizeof(v6));
	return *list ? 0 : EAI_NONAME;
}

int getaddrinfo(const char *host, const char *service,
		const struct addrinfo *hints, struct addrinfo **list)
{
	*list = NULL;
	questions++;
	if (look_number_up(host, atoi(service), hints->ai_flags & AI_PASSIVE,
			   list) == 0) {
		answers++;
		return 0;
	}
	if (hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	if (strcmp(host, "several.example") != 0)
		return EAI_NONAME;
	for (int i = 0; i < n_places; i++)
		add(list, &places[i], sizeof(places[i]));
	answers++;
	return 0;
}

void freeaddrinfo(struct addrinfo *list)
{
	if (list)
		answers--;
	while (list) {
		struct addrinfo *next = list->ai_next;

		free(list);
		list = next;
	}
}

/* ---- words, descriptors, addresses ---- */

static const char *word(int rc)
{
	const struct {
		int rc;
		const char *word;
	} words[] = {
		{ 0, "ok" },
		{ -ECANCELED, "cancelled" },
		{ -ECONNREFUSED, "refused" },
		{ -EPIPE, "broken" },
		{ -ECONNRESET, "broken" },
		{ -ETIMEDOUT, "nothing" },
		{ -EINVAL, "invalid" },
		{ -ENOMEM, "no-memory" },
		{ -EMFILE, "no-descriptor" },
		{ -EADDRINUSE, "in-use" },
		{ -EAFNOSUPPORT, "no-family" },
		{ -EADDRNOTAVAIL, "not-ours" },
		{ async_gai_error(EAI_NONAME), "no-name" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].rc == rc)
			return words[i].word;
	return "something-else";
}

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < FD_SETSIZE; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int left_open;

/* Run main; then the trace says how it ended, and left_open what it forgot. */
static void run(coro_fn *main)
{
	int before = descriptors(), rc;

	n_places = questions = 0;
	rc = async_run(main, NULL, NULL);
	if (rc < 0)
		trace("run:%s", word(rc));
	left_open = descriptors() - before;
}

static void expect_nothing_left(void)
{
	expect_int(left_open, 0);
	expect_int(answers, 0);
}

static struct sockaddr_in local(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons((uint16_t)port),
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static int port_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t size = sizeof(at);

	getsockname(fd, (struct sockaddr *)&at, &size);
	if (at.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&at)->sin6_port);
	return ntohs(((struct sockaddr_in *)&at)->sin_port);
}

/* Somebody listens at *port. */
static int listen_here(int *port)
{
	struct sockaddr_in at = local(0);
	int fd = sock_listen((struct sockaddr *)&at, sizeof(at), 100);

	*port = port_of(fd);
	return fd;
}

/* Nobody listens at *port, nor will anybody until this is closed. */
static int refuse_here(int *port)
{
	struct sockaddr_in at = local(0);
	int fd = sock_create(AF_INET);

	bind(fd, (struct sockaddr *)&at, sizeof(at));
	*port = port_of(fd);
	return fd;
}

/* Is somebody there who wants to be accepted? Takes it if so. */
static bool has_come(int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* ---- bare sockets ---- */

/* Connected before this returns: the kernel answers for a server. */
static int knock(int port)
{
	struct sockaddr_in at = local(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0) {
		close(fd);
		return -1;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* Virtual time may have passed only because the kernel was slow. */
static void moment(void)
{
	const struct timespec pause = { 0, 50000000 };

	nanosleep(&pause, NULL);
}

/* Some bytes; -ETIMEDOUT, and no hanging test, when nothing ever comes. */
static ssize_t receive(int fd, void *buf, size_t n)
{
	ssize_t got = -ETIMEDOUT;

	for (int i = 0; got == -ETIMEDOUT && i < 4; i++) {
		struct timeout to;

		if (i > 0)
			moment();
		timeout_begin(&to, LONG);
		got = timeout_end(&to, (int)sock_recv(fd, buf, n));
	}
	return got;
}

/* Wait for an event in the same way. */
static void meet(struct event *e)
{
	int rc = -ETIMEDOUT;

	for (int i = 0; rc == -ETIMEDOUT && i < 4; i++) {
		struct timeout to;

		if (i > 0)
			moment();
		timeout_begin(&to, LONG);
		rc = timeout_end(&to, event_wait(e));
	}
	if (rc < 0)
		trace("met:%s", word(rc));
}

static void say(int fd, const char *text)
{
	sock_sendall(fd, text, strlen(text));
}

/* A line without its end; "end", "broken", "nothing": no line came. */
static const char *hear(int fd)
{
	static char line[80];
	size_t n = 0;
	ssize_t got = 0;

	while (n < sizeof(line) - 1) {
		got = receive(fd, line + n, 1);
		if (got <= 0 || line[n] == '\n')
			break;
		n++;
	}
	line[n] = '\0';
	if (got > 0 || n > 0)
		return line;
	return got < 0 ? word((int)got) : "end";
}

/* How many bytes come before the end. */
static long hear_all(int fd)
{
	char chunk[16384];
	long all = 0;
	ssize_t n;

	while ((n = receive(fd, chunk, sizeof(chunk))) > 0)
		all += n;
	return all;
}

/* A connection that breaks: whoever reads from it gets an error. */
static void reset(int fd)
{
	struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* Whatever is opened next is descriptor 0. Returns what gives it back. */
static int free_0(void)
{
	int input = dup(0);

	close(0);
	return input;
}

static void give_0_back(int input)
{
	dup2(input, 0);
	close(input);
}

static int count(const char *text, const char *words)
{
	int n = 0;

	while ((text = strstr(text, words))) {
		text += strlen(words);
		n++;
	}
	return n;
}

static void yield_often(int n)
{
	while (n-- > 0)
		coro_yield(NULL);
}

/* ---- step 1: stream_close ---- */

/* A pair, and the socket at the other end. */
static int make_pair(struct reader **r, struct writer **w)
{
	int ends[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	*w = writer_create(ends[0]);
	*r = reader_create(ends[0], READER_LIMIT);
	return ends[1];
}

static int close_with_few_waiting(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	int other = make_pair(&r, &w);

	kernel_fails("send", EAGAIN, 1);
	writer_printf(w, "last words\n");
	trace("closed:%s", word(stream_close(r, w)));
	trace("%s", hear(other));
	trace("%s", hear(other));
	close(other);
	return 0;
}

START_TEST(close_sends_a_few_bytes_too)
{
	look_at("bytes that wait, and are fewer than drain would wait for",
		"还有字节在等，只是少得 drain 都不会等");
	run(close_with_few_waiting);
	expect_trace("closed:ok last words end");
	expect_nothing_left();
}
END_TEST

static int hear_a_megabyte(void *fd, void **result)
{
	trace("heard:%s", hear_all(*(int *)fd) == MEGABYTE ? "all" : "less");
	return 0;
}

static int close_with_bytes_waiting(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	int other = make_pair(&r, &w), rc;
	struct task *listener = task_create(hear_a_megabyte, &other);

	writer_write(w, bytes, MEGABYTE);
	rc = stream_close(r, w);
	task_await(listener, NULL);
	trace("closed:%s", word(rc));
	close(other);
	return 0;
}

START_TEST(close_waits_until_all_is_sent)
{
	look_at("when the writer may be destroyed: not while bytes wait",
		"writer 什么时候才能销毁：还有字节在等的时候不能");
	run(close_with_bytes_waiting);
	expect_trace("heard:all closed:ok");
	expect_nothing_left();
}
END_TEST

static int abort_one_close_one(void *arg, void **result)
{
	struct reader *r[2];
	struct writer *w[2];
	int other[2] = { make_pair(&r[0], &w[0]), make_pair(&r[1], &w[1]) };
	struct task *listener = task_create(hear_a_megabyte, &other[1]);

	writer_write(w[0], bytes, MEGABYTE);
	writer_write(w[1], bytes, MEGABYTE);
	stream_abort(r[0], w[0]);
	stream_close(r[1], w[1]);
	task_await(listener, NULL);
	hear_a_megabyte(&other[0], NULL);
	close(other[0]);
	close(other[1]);
	return 0;
}

START_TEST(abort_drops_what_waits_and_close_does_not)
{
	look_at("close sends what waits; abort is for those in a hurry",
		"close 要把等着的字节发完；赶时间的才用 abort");
	run(abort_one_close_one);
	expect_trace("heard:all heard:less");
	expect_nothing_left();
}
END_TEST

static int close_what_is_broken(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	int other = make_pair(&r, &w);

	writer_write(w, bytes, MEGABYTE);
	close(other);
	trace("closed:%s", word(stream_close(r, w)));
	return 0;
}

START_TEST(a_broken_connection_is_told_and_freed)
{
	look_at("whether the pair is freed when the wait failed",
		"等的时候出了错，这一对是不是照样释放");
	run(close_what_is_broken);
	expect_trace("closed:broken");
	expect_nothing_left();
}
END_TEST

struct pair {
	struct reader *r;
	struct writer *w;
};

static int closes(void *arg, void **result)
{
	struct pair *p = arg;

	return stream_close(p->r, p->w);
}

static int cancel_a_close(void *arg, void **result)
{
	struct pair p;
	int other = make_pair(&p.r, &p.w);
	struct task *t;

	writer_write(p.w, bytes, MEGABYTE);
	t = task_create(closes, &p);
	yield_often(3);
	task_cancel(t);
	trace("closed:%s", word(task_await(t, NULL)));
	close(other);
	return 0;
}

START_TEST(a_cancelled_close_frees_all_the_same)
{
	look_at("what is left when we are cancelled while we wait for the end",
		"等它关好的时候被取消，还剩下什么没释放");
	run(cancel_a_close);
	expect_trace("closed:cancelled");
	expect_nothing_left();
}
END_TEST

static int close_with_bytes_unread(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	int other = make_pair(&r, &w);
	char byte;

	say(other, "two lines\nand nobody reads the second\n");
	reader_readexactly(r, &byte, 1);
	trace("closed:%s", word(stream_close(r, w)));
	close(other);
	return 0;
}

START_TEST(close_does_not_wait_for_a_reader) /* R27 */
{
	look_at("what close waits for: what we send, not what they sent",
		"close 等的是什么：我们发的，不是对方发来的");
	run(close_with_bytes_unread);
	expect_trace("closed:ok");
	expect_nothing_left();
}
END_TEST

static int reads(void *arg, void **result)
{
	struct pair *p = arg;
	char line[80];

	return (int)reader_readline(p->r, line, sizeof(line));
}

static int close_under_a_reader(void *arg, void **result)
{
	struct pair p;

	make_pair(&p.r, &p.w);
	task_create(reads, &p);
	yield_often(2);
	return stream_close(p.r, p.w);
}

static void run_close_under_a_reader(void *arg)
{
	async_run(close_under_a_reader, NULL, NULL);
}

START_TEST(closing_what_another_task_reads_panics)
{
	look_at("what is destroyed: both, and each looks whether somebody "
		"waits for it",
		"销毁的是两个，销毁时各自会看有没有人在等它");
	expect_panic(run_close_under_a_reader, NULL, "still waits");
}
END_TEST

/* ---- step 2: async_open_connection ---- */

static int say_both_ways(int listener, const char *host, int port)
{
	struct reader *r;
	struct writer *w;
	char line[80] = "";
	int rc = async_open_connection(host, port, &r, &w), fd;

	trace("opened:%s", word(rc));
	if (rc < 0)
		return rc;
	fd = sock_accept(listener);
	writer_write(w, "ping\n", 5);
	trace("there:%s", hear(fd));
	say(fd, "pong\n");
	reader_readline(r, line, sizeof(line));
	line[strcspn(line, "\n")] = '\0';
	trace("here:%s", line);
	trace("closed:%s", word(stream_close(r, w)));
	trace("there:%s", hear(fd));
	close(fd);
	return 0;
}

static int talk(void *arg, void **result)
{
	int port, listener = listen_here(&port);

	say_both_ways(listener, HERE, port);
	close(listener);
	return 0;
}

START_TEST(it_connects_and_both_sides_talk)
{
	look_at("the pair: reader and writer stand on the same socket",
		"这一对：reader 和 writer 用的是同一个套接字");
	run(talk);
	expect_trace("opened:ok there:ping here:pong closed:ok there:end");
	expect_nothing_left();
}
END_TEST

static int talk_over_ipv6(void *arg, void **result)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int listener = sock_listen((struct sockaddr *)&at, sizeof(at), 1);

	if (listener < 0)
		return talk(arg, result); /* this machine has no IPv6 */
	say_both_ways(listener, "::1", port_of(listener));
	close(listener);
	return 0;
}

START_TEST(it_connects_over_IPv6)
{
	look_at("which family the socket is made for: that of the address",
		"套接字按哪个协议族创建：照地址里写的");
	run(talk_over_ipv6);
	expect_trace("opened:ok there:ping here:pong closed:ok there:end");
	expect_nothing_left();
}
END_TEST

static int talk_by_name(void *arg, void **result)
{
	int port, listener = listen_here(&port);

	place(port);
	say_both_ways(listener, "several.example", 80);
	close(listener);
	return 0;
}

START_TEST(a_name_is_looked_up_and_the_answer_freed)
{
	look_at("who frees the addresses: whoever asked for them",
		"地址由谁释放：谁查的谁释放");
	run(talk_by_name);
	expect_trace("opened:ok there:ping here:pong closed:ok there:end");
	expect_nothing_left();
}
END_TEST

/* Open it; say how that went, and close it again. */
static void open_and_close(const char *host, int port)
{
	struct reader *r;
	struct writer *w;
	int rc = async_open_connection(host, port, &r, &w);

	trace("%s", word(rc));
	if (rc == 0)
		stream_abort(r, w);
}

static int refused_first(void *arg, void **result)
{
	int none, one, other;
	int nobody = refuse_here(&none), a = listen_here(&one),
	    b = listen_here(&other);

	place(none);
	place(one);
	place(other);
	open_and_close("several.example", 80);
	trace("first:%d second:%d", has_come(a), has_come(b));
	close(nobody);
	close(a);
	close(b);
	return 0;
}

START_TEST(addresses_are_tried_in_turn_until_one_takes_us)
{
	look_at("what is tried after an address that refused, and what after "
		"one that did not",
		"一个地址拒绝之后试哪个；一个地址接受之后还试不试");
	run(refused_first);
	expect_trace("ok first:1 second:0");
	expect_nothing_left();
}
END_TEST

static int connect_with_0(void *arg, void **result)
{
	int one, other, a = listen_here(&one), b = listen_here(&other);
	int input = free_0();

	place(one);
	place(other);
	open_and_close("several.example", 65535);
	give_0_back(input);
	trace("first:%d second:%d", has_come(a), has_come(b));
	close(a);
	close(b);
	return 0;
}

START_TEST(the_socket_may_be_0_and_the_port_65535)
{
	look_at("descriptor 0 is a socket like any other, and 65535 a port",
		"描述符 0 也是套接字，65535 也是端口");
	run(connect_with_0);
	expect_trace("ok first:1 second:0");
	expect_nothing_left();
}
END_TEST

/* An address of which no system knows what it is. */
static void strange_place(void)
{
	place(1);
	places[n_places - 1].sin_family = 251;
}

static int strange_first(void *arg, void **result)
{
	int port, listener = listen_here(&port);

	strange_place();
	place(port);
	open_and_close("several.example", 80);
	close(listener);
	return 0;
}

START_TEST(an_address_without_a_socket_is_passed_over)
{
	look_at("an address for which no socket can be made is one that "
		"failed, and there are others",
		"有的地址连套接字都造不出来：这也只是一个不行的地址，后面还有");
	run(strange_first);
	expect_trace("ok");
	expect_nothing_left();
}
END_TEST

static int strange_and_refused(void *arg, void **result)
{
	int port, nobody = refuse_here(&port);

	strange_place();
	place(port);
	open_and_close("several.example", 80);
	n_places = 0;
	place(port);
	strange_place();
	open_and_close("several.example", 80);
	close(nobody);
	return 0;
}

START_TEST(of_several_errors_the_last_is_told)
{
	look_at("which error is returned when no address takes us",
		"没有一个地址接受我们，返回的是哪一个的错误");
	run(strange_and_refused);
	expect_trace("refused no-family");
	expect_nothing_left();
}
END_TEST

static int refused(void *arg, void **result)
{
	int port, nobody = refuse_here(&port);

	place(port);
	place(port);
	open_and_close(HERE, port);
	open_and_close("several.example", 80);
	close(nobody);
	return 0;
}

START_TEST(refused_leaves_nothing_open) /* R30 */
{
	look_at("the socket that did not connect: close it before the next",
		"没连上的套接字：试下一个之前先关掉");
	run(refused);
	expect_trace("refused refused");
	expect_nothing_left();
}
END_TEST

static int no_such_name(void *arg, void **result)
{
	open_and_close("none.test", 80);
	return 0;
}

START_TEST(a_name_without_address_is_an_error) /* R32 */
{
	look_at("what is returned when the lookup fails",
		"名字查不到，返回什么");
	run(no_such_name);
	expect_trace("no-name");
	expect_nothing_left();
}
END_TEST

static int bad_ports(void *arg, void **result)
{
	open_and_close(HERE, 0);
	open_and_close(HERE, -1);
	open_and_close(HERE, 65536);
	open_and_close("none.example", 0);
	return 0;
}

START_TEST(what_is_no_port_is_told_before_anything_is_asked)
{
	look_at("port 0, -1 and 65536: no lookup is needed to refuse them",
		"端口 0、-1、65536：不用查名字就该拒绝");
	run(bad_ports);
	expect_trace("invalid invalid invalid invalid");
	expect_int(questions, 0);
	expect_nothing_left();
}
END_TEST

static int opens(void *host, void **result)
{
	open_and_close(host, 80);
	return 0;
}

static int cancel_a_lookup(void *arg, void **result)
{
	struct task *t = task_create(opens, "one.test");

	names_hold();
	coro_yield(NULL);
	names_wait_for(1);
	task_cancel(t);
	task_await(t, NULL);
	names_go_on();
	threads_end();
	return 0;
}

START_TEST(it_can_be_cancelled_while_the_name_is_looked_up)
{
	look_at("what is done with the lookup's -ECANCELED",
		"查名字返回 -ECANCELED，接着怎么办");
	run(cancel_a_lookup);
	expect_trace("cancelled");
	expect_nothing_left();
}
END_TEST

static bool is_connecting(const struct task *t)
{
	return t->waiting && strcmp(t->waiting->what, "connect") == 0;
}

static int cancel_a_connect(void *arg, void **result)
{
	int one, other, a = listen_here(&one), b = listen_here(&other);
	struct task *t;

	place(one);
	place(other);
	t = task_create(opens, "several.example");
	while (!task_done(t) && !is_connecting(t))
		coro_yield(NULL);
	task_cancel(t);
	task_await(t, NULL);
	yield_often(3);
	has_come(a);
	trace("second:%d", has_come(b));
	close(a);
	close(b);
	return 0;
}

START_TEST(cancelled_while_connecting_it_tries_no_other_address)
{
	look_at("an address that failed, or an order to stop: -ECANCELED is "
		"which of them",
		"是这个地址不行，还是叫我们停：-ECANCELED 算哪一种");
	run(cancel_a_connect);
	expect_trace("cancelled second:0");
	expect_nothing_left();
}
END_TEST

static int open_without_memory(void *arg, void **result)
{
	int port, listener = listen_here(&port), failed = 0, rc;
	struct reader *const old_r = reader_create(-1, 1), *r = old_r;
	struct writer *const old_w = writer_create(dup(listener)), *w = old_w;

	do {
		int before = descriptors();

		allocation_fails(failed + 1);
		rc = async_open_connection(HERE, port, &r, &w);
		allocation_fails(0);
		if (rc == 0) {
			stream_abort(r, w);
			break;
		}
		if (rc != -ENOMEM || descriptors() != before)
			trace("%d:%s", failed, word(rc));
		if (r != old_r || w != old_w)
			trace("%d:set", failed);
	} while (++failed < 50);
	trace("%s:%s", failed < 2 ? "none-failed" : "some-failed", word(rc));
	stream_abort(old_r, old_w);
	close(listener);
	return 0;
}

START_TEST(without_memory_it_says_so_and_leaves_nothing)
{
	look_at("what is open when there is no memory for the pair; *reader "
		"and *writer are left alone then",
		"配这一对时内存不够，还有什么开着；*reader 和 *writer "
		"这时不能动");
	run(open_without_memory);
	expect_trace("some-failed:ok");
	expect_nothing_left();
}
END_TEST

/* Take every descriptor away that is not used. */
static struct rlimit no_more_descriptors(void)
{
	struct rlimit before, now;
	int next = dup(0);

	close(next);
	getrlimit(RLIMIT_NOFILE, &before);
	now = before;
	now.rlim_cur = (rlim_t)next;
	setrlimit(RLIMIT_NOFILE, &now);
	return before;
}

static int open_without_descriptors(void *arg, void **result)
{
	int port, listener = listen_here(&port);
	struct rlimit before = no_more_descriptors();

	open_and_close(HERE, port);
	setrlimit(RLIMIT_NOFILE, &before);
	open_and_close(HERE, port);
	close(listener);
	return 0;
}

START_TEST(without_descriptors_it_says_so)
{
	look_at("what is returned when no socket can be made",
		"套接字造不出来，返回什么");
	run(open_without_descriptors);
	expect_trace("no-descriptor ok");
	expect_nothing_left();
}
END_TEST

/* ---- step 3: serve ---- */

static struct server *server;

static int start(client_fn *fn, void *arg)
{
	int rc = async_start_server(fn, arg, HERE, 0, &server);

	if (rc < 0)
		trace("start:%s", word(rc));
	return rc < 0 ? -1 : server_port(server);
}

/* Where those who came wait until all have. */
struct hall {
	int expected, come;
	struct event all;
};

static void hall_init(struct hall *h, int expected)
{
	*h = (struct hall){ .expected = expected };
	event_init(&h->all);
}

/* Ask for a name, wait until everybody is here, greet. */
static int greet(void *arg, struct reader *r, struct writer *w)
{
	struct hall *h = arg;
	char name[80];
	ssize_t n = reader_readline(r, name, sizeof(name));

	if (n <= 0)
		return (int)n;
	if (++h->come == h->expected)
		event_set(&h->all);
	event_wait(&h->all);
	return writer_printf(w, "hello %s", name);
}

static int two_at_once(void *arg, void **result)
{
	struct hall h;
	int a, b;

	hall_init(&h, 2);
	a = knock(start(greet, &h));
	b = knock(server_port(server));
	say(a, "Bob\n");
	say(b, "Alice\n");
	trace("%s", hear(b));
	trace("%s", hear(a));
	close(a);
	close(b);
	return server_close(server);
}

START_TEST(each_client_has_a_handler_of_its_own) /* R34 */
{
	look_at("who waits for a handler: not whoever accepts the next client",
		"谁等 handler 做完：反正不是接下一位客户的那个任务");
	run(two_at_once);
	expect_trace("hello Alice hello Bob");
	expect_nothing_left();
}
END_TEST

static int say_bye(void *arg, struct reader *r, struct writer *w)
{
	return writer_printf(w, "bye\n");
}

static int listen_to_a_bye(void *arg, void **result)
{
	int fd = knock(start(say_bye, NULL));

	trace("%s", hear(fd));
	trace("%s", hear(fd));
	close(fd);
	return server_close(server);
}

START_TEST(the_connection_ends_with_its_handler)
{
	look_at("what happens to the pair when the handler has returned",
		"handler 返回之后，那一对怎么处理");
	run(listen_to_a_bye);
	expect_trace("bye end");
	expect_nothing_left();
}
END_TEST

static int say_too_much(void *arg, struct reader *r, struct writer *w)
{
	writer_write(w, bytes, sizeof(bytes));
	return *(int *)arg;
}

static int listen_to_the_end(void *arg, void **result)
{
	int rc = 0, fd = knock(start(say_too_much, &rc));

	yield_often(10);
	trace("%s", hear_all(fd) == TOO_MUCH ? "all" : "less");
	close(fd);
	return server_close(server);
}

static int hear_out_and_say_too_much(void *arg, struct reader *r,
				     struct writer *w)
{
	char byte;

	while (reader_read(r, &byte, 1) > 0)
		;
	writer_write(w, bytes, sizeof(bytes));
	return 0;
}

static int ask_and_listen(void *arg, void **result)
{
	int fd = knock(start(hear_out_and_say_too_much, NULL));

	say(fd, "question");
	shutdown(fd, SHUT_WR);
	yield_often(10);
	trace("%s", hear_all(fd) == TOO_MUCH ? "all" : "less");
	close(fd);
	return server_close(server);
}

START_TEST(who_has_said_all_may_still_be_answered)
{
	look_at("a client that sends no more, and still reads: half a close is "
		"no end",
		"客户不再发了，但还在读：半关闭不是走了");
	run(ask_and_listen);
	expect_trace("all");
	expect_nothing_left();
}
END_TEST

/* The same, of a handler that fails; which is told on stderr. */
static int listen_to_a_failure(void *arg, void **result)
{
	int rc = -EIO, fd = knock(start(say_too_much, &rc));

	yield_often(10);
	fprintf(stderr, "%s\n", hear_all(fd) == TOO_MUCH ? "all" : "less");
	close(fd);
	return server_close(server);
}

static void run_listen_to_a_failure(void *arg)
{
	run(listen_to_a_failure);
}

START_TEST(what_a_failing_handler_wrote_is_sent)
{
	look_at("the end of a stream whose handler failed, and was not "
		"cancelled: close or abort",
		"handler 出错返回，但不是被取消：这个流用 close 还是 abort");
	expect_stderr(run_listen_to_a_failure, NULL, "all\n");
}
END_TEST

START_TEST(what_the_handler_wrote_last_is_sent)
{
	look_at("the end of a stream whose handler did not drain: close or "
		"abort",
		"handler 没有 drain 就返回了，这个流用 close 还是 abort");
	run(listen_to_the_end);
	expect_trace("all");
	expect_nothing_left();
}
END_TEST

/* "fail" is something it cannot do; anything else it says again. */
static int echo_or_fail(void *arg, struct reader *r, struct writer *w)
{
	char line[80];
	ssize_t n;

	while ((n = reader_readline(r, line, sizeof(line))) > 0) {
		if (strcmp(line, "fail\n") == 0)
			return -EIO;
		writer_write(w, line, (size_t)n);
		writer_drain(w);
	}
	return (int)n;
}

static int one_fails(void *arg, void **result)
{
	int bad = knock(start(echo_or_fail, NULL));
	int good = knock(server_port(server)), late;

	say(bad, "fail\n");
	fprintf(stderr, "bad %s\n", hear(bad));
	say(good, "still here\n");
	fprintf(stderr, "good %s\n", hear(good));
	late = knock(server_port(server));
	say(late, "also here\n");
	fprintf(stderr, "late %s\n", hear(late));
	close(bad);
	close(good);
	close(late);
	yield_often(10);
	return server_close(server);
}

static void run_one_fails(void *arg)
{
	run(one_fails);
}

START_TEST(a_failing_handler_is_told)
{
	look_at("what the client's task returns: what the handler did",
		"客户任务的返回值：handler 返回什么就是什么");
	expect_stderr(run_one_fails, NULL, strerror(EIO));
}
END_TEST

START_TEST(a_failing_handler_costs_nobody_else)
{
	look_at("whom one client's failure reaches: nobody but that client",
		"一位客户失败，牵连到谁：只有他自己");
	expect_stderr(run_one_fails, NULL, "bad end\n");
	expect_stderr(run_one_fails, NULL, "good still here\n");
	expect_stderr(run_one_fails, NULL, "late also here\n");
}
END_TEST

/* Its client is gone, and it writes all the same. That is no failure of it. */
static int say_it_to_nobody(void *arg, struct reader *r, struct writer *w)
{
	char byte;

	while (reader_read(r, &byte, 1) > 0)
		;
	writer_write(w, bytes, sizeof(bytes));
	event_set(arg);
	return 0;
}

static int go_away(void *arg, void **result)
{
	struct event said;
	int fd;

	event_init(&said);
	fd = knock(start(say_it_to_nobody, &said));
	say(fd, "good");
	reset(fd);
	meet(&said);
	yield_often(10);
	fprintf(stderr, "served");
	return server_close(server);
}

static void run_go_away(void *arg)
{
	run(go_away);
}

START_TEST(an_error_of_the_close_is_no_failure_of_the_handler)
{
	struct captured end;

	look_at("what the client's task returns when only the close failed",
		"只有关的时候出了错，客户任务返回什么");
	end = captured(run_go_away, NULL);
	expect_int(end.status, 0);
	expect_true(strstr(end.text, "served"));
	expect_false(strstr(end.text, "failed"));
}
END_TEST

static int read_on(void *arg, struct reader *r, struct writer *w)
{
	char line[80];
	int rc;

	event_set(arg);
	rc = (int)reader_readline(r, line, sizeof(line));
	trace("handler:%s", word(rc));
	return rc;
}

static struct event there;

static int leave_a_client_there(void *arg, void **result)
{
	event_init(&there);
	*(int *)arg = knock(start(read_on, &there));
	meet(&there);
	return server_close(server);
}

START_TEST(handlers_are_cancelled_at_the_end_of_the_run) /* R34 */
{
	int before = descriptors(), fd = -1;

	look_at("what a handler's -ECANCELED becomes; who ends the task: "
		"async_run does",
		"handler 返回的 -ECANCELED 怎么办；任务由谁来结束：async_run");
	expect_int(async_run(leave_a_client_there, &fd, NULL), 0);
	close(fd);
	expect_trace("handler:cancelled");
	expect_int(descriptors() - before, 0);
}
END_TEST

static int say_and_wait(void *arg, struct reader *r, struct writer *w)
{
	int rc;

	writer_write(w, bytes, sizeof(bytes));
	event_set(arg);
	rc = writer_drain(w);
	trace("handler:%s", word(rc));
	return rc;
}

static int leave_who_reads_nothing(void *arg, void **result)
{
	event_init(&there);
	*(int *)arg = knock(start(say_and_wait, &there));
	meet(&there);
	return server_close(server);
}

START_TEST(a_client_that_reads_nothing_does_not_hang_the_end)
{
	int before = descriptors(), fd = -1;

	look_at("a handler that was cancelled: is its stream closed, which may "
		"take for ever, or aborted",
		"handler 被取消了：它的流是 close（可能永远关不完）还是 abort");
	expect_int(async_run(leave_who_reads_nothing, &fd, NULL), 0);
	close(fd);
	expect_trace("handler:cancelled");
	expect_int(descriptors() - before, 0);
}
END_TEST

/* ---- step 4: admit, accept_clients ---- */

static int many_wait(void *arg, void **result)
{
	int fds[50], heard = 0, port;
	struct hall h;

	hall_init(&h, 50);
	port = start(greet, &h);
	for (int i = 0; i < 50; i++)
		fds[i] = knock(port);
	for (int i = 0; i < 50; i++) {
		char name[20];

		snprintf(name, sizeof(name), "%d\n", i);
		say(fds[i], name);
	}
	for (int i = 0; i < 50; i++) {
		char want[20];

		snprintf(want, sizeof(want), "hello %d", i);
		heard += strcmp(hear(fds[i]), want) == 0;
		close(fds[i]);
	}
	trace("%d", heard);
	return server_close(server);
}

START_TEST(all_who_wait_are_let_in) /* R36 */
{
	look_at("what the acceptor does when one client is in: take the next",
		"请进一位之后，迎客的任务接着做什么：接下一位");
	run(many_wait);
	expect_trace("50");
	expect_nothing_left();
}
END_TEST

static int tasks(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n++;
	return n;
}

static int serve_some(void *arg, void **result)
{
	int port = start(say_bye, NULL), before = tasks();

	for (int i = 0; i < 20; i++) {
		int fd = knock(port);

		hear_all(fd);
		close(fd);
	}
	yield_often(10);
	trace("%s", tasks() - before < 2 ? "few" : "many"); /* the last one? */
	return server_close(server);
}

START_TEST(clients_that_left_leave_no_task_behind)
{
	look_at("who looks at a client's task when it is done: nobody, so say "
		"so",
		"客户的任务做完之后谁会看它：没有人，那就说一声");
	run(serve_some);
	expect_trace("few");
	expect_nothing_left();
}
END_TEST

static int never_called(void *arg, struct reader *r, struct writer *w)
{
	return 0;
}

static int keep_the_server(void *arg, void **result)
{
	async_sleep(INFINITY);
	return server_close(server);
}

struct early {
	int turns, fd, input; /* -1: it keeps its input */
};

/* What async_run cancels: whoever keeps the server, and a client's task. */
static int leave_early(void *arg, void **result)
{
	int port = start(never_called, NULL);
	struct early *e = arg;

	task_create(keep_the_server, NULL);
	coro_yield(NULL);
	e->fd = knock(port);
	if (e->input >= 0)
		e->input = free_0(); /* for the client's socket */
	yield_often(e->turns);
	return 0;
}

START_TEST(a_client_whose_task_never_began_leaves_nothing)
{
	look_at("a client's task that was cancelled before it began: who has "
		"the socket now",
		"客户的任务还没开始就被取消了：套接字现在归谁");
	for (int n = 0; n < 16; n++) {
		struct early e = { .turns = n / 2, .input = n % 2 - 1 };
		int before = descriptors();

		expect_int(async_run(leave_early, &e, NULL), 0);
		close(e.fd);
		if (e.input >= 0) {
			expect_int(fcntl(0, F_GETFD), -1);
			give_0_back(e.input);
		}
		expect_int(descriptors() - before, 0);
	}
}
END_TEST

static int close_the_server(void *arg, void **result)
{
	return server_close(server);
}

static int come_too_many(void *arg, void **result)
{
	int fd = knock(start(say_bye, NULL));
	struct rlimit before = no_more_descriptors();

	async_sleep(0.5);
	setrlimit(RLIMIT_NOFILE, &before);
	close(fd);
	return server_close(server);
}

static void run_come_too_many(void *arg)
{
	run(come_too_many);
}

START_TEST(out_of_descriptors_it_says_so)
{
	const char *said;

	look_at("an accept that failed is told on stderr, in a line: why, as "
		"async_strerror says it",
		"accept 失败，要在 stderr 上说一行：为什么，用 async_strerror "
		"的话");
	said = captured(run_come_too_many, NULL).text;
	expect_true(strstr(said, strerror(EMFILE)));
	expect_true(strchr(said, '\n'));
}
END_TEST

static int come_at_a_bad_time(void *arg, void **result)
{
	const int errors[] = { EMFILE, ENFILE, ENOBUFS, ENOMEM, ENETDOWN };

	for (int i = 0; i < 5; i++) {
		double before = virtual_now();
		int fd;

		kernel_fails("accept", errors[i], 2);
		fd = knock(start(say_bye, NULL));
		fprintf(stderr, "%s after ", hear(fd));
		fprintf(stderr, "%.0f\n", virtual_now() - before);
		close(fd);
		server_close(server);
	}
	return 0;
}

static void run_come_at_a_bad_time(void *arg)
{
	run(come_at_a_bad_time);
}

START_TEST(an_accept_that_failed_is_tried_again_a_second_later)
{
	look_at("an accept that failed: the next one may go well. But until "
		"then, let a second pass",
		"accept 失败：下一次也许就成了。不过在那之前，要让一秒过去");
	expect_int(count(captured(run_come_at_a_bad_time, NULL).text,
			 "bye after 2\n"),
		   5);
}
END_TEST

/* Some allocation fails while a client comes; how does the next one fare? */
static int come_without_memory(void *arg, void **result)
{
	int port = start(say_bye, NULL);

	for (int n = 0; n <= 8; n++) {
		int fd = knock(port), next;

		allocation_fails(n);
		if (strcmp(hear(fd), "bye") != 0)
			fprintf(stderr, "sent away\n");
		allocation_fails(0);
		next = knock(port);
		fprintf(stderr, "next %s\n", hear(next));
		close(fd);
		close(next);
	}
	fprintf(stderr, "end\n");
	return server_close(server);
}

static void run_without_memory(void *arg)
{
	run(come_without_memory);
	exit(left_open);
}

START_TEST(out_of_memory_for_one_the_next_is_served)
{
	struct captured end;

	look_at("a client for whom there is no memory is sent away: its "
		"socket is closed, and the acceptor goes on",
		"给这位客户的内存不够：请走（套接字关掉），迎客的任务接着迎");
	end = captured(run_without_memory, NULL);
	expect_int(end.status, 0);
	expect_true(count(end.text, "sent away\n") >= 2);
	expect_int(count(end.text, "next bye\n"), 9);
}
END_TEST

/* ---- step 5: async_start_server, server_close ---- */

static int echo(void *arg, struct reader *r, struct writer *w)
{
	char chunk[4096];
	ssize_t n;

	while ((n = reader_read(r, chunk, sizeof(chunk))) > 0) {
		writer_write(w, chunk, (size_t)n);
		writer_drain(w);
	}
	return (int)n;
}

static int two_servers(void *arg, void **result)
{
	int one = start(echo, NULL), other, fd;
	struct server *first = server;

	other = start(say_bye, NULL);
	trace("%s", one > 0 && one < 65536 && one == server_port(first)
			    ? "port"
			    : "no-port");
	trace("%s", one != other ? "differs" : "same");
	fd = knock(one);
	say(fd, "first\n");
	trace("%s", hear(fd));
	close(fd);
	fd = knock(other);
	trace("%s", hear(fd));
	close(fd);
	server_close(first);
	return server_close(server);
}

START_TEST(port_0_is_one_that_the_system_chooses)
{
	look_at("where it listens, and what server_port says",
		"监听在哪里，server_port 说的又是哪里");
	run(two_servers);
	expect_trace("port differs first bye");
	expect_nothing_left();
}
END_TEST

static int listen_twice(void *arg, void **result)
{
	struct sockaddr_in at = local(0);
	int fds[2];

	place(0);
	place(0);
	places[1].sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
	if (async_start_server(say_bye, NULL, "several.example", 0, &server) <
	    0) {
		trace("bye bye"); /* this machine has one loopback address */
		return 0;
	}
	at = places[1];
	at.sin_port = htons((uint16_t)server_port(server));
	fds[0] = knock(server_port(server));
	fds[1] = sock_create(AF_INET);
	sock_connect(fds[1], (struct sockaddr *)&at, sizeof(at));
	for (int i = 0; i < 2; i++) {
		trace("%s", hear(fds[i]));
		close(fds[i]);
	}
	return server_close(server);
}

static int listen_with_0(void *arg, void **result)
{
	int input = free_0(), fd = knock(start(say_bye, NULL));

	trace("%s", hear(fd));
	close(fd);
	server_close(server);
	give_0_back(input);
	fd = knock(start(say_bye, NULL));
	input = free_0();
	trace("%s", hear(fd));
	give_0_back(input);
	close(fd);
	return server_close(server);
}

START_TEST(who_listens_and_who_comes_may_be_descriptor_0)
{
	look_at("descriptor 0 is a socket like any other",
		"描述符 0 也是套接字");
	run(listen_with_0);
	expect_trace("bye bye");
	expect_nothing_left();
}
END_TEST

/* 192.0.2.1 is kept for books: no machine has it. */
static void place_of_nobody(void)
{
	place(0);
	places[n_places - 1].sin_addr.s_addr = htonl(0xc0000201);
}

static void serve_at_several_places(void)
{
	int rc = async_start_server(say_bye, NULL, "several.example", 0,
				    &server);
	int fd = rc < 0 ? -1 : knock(server_port(server));

	trace("%s", rc < 0 ? word(rc) : hear(fd));
	if (rc < 0)
		return;
	close(fd);
	server_close(server);
}

static int lack_an_address(void *arg, void **result)
{
	strange_place();
	place(0);
	serve_at_several_places();
	n_places = 0;
	place(0);
	place_of_nobody();
	serve_at_several_places();
	n_places = 0;
	place_of_nobody();
	serve_at_several_places();
	return 0;
}

START_TEST(an_address_that_this_machine_lacks_is_passed_over)
{
	look_at("a machine without IPv6, say: it serves at its other addresses",
		"比如没有 IPv6 的机器：别的地址照样服务");
	run(lack_an_address);
	expect_trace("bye bye not-ours");
	expect_nothing_left();
}
END_TEST

START_TEST(clients_are_accepted_at_every_address)
{
	look_at("how many acceptors there are: one for each listener",
		"迎客的任务有几个：每个 listener 前一个");
	run(listen_twice);
	expect_trace("bye bye");
	expect_nothing_left();
}
END_TEST

/* Not the address that a server listens at which listens at one. */
static const char *hear_next_door(int port)
{
	struct sockaddr_in at = local(port), probe = local(0);
	int fd = sock_create(AF_INET);
	const char *said = "bye"; /* some machines have one loopback address */

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
	probe.sin_addr = at.sin_addr;
	if (bind(fd, (struct sockaddr *)&probe, sizeof(probe)) == 0) {
		sock_connect(fd, (struct sockaddr *)&at, sizeof(at));
		said = hear(fd);
	}
	close(fd);
	return said;
}

static int listen_everywhere(void *arg, void **result)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd;

	trace("%s", word(async_start_server(say_bye, NULL, NULL, 0, &server)));
	fd = knock(server_port(server));
	trace("%s", hear(fd));
	close(fd);
	trace("%s", hear_next_door(server_port(server)));
	if (has_ipv6()) {
		at.sin6_port = htons((uint16_t)server_port(server));
		fd = sock_create(AF_INET6);
		sock_connect(fd, (struct sockaddr *)&at, sizeof(at));
		trace("%s", hear(fd));
		close(fd);
	} else {
		trace("bye");
	}
	return server_close(server);
}

START_TEST(without_a_host_it_listens_everywhere)
{
	look_at("host NULL: IPv4 and IPv6, at the same port",
		"host 是 NULL：IPv4 和 IPv6 都监听，端口相同");
	run(listen_everywhere);
	expect_trace("ok bye bye bye");
	expect_nothing_left();
}
END_TEST

static int take_the_port_of_another(void *arg, void **result)
{
	int port = start(echo, NULL), fd;
	struct server *second = server;

	trace("%s", word(async_start_server(echo, NULL, HERE, port, &second)));
	trace("%s", second == server ? "alone" : "set");
	fd = knock(port);
	say(fd, "mine\n");
	trace("%s", hear(fd));
	close(fd);
	return server_close(server);
}

START_TEST(a_port_in_use_is_an_error) /* R37 */
{
	look_at("what is left of a server that could not listen; and *server "
		"is left alone then",
		"监听不成的服务器，还剩下什么没收走；*server 这时不能动");
	run(take_the_port_of_another);
	expect_trace("in-use alone mine");
	expect_nothing_left();
}
END_TEST

static int listen_twice_at_one_address(void *arg, void **result)
{
	place(0);
	place(0);
	trace("%s", word(async_start_server(echo, NULL, "several.example", 0,
					    &server)));
	return 0;
}

START_TEST(if_one_address_fails_none_is_kept)
{
	look_at("the listeners that stood already when one failed",
		"一个监听失败时，前面已经在监听的那些");
	run(listen_twice_at_one_address);
	expect_trace("in-use");
	expect_nothing_left();
}
END_TEST

static int start_what_cannot_be(void *arg, void **result)
{
	trace("%s", word(async_start_server(echo, NULL, HERE, -1, &server)));
	trace("%s", word(async_start_server(echo, NULL, HERE, 65536, &server)));
	trace("%s",
	      word(async_start_server(echo, NULL, "none.test", 0, &server)));
	strange_place();
	trace("%s", word(async_start_server(echo, NULL, "several.example", 0,
					    &server)));
	return start(echo, NULL) < 0 ? -1 : server_close(server);
}

START_TEST(what_cannot_be_a_server_is_an_error)
{
	look_at("each way in which it cannot start has its error, and leaves "
		"nothing",
		"起不来的每一种情形，各有各的错误，什么都不留下");
	run(start_what_cannot_be);
	expect_trace("invalid invalid no-name no-family");
	expect_nothing_left();
}
END_TEST

static int start_without_memory(void *arg, void **result)
{
	int failed = 0, rc;

	do {
		int before = descriptors();

		allocation_fails(failed + 1);
		rc = async_start_server(echo, NULL, HERE, 0, &server);
		allocation_fails(0);
		if (rc == 0)
			break;
		if (rc != -ENOMEM || descriptors() != before)
			trace("%d:%s", failed, word(rc));
	} while (++failed < 50);
	trace("%s:%s", failed < 2 ? "none-failed" : "some-failed", word(rc));
	return server_close(server);
}

START_TEST(a_server_without_memory_says_so_and_leaves_nothing)
{
	look_at("which allocations there are: the server, and the tasks of "
		"its acceptors",
		"有哪些要内存的地方：server，还有迎客的任务");
	run(start_without_memory);
	expect_trace("some-failed:ok");
	expect_nothing_left();
}
END_TEST

static int close_and_start_again(void *arg, void **result)
{
	int port = start(say_bye, NULL), fd = knock(port);

	trace("%s", hear(fd));
	trace("%s", word(server_close(server)));
	trace("%s", knock(port) < 0 ? "nobody" : "somebody");
	trace("%s", word(async_start_server(echo, NULL, HERE, port, &server)));
	trace("%s", server_port(server) == port ? "same" : "other");
	close(fd);
	fd = knock(port);
	say(fd, "again\n");
	trace("%s", hear(fd));
	close(fd);
	return server_close(server);
}

START_TEST(a_port_is_free_when_its_server_is_closed) /* R37 */
{
	look_at("what is closed when server_close returns",
		"server_close 返回时，什么已经关掉了");
	run(close_and_start_again);
	expect_trace("bye ok nobody ok same again");
	expect_nothing_left();
}
END_TEST

static int close_often(void *arg, void **result)
{
	int before = tasks();

	for (int i = 0; i < 5; i++) {
		start(say_bye, NULL);
		server_close(server);
	}
	yield_often(10);
	trace("%s", tasks() - before < 2 ? "few" : "many");
	return 0;
}

START_TEST(a_closed_server_leaves_no_task_behind)
{
	look_at("who looks at an acceptor when it has ended: nobody, so say so",
		"迎客的任务结束之后谁会看它：没有人，那就说一声");
	run(close_often);
	expect_trace("few");
	expect_nothing_left();
}
END_TEST

static int close_nothing(void *arg, void **result)
{
	trace("%s", word(server_close(NULL)));
	return 0;
}

START_TEST(closing_no_server_is_harmless)
{
	look_at("server_close(NULL)", "server_close(NULL)");
	run(close_nothing);
	expect_trace("ok");
}
END_TEST

static int close_over_a_client(void *arg, void **result)
{
	int fd = knock(start(echo, NULL));

	say(fd, "before\n");
	trace("%s", hear(fd));
	trace("%s", word(server_close(server)));
	say(fd, "after\n");
	trace("%s", hear(fd));
	close(fd);
	return 0;
}

START_TEST(clients_go_on_when_the_server_is_closed) /* R37 */
{
	look_at("whom server_close ends: those who accept, not those who serve",
		"server_close 结束的是谁：迎客的任务，不是待客的任务");
	run(close_over_a_client);
	expect_trace("before ok after");
	expect_nothing_left();
}
END_TEST

static int close_from_inside(void *arg, struct reader *r, struct writer *w)
{
	writer_printf(w, "closed:%s\n", word(server_close(server)));
	return 0;
}

static int ask_it_to_close(void *arg, void **result)
{
	int fd = knock(start(close_from_inside, NULL));

	trace("%s", hear(fd));
	close(fd);
	return 0;
}

START_TEST(a_handler_may_close_the_server)
{
	look_at("what a client's task still reads of the server: nothing",
		"客户的任务还要读 server 里的什么：什么也不读");
	run(ask_it_to_close);
	expect_trace("closed:ok");
	expect_nothing_left();
}
END_TEST

static int cancel_the_closing(void *arg, void **result)
{
	int port = start(echo, NULL);
	struct task *t;

	yield_often(3);
	t = task_create(close_the_server, NULL);
	coro_yield(NULL);
	task_cancel(t);
	trace("%s", word(task_await(t, NULL)));
	trace("%s", knock(port) < 0 ? "nobody" : "somebody");
	return 0;
}

START_TEST(cancelled_while_closing_it_closes_all_the_same)
{
	look_at("what async_cancel_and_wait says, and what is done whatever it "
		"says",
		"async_cancel_and_wait 说了什么；不管它说什么，都得做的是什么");
	run(cancel_the_closing);
	expect_trace("cancelled nobody");
	expect_nothing_left();
}
END_TEST

static int close_while_it_rests(void *arg, void **result)
{
	int fd = knock(start(say_bye, NULL));
	struct rlimit before = no_more_descriptors();

	async_sleep(0.5);
	setrlimit(RLIMIT_NOFILE, &before);
	fprintf(stderr, "%s", word(server_close(server)));
	close(fd);
	return 0;
}

static void run_close_while_it_rests(void *arg)
{
	run(close_while_it_rests);
	exit(left_open);
}

START_TEST(a_server_that_waits_for_descriptors_can_be_closed)
{
	look_at("what ends the acceptor while it waits a second: the "
		"-ECANCELED "
		"of that wait",
		"迎客的任务在等那一秒，靠什么结束：那一等返回的 -ECANCELED");
	expect_stderr(run_close_while_it_rests, NULL, "ok");
}
END_TEST

/* ---- both sides ---- */

static int speak_and_end(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	char line[80] = "", rest;
	int port = start(echo, NULL);

	if (async_open_connection(HERE, port, &r, &w) < 0)
		return -1;
	writer_printf(w, "that was ");
	writer_printf(w, "all\n");
	writer_write_eof(w);
	reader_readline(r, line, sizeof(line));
	line[strcspn(line, "\n")] = '\0';
	trace("%s", line);
	trace("%d", (int)reader_read(r, &rest, 1));
	trace("%s", word(stream_close(r, w)));
	return server_close(server);
}

START_TEST(after_write_eof_the_answer_still_comes)
{
	look_at("one direction is closed, the other is not",
		"一个方向关了，另一个方向没关");
	run(speak_and_end);
	expect_trace("that was all 0 ok");
	expect_nothing_left();
}
END_TEST

static char both[2][MEGABYTE], came[2][MEGABYTE];

struct side {
	int number;
	struct writer *w;
};

static int send_it(void *arg, void **result)
{
	struct side *s = arg;
	int rc = 0;

	for (int sent = 0; rc == 0 && sent < MEGABYTE; sent += 10000) {
		writer_write(s->w, both[s->number] + sent, 10000);
		rc = writer_drain(s->w);
	}
	return rc;
}

/* What both sides do: send a megabyte, and receive one meanwhile. */
static int exchange(int number, struct reader *r, struct writer *w)
{
	struct side s = { number, w };
	struct task *sender = task_create(send_it, &s);
	int n = (int)reader_readexactly(r, came[number], MEGABYTE);
	int rc = task_await(sender, NULL);

	return n < 0 ? n : rc;
}

static int exchanges(void *arg, struct reader *r, struct writer *w)
{
	int rc = exchange(1, r, w);

	trace("%s", word(rc));
	event_set(arg);
	return rc;
}

static int exchange_megabytes(void *arg, void **result)
{
	struct event done;
	struct reader *r;
	struct writer *w;
	int rc;

	event_init(&done);
	for (int i = 0; i < MEGABYTE; i++) {
		both[0][i] = (char)(i * 7 + i / 1000);
		both[1][i] = (char)(i * 13 + i / 777);
	}
	rc = async_open_connection(HERE, start(exchanges, &done), &r, &w);
	if (rc == 0)
		rc = exchange(0, r, w);
	meet(&done);
	trace("%s", word(rc));
	trace("%d", memcmp(came[0], both[1], MEGABYTE) == 0);
	trace("%d", memcmp(came[1], both[0], MEGABYTE) == 0);
	stream_close(r, w);
	return server_close(server);
}

START_TEST(a_megabyte_passes_both_ways_at_once) /* R38 */
{
	look_at("both directions of one connection, at the same time",
		"同一个连接的两个方向，同时走");
	run(exchange_megabytes);
	expect_trace("ok ok 1 1");
	expect_nothing_left();
}
END_TEST

/* One of many: say a number, and be greeted by it. */
static int be_greeted(void *arg, void **result)
{
	struct reader *r;
	struct writer *w;
	char line[80] = "", want[80];
	int number = (int)(intptr_t)arg, rc;

	rc = async_open_connection(HERE, server_port(server), &r, &w);
	if (rc < 0)
		return rc;
	writer_printf(w, "%d\n", number);
	reader_readline(r, line, sizeof(line));
	snprintf(want, sizeof(want), "hello %d\n", number);
	rc = stream_close(r, w);
	return rc == 0 && strcmp(line, want) != 0 ? -EIO : rc;
}

static int greet_many(void *arg, void **result)
{
	struct task *tasks_of[MANY];
	struct hall h;

	hall_init(&h, MANY);
	start(greet, &h);
	for (int i = 0; i < MANY; i++)
		tasks_of[i] = task_create(be_greeted, (void *)(intptr_t)i);
	trace("%s", word(async_gather(tasks_of, MANY, NULL, NULL)));
	trace("%d", h.come);
	return server_close(server);
}

START_TEST(two_hundred_connections_at_once) /* R34 R36 */
{
	look_at("nobody is greeted before all two hundred are connected",
		"两百位都连上之前，谁也得不到招呼");
	run(greet_many);
	expect_trace("ok 200");
	expect_nothing_left();
}
END_TEST

static void add_opening(Suite *suite)
{
	TCase *step = lab_step(suite, "2 async_open_connection");

	tcase_add_test(step, it_connects_and_both_sides_talk);
	tcase_add_test(step, it_connects_over_IPv6);
	tcase_add_test(step, a_name_is_looked_up_and_the_answer_freed);
	tcase_add_test(step, addresses_are_tried_in_turn_until_one_takes_us);
	tcase_add_test(step, the_socket_may_be_0_and_the_port_65535);
	tcase_add_test(step, an_address_without_a_socket_is_passed_over);
	tcase_add_test(step, of_several_errors_the_last_is_told);
	tcase_add_test(step, refused_leaves_nothing_open);
	tcase_add_test(step, a_name_without_address_is_an_error);
	tcase_add_test(step, what_is_no_port_is_told_before_anything_is_asked);
	tcase_add_test(step, it_can_be_cancelled_while_the_name_is_looked_up);
	tcase_add_test(step,
		       cancelled_while_connecting_it_tries_no_other_address);
	tcase_add_test(step, without_memory_it_says_so_and_leaves_nothing);
	tcase_add_test(step, without_descriptors_it_says_so);
}

static void add_serving(Suite *suite)
{
	TCase *step = lab_step(suite, "3 serve");

	tcase_add_test(step, each_client_has_a_handler_of_its_own);
	tcase_add_test(step, the_connection_ends_with_its_handler);
	tcase_add_test(step, what_the_handler_wrote_last_is_sent);
	tcase_add_test(step, what_a_failing_handler_wrote_is_sent);
	tcase_add_test(step, who_has_said_all_may_still_be_answered);
	tcase_add_test(step, a_failing_handler_is_told);
	tcase_add_test(step, a_failing_handler_costs_nobody_else);
	tcase_add_test(step,
		       an_error_of_the_close_is_no_failure_of_the_handler);
	tcase_add_test(step, handlers_are_cancelled_at_the_end_of_the_run);
	tcase_add_test(step, a_client_that_reads_nothing_does_not_hang_the_end);
}

static void add_accepting(Suite *suite)
{
	TCase *step = lab_step(suite, "4 admit, accept_clients");

	tcase_add_test(step, all_who_wait_are_let_in);
	tcase_add_test(step, clients_that_left_leave_no_task_behind);
	tcase_add_test(step, a_client_whose_task_never_began_leaves_nothing);
	tcase_add_test(step, out_of_descriptors_it_says_so);
	tcase_add_test(step,
		       an_accept_that_failed_is_tried_again_a_second_later);
	tcase_add_test(step, out_of_memory_for_one_the_next_is_served);
}

static void add_starting(Suite *suite)
{
	TCase *step = lab_step(suite, "5 async_start_server");

	tcase_add_test(step, port_0_is_one_that_the_system_chooses);
	tcase_add_test(step, clients_are_accepted_at_every_address);
	tcase_add_test(step, who_listens_and_who_comes_may_be_descriptor_0);
	tcase_add_test(step, without_a_host_it_listens_everywhere);
	tcase_add_test(step, an_address_that_this_machine_lacks_is_passed_over);
	tcase_add_test(step, a_port_in_use_is_an_error);
	tcase_add_test(step, if_one_address_fails_none_is_kept);
	tcase_add_test(step, what_cannot_be_a_server_is_an_error);
	tcase_add_test(step,
		       a_server_without_memory_says_so_and_leaves_nothing);
}

static void add_closing(Suite *suite)
{
	TCase *step = lab_step(suite, "5 server_close");

	tcase_add_test(step, a_port_is_free_when_its_server_is_closed);
	tcase_add_test(step, a_closed_server_leaves_no_task_behind);
	tcase_add_test(step, closing_no_server_is_harmless);
	tcase_add_test(step, clients_go_on_when_the_server_is_closed);
	tcase_add_test(step, a_handler_may_close_the_server);
	tcase_add_test(step, cancelled_while_closing_it_closes_all_the_same);
	tcase_add_test(step, a_server_that_waits_for_descriptors_can_be_closed);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("stream");
	TCase *step = lab_step(suite, "1 stream_close");

	tcase_add_test(step, close_waits_until_all_is_sent);
	tcase_add_test(step, close_sends_a_few_bytes_too);
	tcase_add_test(step, abort_drops_what_waits_and_close_does_not);
	tcase_add_test(step, a_broken_connection_is_told_and_freed);
	tcase_add_test(step, a_cancelled_close_frees_all_the_same);
	tcase_add_test(step, close_does_not_wait_for_a_reader);
	tcase_add_test(step, closing_what_another_task_reads_panics);
	add_opening(suite);
	add_serving(suite);
	add_accepting(suite);
	add_starting(suite);
	add_closing(suite);
	step = lab_step(suite, "5 async_start_server, async_open_connection");
	tcase_add_test(step, after_write_eof_the_answer_still_comes);
	tcase_add_test(step, a_megabyte_passes_both_ways_at_once);
	tcase_add_test(step, two_hundred_connections_at_once);
	return suite;
}
