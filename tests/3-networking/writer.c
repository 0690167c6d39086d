/*
 * writer.c - the suite of lab writer.
 *
 * The writer's end of a socket pair is `ours`; `theirs` is read by the test
 * itself. send(2) and sendmsg(2) stand in this file: they are the real ones,
 * but take no more bytes than a test says, so that they wait exactly as
 * planned. A turn never blocks.
 */
#include "writer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wchar.h>

#include "counting.h"
#include "expect.h"
#include "loop.h"
#include "reader.h"
#include "run.h"
#include "sock.h"
#include "task.h"

#define ALL SIZE_MAX
#define BESIDE 4 /* more than any test writes above the high-water mark */

/* ---- what the kernel takes ---- */

static size_t room;   /* it takes so many bytes more; none: EAGAIN */
static int signals;   /* so many sends are interrupted first */
static long accepted; /* bytes, all in all */
static int unsafe;    /* sends that might have raised SIGPIPE */

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	ssize_t sent;

	unsafe += !(flags & MSG_NOSIGNAL);
	if (signals > 0 || room == 0) {
		errno = signals > 0 ? EINTR : EAGAIN;
		signals -= signals > 0;
		return -1;
	}
	sent = sendto(fd, data, n < room ? n : room, flags, NULL, 0);
	accepted += sent > 0 ? sent : 0;
	if (room != ALL && sent > 0)
		room -= (size_t)sent;
	return sent;
}

/* Its parts in a row; no more than a quarter of a megabyte at once. */
ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	static char row[1 << 18];
	size_t n = 0;

	for (size_t i = 0; i < message->msg_iovlen; i++) {
		const struct iovec *part = &message->msg_iov[i];
		size_t some = sizeof(row) - n;

		if (part->iov_len < some)
			some = part->iov_len;
		memcpy(row + n, part->iov_base, some);
		n += some;
	}
	return send(fd, row, n, flags);
}

/* ---- two ends ---- */

static int theirs, ours;
static char heard[300000];

static void begin_with(int fds[2])
{
	loop_create();
	room = ALL;
	signals = unsafe = 0;
	accepted = 0;
	heard[0] = '\0';
	theirs = fds[0];
	ours = fds[1];
	fcntl(theirs, F_SETFL, O_NONBLOCK);
	fcntl(ours, F_SETFL, O_NONBLOCK);
}

static struct writer *begin(void)
{
	int fds[2], large = 1 << 18;

	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	setsockopt(fds[1], SOL_SOCKET, SO_SNDBUF, &large, sizeof(large));
	begin_with(fds);
	return writer_create(ours);
}

/* Two ends of one TCP connection, on this machine. */
static void tcp_pair(int fds[2])
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	bind(listener, (struct sockaddr *)&address, size);
	listen(listener, 1);
	getsockname(listener, (struct sockaddr *)&address, &size);
	fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	expect_int(connect(fds[0], (struct sockaddr *)&address, size), 0);
	fds[1] = accept(listener, NULL, NULL);
	close(listener);
}

static struct writer *begin_tcp(void)
{
	int fds[2], number;

	tcp_pair(fds);
	number = fcntl(fds[1], F_DUPFD, 30); /* no level's or option's */
	close(fds[1]);
	fds[1] = number;
	begin_with(fds);
	return writer_create(ours);
}

static void they_close(void)
{
	close(theirs);
	theirs = -1;
}

/* Closed so, our side hears "reset". */
static void they_reset(void)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(theirs, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	they_close();
}

static void nothing(void *arg)
{
}

/* Whatever is ready; no waiting. */
static void turns(int n)
{
	struct handle h = { 0 };

	while (n-- > 0) {
		if (!handle_queued(&h))
			loop_call_soon(loop_current(), nothing, NULL, &h);
		loop_run_once(loop_current());
	}
	handle_cancel(&h);
}

/* Nothing can happen any more: -EDEADLK. Soon, at any rate: who is called once
 * more, and then lets go of the socket, is no worse. */
static int last_turn(void)
{
	int rc = 0;

	for (int i = 0; i < 4 && rc == 0; i++)
		rc = loop_run_once(loop_current());
	return rc;
}

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

static void turn_all(void)
{
	while (pending() > 0 && loop_run_once(loop_current()) == 0)
		;
}

static void end_loop(void)
{
	struct task *t;

	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
}

static void end(struct writer *w)
{
	writer_destroy(w);
	end_loop();
	if (theirs >= 0)
		close(theirs);
}

/* All that has reached them, so far. At the end of the stream: "|". */
static const char *what_they_heard(void)
{
	size_t had = strlen(heard);
	ssize_t n;

	while ((n = read(theirs, heard + had, sizeof(heard) - had - 2)) > 0)
		had += (size_t)n;
	strcpy(heard + had, n == 0 ? "|" : "");
	return heard;
}

static int write_text(struct writer *w, const char *text)
{
	return writer_write(w, text, strlen(text));
}

/* n bytes, all of which have to wait. */
static void let_wait(struct writer *w, size_t n)
{
	static const char much[WRITER_HIGH + BESIDE];

	room = 0;
	expect_int(writer_write(w, much, n), 0);
}

/* The kernel takes n of those that wait, at once. */
static void let_go(size_t n)
{
	room = n;
	turns(4);
	room = 0;
}

/* ---- tasks ---- */

/* Numbers differ from system to system. */
static const char *word(int rc)
{
	switch (rc) {
	case 0:
		return "ok";
	case -ECANCELED:
		return "cancelled";
	case -EPIPE:
		return "broken-pipe";
	case -ECONNRESET:
		return "reset";
	case -ENOMEM:
		return "no-memory";
	case -EMFILE:
		return "too-many-files";
	default:
		return "something-else";
	}
}

static int drain(void *w, void **result)
{
	int rc = writer_drain(w);

	trace("drain:%s", word(rc));
	return rc == -ECANCELED ? rc : 0;
}

static int wait_closed(void *w, void **result)
{
	int rc = writer_wait_closed(w);

	trace("closed:%s", word(rc));
	return rc == -ECANCELED ? rc : 0;
}

static struct task *begin_to(coro_fn *fn, struct writer *w)
{
	struct task *t = task_create(fn, w);

	turns(3);
	return t;
}

/* ---- step 1: writer_write ---- */

START_TEST(a_small_write_goes_out_at_once)
{
	struct writer *w;

	look_at("when the first bytes are sent: no turn of the loop is needed",
		"头几个字节什么时候发出去：不用等循环转一轮");
	w = begin();
	expect_int(write_text(w, "hello"), 0);
	expect_str(what_they_heard(), "hello");
	expect_int(write_text(w, " world"), 0);
	expect_str(what_they_heard(), "hello world");
	end(w);
}
END_TEST

START_TEST(small_pieces_of_tcp_are_not_held_back)
{
	struct writer *w;
	socklen_t size = sizeof(int);
	int on = 0;

	look_at("two small writes on a TCP connection", "TCP 连接上的两次小写");
	w = begin_tcp();
	getsockopt(ours, IPPROTO_TCP, TCP_NODELAY, &on, &size);
	expect_true(on);
	write_text(w, "a");
	write_text(w, "b");
	expect_str(what_they_heard(), "ab");
	end(w);
}
END_TEST

START_TEST(a_write_of_nothing_sends_nothing)
{
	struct writer *w;

	look_at("what writing no bytes does", "写零个字节会怎样");
	w = begin();
	expect_int(writer_write(w, "x", 0), 0);
	expect_int(writer_write(w, NULL, 0), 0);
	expect_str(what_they_heard(), "");
	expect_int(last_turn(), -EDEADLK);
	let_wait(w, 3);
	expect_int(writer_write(w, NULL, 0), 0);
	let_go(ALL);
	expect_int(accepted, 3);
	end(w);
}
END_TEST

START_TEST(zero_bytes_are_sent_like_all_others)
{
	struct writer *w;
	char got[8] = "";

	look_at("bytes that are zero", "值为零的字节");
	w = begin();
	writer_write(w, "a\0b", 3);
	room = 0;
	writer_write(w, "\0c", 2);
	let_go(ALL);
	expect_int(read(theirs, got, sizeof(got)), 5);
	expect_true(memcmp(got, "a\0b\0c", 5) == 0);
	end(w);
}
END_TEST

START_TEST(a_writer_without_memory_leaves_the_descriptor)
{
	struct writer *w;

	look_at("writer_create without memory, then with",
		"writer_create：没内存的时候，有内存的时候");
	w = begin();
	allocation_fails(1);
	expect_ptr(writer_create(theirs), NULL);
	allocation_fails(0);
	expect_int(fcntl(theirs, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	write_text(w, "x");
	expect_str(what_they_heard(), "x");
	writer_destroy(NULL);
	end(w);
}
END_TEST

START_TEST(a_gone_receiver_is_an_error_and_no_signal)
{
	struct writer *w;

	look_at("writing to one who is gone: SIGPIPE would end the program; "
		"drain says what happened",
		"对方走了还写：SIGPIPE 会要了程序的命；发生了什么，由 drain "
		"来说");
	w = begin();
	they_close();
	expect_int(write_text(w, "hello"), 0);
	expect_int(unsafe, 0);
	expect_int(writer_drain(w), -EPIPE);
	expect_int(write_text(w, "hello"), 0);
	expect_int(writer_drain(w), -EPIPE);
	end(w);
}
END_TEST

START_TEST(a_signal_in_between_is_no_failure)
{
	struct writer *w;

	look_at("send(2) that was interrupted by a signal: EINTR",
		"send(2) 被信号打断：EINTR");
	w = begin();
	signals = 1;
	expect_int(write_text(w, "hello"), 0);
	turns(2);
	expect_str(what_they_heard(), "hello");
	room = 2;
	write_text(w, " world");
	room = ALL;
	signals = 2;
	turns(6);
	expect_str(what_they_heard(), "hello world");
	expect_int(writer_drain(w), 0);
	end(w);
}
END_TEST

/* ---- step 2: keep, flush, fail ---- */

START_TEST(a_short_send_keeps_the_rest) /* R21 */
{
	struct writer *w;

	look_at("what send(2) did not take", "send(2) 没收下的那些");
	w = begin();
	room = 3;
	expect_int(write_text(w, "hello world"), 0);
	expect_str(what_they_heard(), "hel");
	room = 3;
	turns(2);
	expect_str(what_they_heard(), "hello ");
	room = ALL;
	turns(1);
	expect_str(what_they_heard(), "hello world");
	end(w);
}
END_TEST

START_TEST(what_nobody_takes_now_waits) /* R21 */
{
	struct writer *w;

	look_at("a socket that takes nothing now: EAGAIN is no failure",
		"套接字现在什么也不收：EAGAIN 不算失败");
	w = begin();
	room = 0;
	expect_int(write_text(w, "hello"), 0);
	turns(3);
	expect_str(what_they_heard(), "");
	room = ALL;
	turns(1);
	expect_str(what_they_heard(), "hello");
	expect_int(writer_drain(w), 0);
	end(w);
}
END_TEST

START_TEST(nothing_overtakes_what_waits) /* R21 */
{
	struct writer *w;

	look_at("a write while earlier bytes still wait",
		"前面的字节还在等，又来一次写");
	w = begin();
	room = 1;
	write_text(w, "ab");
	room = ALL;
	write_text(w, "cd");
	room = 1;
	write_text(w, "ef");
	room = ALL;
	turns(2);
	expect_str(what_they_heard(), "abcdef");
	end(w);
}
END_TEST

START_TEST(what_waits_is_a_copy)
{
	struct writer *w;
	char text[] = "hello";

	look_at("whose memory the bytes lie in that wait",
		"等着的字节，在谁的内存里");
	w = begin();
	room = 2;
	write_text(w, text);
	memset(text, '#', sizeof(text) - 1);
	room = ALL;
	turns(1);
	expect_str(what_they_heard(), "hello");
	end(w);
}
END_TEST

START_TEST(when_all_is_sent_the_loop_stops_watching)
{
	struct writer *w;

	look_at("a socket that can be written is ready in every turn: the loop "
		"would never sleep again",
		"可写的套接字每一轮都就绪：循环再也睡不着");
	w = begin();
	room = 2;
	write_text(w, "hello");
	room = ALL;
	turns(1);
	expect_str(what_they_heard(), "hello");
	expect_int(last_turn(), -EDEADLK);
	room = 2;
	write_text(w, " again");
	room = ALL;
	turns(1);
	expect_str(what_they_heard(), "hello again");
	expect_int(last_turn(), -EDEADLK);
	end(w);
}
END_TEST

static unsigned seed;

static unsigned chance(unsigned n)
{
	seed = seed * 1103515245U + 12345U;
	return (seed >> 16) % n;
}

START_TEST(random_writes_and_random_sends_keep_the_order) /* R21 */
{
	static char all[100001];
	struct writer *w;
	size_t at = 0;

	look_at("many writes, of which the socket takes now more, now less",
		"一次次写，套接字时而收得多，时而收得少");
	w = begin();
	seed = 1;
	for (size_t i = 0; i + 1 < sizeof(all); i++)
		all[i] = (char)('a' + chance(26));
	while (at + 1 < sizeof(all)) {
		size_t n = 1 + chance(chance(4) ? 50 : 5000);

		if (n > sizeof(all) - 1 - at)
			n = sizeof(all) - 1 - at;
		room = chance(3) * chance(2000);
		expect_int(writer_write(w, all + at, n), 0);
		at += n;
		turns((int)chance(3));
		what_they_heard();
	}
	room = ALL;
	turns(9);
	expect_true(strcmp(what_they_heard(), all) == 0);
	end(w);
}
END_TEST

START_TEST(a_socket_that_is_full_is_no_failure) /* R21 */
{
	static char much[200000];
	struct writer *w;
	int small = 4096;

	look_at("a real socket with little room, and a reader that is slow",
		"真的套接字，地方很小，对方读得又慢");
	w = begin();
	setsockopt(ours, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	memset(much, 'x', sizeof(much) - 1);
	much[100000] = 'y';
	expect_int(write_text(w, much), 0);
	expect_true(accepted < 100000);
	for (int i = 0; i < 10000 && accepted + 1 < (long)sizeof(much); i++) {
		what_they_heard();
		turns(1);
	}
	expect_true(strcmp(what_they_heard(), much) == 0);
	end(w);
}
END_TEST

START_TEST(who_is_gone_while_bytes_wait_breaks_the_writer)
{
	struct writer *w;

	look_at("what waits goes nowhere any more: why, and who watches",
		"等着的字节再也发不出去：为什么，循环还看不看");
	w = begin();
	let_wait(w, 10);
	they_close();
	room = ALL;
	turns(2);
	expect_int(writer_drain(w), -EPIPE);
	expect_true(writer_is_closing(w));
	expect_int(last_turn(), -EDEADLK);
	end(w);
}
END_TEST

START_TEST(a_reset_is_told_by_its_name)
{
	struct writer *w;

	look_at("which error drain gives: the one that send(2) gave",
		"drain 返回哪个错误：send(2) 给的那个");
	w = begin_tcp();
	let_wait(w, 10);
	they_reset();
	room = ALL;
	turns(2);
	expect_int(writer_drain(w), -ECONNRESET);
	write_text(w, "in vain");
	expect_int(writer_drain(w), -ECONNRESET);
	end(w);
}
END_TEST

START_TEST(what_cannot_be_kept_breaks_the_writer)
{
	struct writer *w;

	look_at("bytes that can be neither sent nor kept: a hole in the "
		"stream, and nothing may go out behind it",
		"发不出又留不住的字节：流里缺了一块，它后面什么都不能再发");
	for (int i = 1; i <= 2; i++) {
		w = begin();
		room = 1;
		allocation_fails(i);
		expect_int(writer_write(w, heard, sizeof(heard)), -ENOMEM);
		allocation_fails(0);
		room = ALL;
		expect_int(write_text(w, "world"), 0);
		turns(2);
		expect_int(writer_drain(w), -ENOMEM);
		expect_int(accepted, 1);
		expect_int(last_turn(), -EDEADLK);
		end(w);
	}
}
END_TEST

START_TEST(no_memory_for_more_breaks_the_writer)
{
	struct writer *w;

	look_at("no memory for more bytes, while others wait",
		"别的字节还在等，新来的却没有内存装");
	w = begin();
	let_wait(w, 10);
	allocation_fails(1);
	expect_int(writer_write(w, heard, sizeof(heard)), -ENOMEM);
	allocation_fails(0);
	expect_int(writer_drain(w), -ENOMEM);
	let_go(ALL);
	expect_int(accepted, 0);
	end(w);
}
END_TEST

/* The loop's selector knows no number from FD_SETSIZE on. */
static int beyond_the_selector(int fd)
{
	struct rlimit limit;
	int high;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur <= FD_SETSIZE)
		limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	high = fcntl(fd, F_DUPFD, FD_SETSIZE);
	return high;
}

START_TEST(a_descriptor_that_cannot_be_watched_breaks_the_writer)
{
	struct writer *w, *high;
	int fd;

	look_at("a descriptor whose number is too large for select(2)",
		"描述符的编号太大，select(2) 看不了");
	w = begin();
	write_text(w, "low ");
	fd = beyond_the_selector(ours);
	if (fd >= 0) { /* the system may not hand out so many */
		high = writer_create(fd);
		expect_int(write_text(high, "high"), 0);
		expect_str(what_they_heard(), "low high");
		room = 0;
		expect_int(write_text(high, "hello"), -EMFILE);
		expect_int(writer_drain(high), -EMFILE);
		writer_destroy(high);
	}
	end(w);
}
END_TEST

/* ---- step 4: writer_drain ---- */

START_TEST(drain_returns_at_once_at_the_high_mark) /* R23 */
{
	struct writer *w;

	look_at("the high-water mark: more than WRITER_HIGH have to wait",
		"高水位：等着的要超过 WRITER_HIGH");
	w = begin();
	begin_to(drain, w);
	let_wait(w, WRITER_HIGH - 1);
	begin_to(drain, w);
	let_wait(w, 1);
	begin_to(drain, w);
	expect_trace("drain:ok drain:ok drain:ok");
	end(w);
}
END_TEST

START_TEST(above_the_high_mark_drain_waits_for_the_low_one) /* R23 */
{
	struct writer *w;

	look_at("the water marks: when drain begins to wait, when it ends",
		"高低水位：drain 什么时候开始等，什么时候不等了");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	expect_trace("");
	let_go(WRITER_HIGH - WRITER_LOW);
	expect_int(accepted, WRITER_HIGH + 1 - WRITER_LOW - 1);
	expect_trace("");
	let_go(1);
	expect_trace("drain:ok");
	end(w);
}
END_TEST

START_TEST(what_the_socket_took_does_not_wait) /* R23 */
{
	struct writer *w;

	look_at("which bytes count for the water marks: those that wait here",
		"哪些字节算进水位：还在这儿等着的");
	w = begin();
	room = 30000;
	writer_write(w, heard, 30000 + WRITER_HIGH);
	begin_to(drain, w);
	expect_trace("drain:ok");
	end(w);
}
END_TEST

START_TEST(until_the_low_mark_there_is_no_room) /* R23 */
{
	struct writer *w;

	look_at("a drain between the marks: on the way down it waits, on the "
		"way up it does not",
		"在两个水位之间 drain：正往下降就等，正往上涨就不等");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	let_go(20000);
	begin_to(drain, w);
	expect_trace("");
	let_go(40000);
	expect_trace("drain:ok");
	let_wait(w, 40000);
	begin_to(drain, w);
	expect_trace("drain:ok drain:ok");
	end(w);
}
END_TEST

START_TEST(several_tasks_may_drain) /* R24 */
{
	struct writer *w;

	look_at("more than one task that waits for the same writer",
		"同一个 writer，等着的不止一个任务");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	begin_to(drain, w);
	begin_to(drain, w);
	expect_trace("");
	let_go(WRITER_HIGH);
	expect_trace("drain:ok drain:ok drain:ok");
	end(w);
}
END_TEST

START_TEST(a_cancelled_drain_disturbs_nobody) /* R24 */
{
	struct writer *w;
	struct task *t;

	look_at("one of two drains is cancelled", "两个 drain，取消其中一个");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	t = begin_to(drain, w);
	begin_to(drain, w);
	task_cancel(t);
	turns(3);
	expect_trace("drain:cancelled");
	let_go(ALL);
	expect_trace("drain:cancelled drain:ok");
	expect_int(accepted, WRITER_HIGH + 1);
	end(w);
}
END_TEST

START_TEST(whoever_drains_hears_that_it_broke) /* R24 */
{
	struct writer *w;

	look_at("tasks that drain while the other side goes away",
		"几个任务正在 drain，对方走了");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	begin_to(drain, w);
	they_close();
	room = ALL;
	turns(4);
	expect_trace("drain:broken-pipe drain:broken-pipe");
	end(w);
}
END_TEST

START_TEST(a_drain_that_waits_is_seen_in_the_report)
{
	struct writer *w;

	look_at("what the task table says of a task that drains",
		"任务表里，正在 drain 的任务在等什么");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	expect_true(task_first()->waiting);
	expect_str(task_first()->waiting->what, "drain");
	let_go(ALL);
	expect_trace("drain:ok");
	end(w);
}
END_TEST

struct flow {
	struct writer *w;
	bool drains;
	long pieces, taken;
	long deepest; /* the most that ever waited */
};

#define PIECE 50000

/* Takes what comes, slowly. */
static int take_all(void *arg, void **result)
{
	static char piece[PIECE / 3];
	struct flow *f = arg;

	while (f->taken < f->pieces * PIECE) {
		ssize_t n = sock_recv(theirs, piece, sizeof(piece));

		if (n <= 0)
			return (int)n;
		f->taken += n;
		async_sleep(0);
	}
	return 0;
}

static int pour(void *arg, void **result)
{
	static const char piece[PIECE];
	struct flow *f = arg;
	int rc = 0;

	for (long i = 1; rc == 0 && i <= f->pieces; i++) {
		long wait;

		rc = writer_write(f->w, piece, sizeof(piece));
		wait = i * PIECE - accepted;
		if (wait > f->deepest)
			f->deepest = wait;
		if (rc == 0 && f->drains)
			rc = writer_drain(f->w);
	}
	return rc;
}

/* In the first turn the socket takes nothing. */
static void pour_all(struct flow *f)
{
	task_create(pour, f);
	task_create(take_all, f);
	room = 0;
	turns(1);
	room = ALL;
	turn_all();
}

START_TEST(with_drain_a_hundred_megabytes_need_little_memory) /* R23 */
{
	struct flow f = { .drains = true, .pieces = 2000 };

	look_at("how many bytes wait at the most, when each write is followed "
		"by drain",
		"每次写完都 drain，最多有多少字节在等");
	f.w = begin();
	pour_all(&f);
	expect_int(f.taken, 100000000);
	expect_true(f.deepest <= WRITER_HIGH + PIECE);
	end(f.w);
}
END_TEST

START_TEST(without_drain_everything_waits_in_memory) /* R23 */
{
	struct flow f = { .drains = false, .pieces = 200 };

	look_at("a writer that never waits: write itself must not",
		"从不等待的发送方：write 本身不能等");
	f.w = begin();
	pour_all(&f);
	expect_int(f.taken, 10000000);
	expect_int(f.deepest, 10000000);
	end(f.w);
}
END_TEST

START_TEST(to_drain_costs_no_memory)
{
	struct writer *w;
	long before;

	look_at("what drain allocates: nothing",
		"drain 分配了什么：什么也没有");
	w = begin();
	let_wait(w, WRITER_HIGH + 1);
	task_create(drain, w);
	before = allocations();
	turns(3);
	room = ALL;
	turns(3);
	expect_int(allocations() - before, 0);
	expect_trace("drain:ok");
	end(w);
}
END_TEST

/* ---- steps 3 and 5: no more from us ---- */

START_TEST(write_eof_ends_our_direction_only)
{
	struct writer *w;
	char got[8] = "";

	look_at("write_eof: they see the end, and may still answer",
		"write_eof：对方看到我们说完了，还可以回话");
	w = begin();
	write_text(w, "question");
	writer_write_eof(w);
	expect_str(what_they_heard(), "question|");
	expect_int(sendto(theirs, "answer", 6, MSG_NOSIGNAL, NULL, 0), 6);
	expect_int(read(ours, got, sizeof(got)), 6);
	expect_str(got, "answer");
	expect_false(writer_is_closing(w));
	expect_int(writer_drain(w), 0);
	end(w);
}
END_TEST

START_TEST(write_eof_comes_behind_what_waits)
{
	struct writer *w;

	look_at("write_eof while bytes wait: they go out first",
		"字节还在等就 write_eof：它们先发");
	w = begin();
	room = 2;
	write_text(w, "hello");
	writer_write_eof(w);
	expect_str(what_they_heard(), "he");
	room = 2;
	turns(2);
	expect_str(what_they_heard(), "hell");
	room = 1;
	turns(1);
	expect_str(what_they_heard(), "hello|");
	expect_int(last_turn(), -EDEADLK);
	end(w);
}
END_TEST

START_TEST(write_eof_twice_and_after_close_is_harmless)
{
	struct writer *w;

	look_at("write_eof more than once, and after close",
		"write_eof 不止一次，还有 close 之后");
	w = begin();
	write_text(w, "x");
	writer_write_eof(w);
	writer_write_eof(w);
	writer_close(w);
	writer_write_eof(w);
	expect_int(write_text(w, "y"), 0);
	expect_str(what_they_heard(), "x|");
	begin_to(wait_closed, w);
	expect_trace("closed:ok");
	end(w);
}
END_TEST

static void write_after_eof(void *arg)
{
	struct writer *w = begin();

	writer_write_eof(w);
	write_text(w, "x");
}

static void write_after_eof_that_waits(void *arg)
{
	struct writer *w = begin();

	let_wait(w, 3);
	writer_write_eof(w);
	write_text(w, "x");
}

START_TEST(to_write_after_write_eof_panics)
{
	look_at("who said that no more will come, may not send more",
		"说过不再发了，就不能再发");
	expect_panic(write_after_eof, NULL, "after writer_write_eof");
	expect_panic(write_after_eof_that_waits, NULL,
		     "after writer_write_eof");
}
END_TEST

/* ---- steps 3 and 5: close ---- */

START_TEST(close_sends_what_waits_then_closes) /* R26 */
{
	struct writer *w;

	look_at("close while bytes wait: they go out first",
		"字节还在等就 close：它们先发");
	w = begin();
	room = 2;
	write_text(w, "hello");
	writer_close(w);
	expect_str(what_they_heard(), "he");
	room = ALL;
	begin_to(wait_closed, w);
	expect_str(what_they_heard(), "hello|");
	expect_trace("closed:ok");
	expect_int(last_turn(), -EDEADLK);
	end(w);
}
END_TEST

START_TEST(wait_closed_waits_until_all_is_sent) /* R27 */
{
	struct writer *w;

	look_at("wait_closed while bytes wait", "字节还在等的时候 wait_closed");
	w = begin();
	let_wait(w, 10);
	writer_close(w);
	begin_to(wait_closed, w);
	let_go(9);
	expect_trace("");
	let_go(1);
	expect_trace("closed:ok");
	begin_to(wait_closed, w);
	expect_trace("closed:ok closed:ok");
	end(w);
}
END_TEST

START_TEST(a_second_close_is_harmless) /* R26 */
{
	struct writer *w;

	look_at("close twice, before and after all is sent",
		"close 两次：全部发完之前，和之后");
	w = begin();
	room = 1;
	write_text(w, "abc");
	writer_close(w);
	writer_close(w);
	room = ALL;
	turns(2);
	writer_close(w);
	expect_str(what_they_heard(), "abc|");
	begin_to(wait_closed, w);
	expect_trace("closed:ok");
	end(w);
}
END_TEST

START_TEST(a_write_after_close_sends_nothing) /* R29 */
{
	struct writer *w;

	look_at("a write after close: no crash, and no byte",
		"close 之后的写：不崩溃，也不发字节");
	w = begin();
	room = 1;
	write_text(w, "abc");
	writer_close(w);
	expect_int(write_text(w, "def"), 0);
	room = ALL;
	turns(2);
	expect_int(write_text(w, "ghi"), 0);
	turns(2);
	expect_str(what_they_heard(), "abc|");
	end(w);
}
END_TEST

static int write_on(void *w, void **result)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < 100; i++) {
		writer_write(w, "x", 1);
		rc = writer_drain(w);
	}
	trace("drain:%s", word(rc));
	return 0;
}

START_TEST(who_writes_after_close_hears_it_from_drain) /* R29 */
{
	struct writer *w;

	look_at("a task that writes and drains in a loop, after close: drain "
		"has to tell it",
		"任务在循环里又写又 drain，而 writer 已经 close：得由 drain "
		"告诉它");
	w = begin();
	write_text(w, "x");
	writer_close(w);
	begin_to(write_on, w);
	expect_trace("drain:broken-pipe");
	end(w);
	trace_clear();
	w = begin();
	let_wait(w, 10);
	writer_close(w);
	begin_to(write_on, w);
	expect_trace("drain:broken-pipe");
	end(w);
}
END_TEST

START_TEST(is_closing_from_close_on)
{
	struct writer *w;

	look_at("is_closing: before, while bytes still wait, and after",
		"is_closing：之前，字节还在等的时候，之后");
	w = begin();
	expect_false(writer_is_closing(w));
	let_wait(w, 10);
	expect_false(writer_is_closing(w));
	writer_close(w);
	expect_true(writer_is_closing(w));
	let_go(10);
	expect_true(writer_is_closing(w));
	end(w);
}
END_TEST

static int read_once(void *r, void **result)
{
	char buf[8];
	ssize_t n = reader_read(r, buf, sizeof(buf));

	trace("read:%d", (int)n);
	return 0;
}

START_TEST(close_ends_the_stream_for_our_reader_too)
{
	struct writer *w;
	struct reader *r;

	look_at("a task that reads from the same socket while it is closed",
		"正在 close，另一个任务还在读同一个套接字");
	w = begin();
	r = reader_create(ours, READER_LIMIT);
	task_create(read_once, r);
	turns(2);
	expect_trace("");
	writer_close(w);
	turns(3);
	expect_trace("read:0");
	expect_true(fcntl(ours, F_GETFD) >= 0);
	reader_destroy(r);
	end(w);
	expect_int(fcntl(ours, F_GETFD), -1);
}
END_TEST

START_TEST(unread_bytes_do_not_stop_the_close) /* R27 */
{
	struct writer *w;
	char got[8];

	look_at("close although nobody has read what came",
		"收到的还没人读，就 close");
	w = begin_tcp();
	expect_int(write(theirs, "unread", 6), 6);
	write_text(w, "bye");
	writer_close(w);
	begin_to(wait_closed, w);
	expect_trace("closed:ok");
	expect_int(read(theirs, got, sizeof(got)), 3);
	end(w);
}
END_TEST

START_TEST(a_cancelled_wait_closed_may_be_made_again) /* R27 */
{
	struct writer *w;
	struct task *t;

	look_at("one of two that wait_closed is cancelled",
		"两个 wait_closed，取消其中一个");
	w = begin();
	let_wait(w, 10);
	writer_close(w);
	t = begin_to(wait_closed, w);
	begin_to(wait_closed, w);
	task_cancel(t);
	turns(3);
	expect_trace("closed:cancelled");
	begin_to(wait_closed, w);
	let_go(10);
	expect_trace("closed:cancelled closed:ok closed:ok");
	end(w);
}
END_TEST

START_TEST(who_is_gone_before_all_is_sent_is_told) /* R27 */
{
	struct writer *w;

	look_at("closed, but what waited did not go out: wait_closed says why",
		"close 了，可等着的没发出去：wait_closed 说为什么");
	w = begin();
	let_wait(w, 10);
	writer_close(w);
	begin_to(wait_closed, w);
	they_close();
	room = ALL;
	turns(4);
	begin_to(wait_closed, w);
	expect_trace("closed:broken-pipe closed:broken-pipe");
	end(w);
}
END_TEST

START_TEST(what_broke_has_ended_without_close) /* R27 */
{
	struct writer *w;

	look_at("wait_closed on a connection that broke: it has ended",
		"连接断了再 wait_closed：它已经到头了");
	w = begin();
	let_wait(w, 10);
	begin_to(wait_closed, w);
	they_close();
	room = ALL;
	turns(4);
	expect_trace("closed:broken-pipe");
	expect_true(writer_is_closing(w));
	writer_close(w);
	writer_write_eof(w);
	begin_to(wait_closed, w);
	expect_trace("closed:broken-pipe closed:broken-pipe");
	end(w);
}
END_TEST

static int wait_for_a_close(void *arg, void **result)
{
	struct writer *w = arg;

	write_text(w, "x");
	return writer_wait_closed(w);
}

static void wait_for_ever(void *arg)
{
	struct writer *w;
	int fds[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	room = ALL;
	w = writer_create(fds[0]);
	if (async_run(wait_for_a_close, w, NULL) != -EDEADLK)
		fprintf(stderr, "no deadlock\n");
	writer_destroy(w);
	close(fds[1]);
}

START_TEST(waiting_for_a_close_that_never_comes_is_told)
{
	look_at("wait_closed, and nobody closes: that can never end",
		"在 wait_closed，却没人 close：永远等不完");
	expect_stderr(wait_for_ever, NULL, "wait_closed");
}
END_TEST

/* ---- writer_destroy ---- */

START_TEST(destroy_closes_and_what_waits_is_not_sent)
{
	struct writer *w;

	look_at("destroy without close: the descriptor, the bytes that wait, "
		"the loop",
		"没 close 就 destroy：描述符、等着的字节、循环，各怎么样");
	for (int left = 1; left <= 3; left += 2) {
		w = begin();
		room = 5 - (size_t)left;
		write_text(w, "hello");
		writer_destroy(w);
		expect_int(fcntl(ours, F_GETFD), -1);
		room = ALL;
		expect_int(last_turn(), -EDEADLK);
		expect_str(what_they_heard(), left == 1 ? "hell|" : "he|");
		end(NULL);
	}
}
END_TEST

struct both {
	struct reader *r;
	struct writer *w;
	bool watched; /* afterwards */
};

/* The reader is watched until the turn after its last read; see source.h. */
static int read_and_destroy(void *arg, void **result)
{
	const struct loop *l = loop_current();
	struct both *both = arg;

	read_once(both->r, NULL);
	write_text(both->w, "bye");
	writer_destroy(both->w);
	both->watched = l->watches[ours].reader != NULL;
	reader_destroy(both->r);
	return 0;
}

START_TEST(destroy_closes_nothing_that_is_still_watched)
{
	struct both both;

	look_at("a reader that has just read, when its writer is destroyed: "
		"the loop must not watch a descriptor that is closed",
		"reader 刚读完，它的 writer "
		"就被销毁：循环不能再看已经关掉的描述符");
	both.w = begin();
	both.r = reader_create(ours, READER_LIMIT);
	task_create(read_and_destroy, &both);
	turns(2);
	expect_int(write(theirs, "hello", 5), 5);
	turns(3);
	expect_trace("read:5");
	expect_false(both.watched);
	expect_str(what_they_heard(), "bye|");
	end(NULL);
}
END_TEST

START_TEST(a_writer_may_outlive_its_loop)
{
	struct writer *w;

	look_at("what waits when the loop has gone: nothing can send it",
		"循环没了，还在等的字节：没有谁能发");
	w = begin();
	let_wait(w, 10);
	end_loop();
	writer_destroy(w);
	expect_int(fcntl(ours, F_GETFD), -1);
	they_close();
}
END_TEST

static void destroy_while_one_drains(void *arg)
{
	struct writer *w = begin();

	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	writer_destroy(w);
}

static void destroy_the_one_who_was_woken(void *arg)
{
	struct writer *w = begin();

	let_wait(w, WRITER_HIGH + 1);
	begin_to(drain, w);
	room = ALL;
	loop_run_once(loop_current());
	if (!*traced())
		writer_destroy(w);
}

static void destroy_while_one_waits_for_the_close(void *arg)
{
	struct writer *w = begin();

	let_wait(w, 1);
	writer_close(w);
	begin_to(wait_closed, w);
	writer_destroy(w);
}

static void destroy_while_one_reads(void *arg)
{
	struct writer *w = begin();

	write_text(w, "x");
	task_create(read_once, reader_create(ours, READER_LIMIT));
	turns(2);
	writer_destroy(w);
}

START_TEST(destroying_it_while_somebody_waits_panics)
{
	look_at("who waits, or has just been woken, still needs the writer",
		"等着的人，刚被叫醒的人，都还用得着 writer");
	expect_panic(destroy_while_one_drains, NULL, "still waits");
	expect_panic(destroy_the_one_who_was_woken, NULL, "still waits");
	expect_panic(destroy_while_one_waits_for_the_close, NULL,
		     "still waits");
	expect_panic(destroy_while_one_reads, NULL, "still waits to read");
}
END_TEST

/* ---- a megabyte, both ways at once ---- */

#define MEGABYTE (1 << 20)

struct end {
	struct reader *r;
	struct writer *w;
	unsigned char first; /* its bytes count up from here */
	long right;
};

static int send_a_megabyte(void *arg, void **result)
{
	static const long sizes[] = { 1, 100000, 7, 3000, 65536 };
	static unsigned char piece[100000];
	struct end *e = arg;
	int rc = 0;

	for (long i = 0, turn = 0; rc == 0 && i < MEGABYTE; turn++) {
		long n = sizes[turn % 5];

		if (n > MEGABYTE - i)
			n = MEGABYTE - i;
		for (long k = 0; k < n; k++)
			piece[k] = (unsigned char)(e->first + (i + k) % 251);
		writer_write(e->w, piece, (size_t)n);
		rc = writer_drain(e->w);
		i += n;
	}
	writer_write_eof(e->w);
	return rc;
}

/* The other side began to count at 100 minus our own beginning. */
static int receive_a_megabyte(void *arg, void **result)
{
	struct end *e = arg;
	unsigned char piece[777], first = (unsigned char)(100 - e->first);
	ssize_t n;

	while ((n = reader_read(e->r, piece, sizeof(piece))) > 0)
		for (ssize_t k = 0; k < n; k++, e->right++)
			if (piece[k] != (unsigned char)(first + e->right % 251))
				return -EIO;
	return (int)n;
}

static void begin_end(struct end *e, int fd, unsigned char first)
{
	int small = 4096;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	*e = (struct end){ reader_create(fd, READER_LIMIT), writer_create(fd),
			   first, 0 };
	task_create(send_a_megabyte, e);
	task_create(receive_a_megabyte, e);
}

START_TEST(a_megabyte_passes_unchanged_in_both_directions) /* R38 */
{
	struct end a, b;
	int fds[2];

	look_at("two who send and receive at the same time, through a narrow "
		"connection",
		"双方同时收发，连接又很窄");
	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	begin_with(fds);
	begin_end(&a, ours, 1);
	begin_end(&b, theirs, 99);
	room = 0;
	turns(1);
	room = ALL;
	turn_all();
	expect_int(a.right, MEGABYTE);
	expect_int(b.right, MEGABYTE);
	reader_destroy(a.r);
	reader_destroy(b.r);
	writer_destroy(a.w);
	writer_destroy(b.w);
	end_loop();
}
END_TEST

/* ---- given: writer_printf ---- */

START_TEST(printf_writes_what_it_formats)
{
	struct writer *w;

	look_at("writer_printf, which is given, writes by your writer_write",
		"writer_printf 是现成的，它用你的 writer_write 写");
	w = begin();
	expect_int(writer_printf(w, "GET %s HTTP/1.%d\r\n", "/", 0), 0);
	expect_str(what_they_heard(), "GET / HTTP/1.0\r\n");
	expect_int(writer_printf(w, "%s", ""), 0);
	expect_int(writer_printf(w, "%c!", 0), 0);
	expect_int(accepted, 18);
	end(w);
}
END_TEST

START_TEST(printf_knows_no_longest_line)
{
	static const size_t lengths[] = { 1022, 1023, 1024, 1025, 4999 };
	static char text[5000];
	struct writer *w;

	look_at("writer_printf, which is given, writes by your writer_write",
		"writer_printf 是现成的，它用你的 writer_write 写");
	w = begin();
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		memset(text, 'x', lengths[i]);
		text[lengths[i]] = '\0';
		expect_int(writer_printf(w, "%s", text), 0);
		expect_str(what_they_heard(), text);
		heard[0] = '\0';
	}
	end(w);
}
END_TEST

START_TEST(printf_without_memory_says_so)
{
	static char text[5000];
	struct writer *w;

	look_at("writer_printf, which is given, writes by your writer_write",
		"writer_printf 是现成的，它用你的 writer_write 写");
	w = begin();
	memset(text, 'x', sizeof(text) - 1);
	allocation_fails(1);
	expect_int(writer_printf(w, "%s", text), -ENOMEM);
	allocation_fails(0);
	expect_int(accepted, 0);
	expect_int(writer_printf(w, "short"), 0);
	expect_str(what_they_heard(), "short");
	room = 0;
	memset(text, 'x', sizeof(text) - 1);
	allocation_fails(2);
	expect_int(writer_printf(w, "%s", text), -ENOMEM);
	allocation_fails(0);
	expect_int(writer_drain(w), -ENOMEM);
	end(w);
}
END_TEST

START_TEST(printf_of_what_cannot_be_formatted_is_an_error)
{
	const wchar_t wide[] = { 0x4e2d, 0 }; /* not in the C locale */
	struct writer *w;

	look_at("writer_printf, which is given, writes by your writer_write",
		"writer_printf 是现成的，它用你的 writer_write 写");
	w = begin();
	expect_int(writer_printf(w, "%ls", wide), -EINVAL);
	expect_int(writer_printf(w, "%d", 7), 0);
	expect_str(what_they_heard(), "7");
	end(w);
}
END_TEST

/* ---- the suite ---- */

static void add_writing(Suite *suite)
{
	TCase *step = lab_step(suite, "1 writer_write");

	tcase_add_test(step, a_small_write_goes_out_at_once);
	tcase_add_test(step, small_pieces_of_tcp_are_not_held_back);
	tcase_add_test(step, a_writer_without_memory_leaves_the_descriptor);
}

static void add_waiting(Suite *suite)
{
	TCase *step = lab_step(suite, "2 keep, flush, fail");

	tcase_add_test(step, a_short_send_keeps_the_rest);
	tcase_add_test(step, what_nobody_takes_now_waits);
	tcase_add_test(step, nothing_overtakes_what_waits);
	tcase_add_test(step, what_waits_is_a_copy);
	tcase_add_test(step, a_write_of_nothing_sends_nothing);
	tcase_add_test(step, zero_bytes_are_sent_like_all_others);
	tcase_add_test(step, when_all_is_sent_the_loop_stops_watching);
	tcase_add_test(step, random_writes_and_random_sends_keep_the_order);
	tcase_add_test(step, a_socket_that_is_full_is_no_failure);
	tcase_add_test(step, destroy_closes_and_what_waits_is_not_sent);
	tcase_add_test(step, destroy_closes_nothing_that_is_still_watched);
	tcase_add_test(step, a_writer_may_outlive_its_loop);
}

static void add_draining(Suite *suite)
{
	TCase *step = lab_step(suite, "4 writer_drain");

	tcase_add_test(step, drain_returns_at_once_at_the_high_mark);
	tcase_add_test(step, above_the_high_mark_drain_waits_for_the_low_one);
	tcase_add_test(step, what_the_socket_took_does_not_wait);
	tcase_add_test(step, until_the_low_mark_there_is_no_room);
	tcase_add_test(step, several_tasks_may_drain);
	tcase_add_test(step, a_cancelled_drain_disturbs_nobody);
	tcase_add_test(step, a_drain_that_waits_is_seen_in_the_report);
	tcase_add_test(step, to_drain_costs_no_memory);
	tcase_add_test(step, with_drain_a_hundred_megabytes_need_little_memory);
	tcase_add_test(step, without_drain_everything_waits_in_memory);
	tcase_add_test(step, a_signal_in_between_is_no_failure);
}

static void add_breaking(Suite *suite)
{
	TCase *step = lab_step(suite, "4 writer_drain, fail");

	tcase_add_test(step, a_gone_receiver_is_an_error_and_no_signal);
	tcase_add_test(step, who_is_gone_while_bytes_wait_breaks_the_writer);
	tcase_add_test(step, a_reset_is_told_by_its_name);
	tcase_add_test(step, what_cannot_be_kept_breaks_the_writer);
	tcase_add_test(step, no_memory_for_more_breaks_the_writer);
	tcase_add_test(step,
		       a_descriptor_that_cannot_be_watched_breaks_the_writer);
	tcase_add_test(step, whoever_drains_hears_that_it_broke);
}

static void add_write_eof(Suite *suite)
{
	TCase *step = lab_step(suite, "5 writer_write_eof");

	tcase_add_test(step, write_eof_ends_our_direction_only);
	tcase_add_test(step, write_eof_comes_behind_what_waits);
	tcase_add_test(step, write_eof_twice_and_after_close_is_harmless);
	tcase_add_test(step, to_write_after_write_eof_panics);
	tcase_add_test(step, a_megabyte_passes_unchanged_in_both_directions);
}

static void add_close(Suite *suite)
{
	TCase *step = lab_step(suite, "5 writer_close");

	tcase_add_test(step, close_sends_what_waits_then_closes);
	tcase_add_test(step, a_second_close_is_harmless);
	tcase_add_test(step, a_write_after_close_sends_nothing);
	tcase_add_test(step, who_writes_after_close_hears_it_from_drain);
	tcase_add_test(step, is_closing_from_close_on);
	tcase_add_test(step, close_ends_the_stream_for_our_reader_too);
}

static void add_wait_closed(Suite *suite)
{
	TCase *step = lab_step(suite, "5 writer_wait_closed");

	tcase_add_test(step, wait_closed_waits_until_all_is_sent);
	tcase_add_test(step, unread_bytes_do_not_stop_the_close);
	tcase_add_test(step, a_cancelled_wait_closed_may_be_made_again);
	tcase_add_test(step, who_is_gone_before_all_is_sent_is_told);
	tcase_add_test(step, what_broke_has_ended_without_close);
	tcase_add_test(step, waiting_for_a_close_that_never_comes_is_told);
	tcase_add_test(step, destroying_it_while_somebody_waits_panics);
}

static void add_printf(Suite *suite)
{
	TCase *step = lab_step(suite, "6 given: writer_printf");

	tcase_add_test(step, printf_writes_what_it_formats);
	tcase_add_test(step, printf_knows_no_longest_line);
	tcase_add_test(step, printf_without_memory_says_so);
	tcase_add_test(step, printf_of_what_cannot_be_formatted_is_an_error);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("writer");

	add_writing(suite);
	add_waiting(suite);
	add_draining(suite);
	add_breaking(suite);
	add_write_eof(suite);
	add_close(suite);
	add_wait_closed(suite);
	add_printf(suite);
	return suite;
}
