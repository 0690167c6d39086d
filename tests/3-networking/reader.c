/*
 * reader.c - the suite of lab reader.
 *
 * A question is one read, made by a task of its own, written shortly: "l" is
 * readline, "l5" readline into 5 bytes, "u:ab" readuntil "ab", "x3"
 * readexactly 3, "r3" read 3. Its answer goes to the trace; there a newline
 * is '/', a zero byte '0', a space '_'. After a question, and after each
 * chunk fed, the loop turns until nothing can happen.
 */
#include "reader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buffer.h"
#include "coro.h"
#include "counting.h"
#include "expect.h"
#include "kernel.h"
#include "loop.h"
#include "run.h"
#include "sock.h"
#include "source.h"
#include "task.h"
#include "virtual.h"
#include "writer.h"

#define LIMIT 100
#define ROOM 64 /* where a question names none */

/* ---- turning ---- */

/* Until nothing can happen; not with a descriptor that stays silent. */
static void settle(void)
{
	while (loop_run_once(loop_current()) == 0)
		;
}

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

/* Until every task is done. */
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

static void end(struct reader *r)
{
	reader_destroy(r);
	end_loop();
}

/* ---- questions ---- */

/* Numbers differ from system to system. */
static const char *word(ssize_t rc)
{
	switch (rc) {
	case 0:
		return "ZERO";
	case -EMSGSIZE:
		return "TOO-LONG";
	case -ENODATA:
		return "CUT-SHORT";
	case -ECANCELED:
		return "CANCELLED";
	case -ECONNRESET:
		return "RESET";
	case -EIO:
		return "BROKEN";
	case -ENOMEM:
		return "NO-MEMORY";
	default:
		return "SOMETHING-ELSE";
	}
}

/* One read into `buf`; *room is how much fits into it. */
static ssize_t ask_into(struct reader *r, const char *how, char *buf,
			size_t room)
{
	const char *separator = strchr(how, ':');

	if (*how == 'l')
		return reader_readline(r, buf, room);
	if (*how == 'u')
		return reader_readuntil(r, separator + 1, buf, room);
	if (*how == 'x')
		return reader_readexactly(r, buf, room);
	return reader_read(r, buf, room);
}

/* What came, visibly. Records end in a zero byte, too. */
static void show(const char *how, const char *buf, ssize_t n)
{
	char text[2 * ROOM];
	ssize_t i;

	if (n > 0 && (*how == 'l' || *how == 'u') && buf[n] != '\0') {
		trace("NOT-ENDED");
		return;
	}
	for (i = 0; i < n && i + 1 < (ssize_t)sizeof(text); i++)
		text[i] = (char)(buf[i] == '\n'	  ? '/'
				 : buf[i] == '\0' ? '0'
				 : buf[i] == ' '  ? '_'
						  : buf[i]);
	text[i < 0 ? 0 : i] = '\0';
	trace("%s", n > 0 ? text : word(n));
}

struct question {
	struct reader *r;
	const char *how;
};

static struct question questions[32];
static int asked;

static int answer(void *arg, void **result)
{
	const struct question *q = arg;
	size_t room = ROOM;
	char *buf;
	ssize_t n;

	if (q->how[1] >= '0' && q->how[1] <= '9')
		room = (size_t)atoi(q->how + 1);
	buf = malloc(room + 1); /* read(2) has no use for malloc(0) */
	if (!buf)
		return -ENOMEM;
	memset(buf, '#', room + 1);
	n = ask_into(q->r, q->how, buf, room);
	show(q->how, buf, n);
	if (buf[room] != '#')
		trace("WROTE-BEYOND");
	free(buf);
	return n == -ECANCELED ? -ECANCELED : 0;
}

/* Begin to ask; nothing has happened yet. */
static struct task *will_ask(struct reader *r, const char *how)
{
	struct question *q = &questions[asked++];

	*q = (struct question){ r, how };
	return task_create(answer, q);
}

static struct task *ask(struct reader *r, const char *how)
{
	struct task *t = will_ask(r, how);

	settle();
	return t;
}

/* ---- a reader that is fed ---- */

static struct reader *fed_up_to(size_t limit)
{
	asked = 0;
	loop_create();
	return reader_create(-1, limit);
}

static void feed_only(struct reader *r, const char *text)
{
	expect_int(reader_feed_data(r, text, strlen(text)), 0);
}

static void feed(struct reader *r, const char *text)
{
	feed_only(r, text);
	settle();
}

static struct reader *fed(const char *text)
{
	struct reader *r = fed_up_to(LIMIT);

	feed_only(r, text);
	return r;
}

static void feed_eof(struct reader *r)
{
	reader_feed_eof(r);
	settle();
}

static void set_error(struct reader *r, int rc)
{
	reader_set_error(r, rc);
	settle();
}

/* ---- step 1: reader_feed_data ---- */

START_TEST(bytes_are_taken_without_waiting)
{
	struct reader *r;

	look_at("what reader_feed_data answers", "reader_feed_data 返回什么");
	r = fed_up_to(LIMIT);
	expect_int(reader_feed_data(r, "hello", 5), 0);
	expect_false(reader_at_eof(r));
	end(r);
}
END_TEST

START_TEST(at_eof_means_nothing_left_and_nothing_to_come) /* R16 */
{
	struct reader *r, *empty;

	look_at("whether what was fed is there, at the end too",
		"喂进去的字节在不在，流到头之后还在不在");
	r = fed("");
	empty = reader_create(-1, LIMIT);
	expect_false(reader_at_eof(empty));
	reader_feed_eof(empty);
	expect_true(reader_at_eof(empty));
	reader_feed_eof(empty);
	expect_true(reader_at_eof(empty));
	feed(r, "x");
	reader_feed_eof(r);
	expect_false(reader_at_eof(r));
	reader_destroy(empty);
	end(r);
}
END_TEST

/* More than any reader has room for from the beginning. */
static char much[1 << 20];

START_TEST(no_memory_for_what_comes_is_told)
{
	struct reader *r;

	look_at("what is answered when there is no memory for more bytes",
		"没内存装新来的字节时，返回什么");
	r = fed_up_to(LIMIT);
	allocation_fails(1);
	expect_int(reader_feed_data(r, much, sizeof(much)), -ENOMEM);
	reader_feed_eof(r);
	expect_true(reader_at_eof(r));
	end(r);
}
END_TEST

START_TEST(no_memory_for_a_reader_is_NULL)
{
	struct reader *r;

	look_at("reader_create without memory, then with",
		"reader_create：没内存的时候，有内存的时候");
	allocation_fails(1);
	expect_ptr(reader_create(-1, LIMIT), NULL);
	r = fed("x");
	reader_destroy(NULL);
	end(r);
}
END_TEST

static void create_without_a_limit(void *arg)
{
	feed_only(fed(""), "x");
	reader_create(-1, 0);
}

static void feed_after_the_end(void *arg)
{
	struct reader *r = fed("x");

	reader_feed_eof(r);
	reader_feed_data(r, "y", 1);
}

static void no_error(void *arg)
{
	reader_set_error(fed("x"), 0);
}

START_TEST(a_broken_promise_panics) /* R20 */
{
	look_at("what must not be: no limit, bytes after the end, an error "
		"that is none",
		"不许有的事：没有上限，到头之后还来字节，不是错误的错误");
	expect_panic(create_without_a_limit, NULL, "limit");
	expect_panic(feed_after_the_end, NULL, "after reader_feed_eof");
	expect_panic(no_error, NULL, "is not an error");
}
END_TEST

static void feed_a_socket_reader(void *arg)
{
	fed("x");
	reader_feed_data(reader_create(0, LIMIT), "x", 1);
}

static void end_a_socket_reader(void *arg)
{
	fed("x");
	reader_feed_eof(reader_create(0, LIMIT));
}

static void break_a_socket_reader(void *arg)
{
	fed("x");
	reader_set_error(reader_create(0, LIMIT), -EIO);
}

START_TEST(what_reads_from_a_socket_is_not_fed)
{
	look_at("a reader has one source of bytes, not two",
		"一个 reader 只有一个字节来源，不会有两个");
	expect_panic(feed_a_socket_reader, NULL, "reads from a socket");
	expect_panic(end_a_socket_reader, NULL, "reads from a socket");
	expect_panic(break_a_socket_reader, NULL, "reads from a socket");
}
END_TEST

/* ---- step 5: reader_readline ---- */

START_TEST(a_line_is_put_together_from_chunks) /* R01 */
{
	struct reader *r;

	look_at("a line that comes in pieces", "一行字分几块来");
	r = fed("");
	ask(r, "l");
	feed(r, "hel");
	feed(r, "lo");
	expect_trace("");
	feed(r, "\nwor");
	expect_trace("hello/");
	ask(r, "l");
	feed(r, "ld\n");
	expect_trace("hello/ world/");
	end(r);
}
END_TEST

START_TEST(many_lines_of_one_chunk_come_one_by_one) /* R02 */
{
	struct reader *r;

	look_at("what is left in the buffer behind a line",
		"取走一行之后，缓冲区里还剩什么");
	r = fed("one\n\ntwo\nthr");
	ask(r, "l");
	ask(r, "l");
	ask(r, "l");
	expect_trace("one/ / two/");
	feed(r, "ee\n");
	ask(r, "l");
	expect_trace("one/ / two/ three/");
	end(r);
}
END_TEST

START_TEST(a_line_that_is_there_costs_no_wait) /* R02 */
{
	struct reader *r;
	char buf[8];

	look_at("a read that need not wait: it may be called anywhere",
		"不用等的读：在哪儿都能调用");
	r = fed("one\ntwo");
	expect_int(reader_readline(r, buf, sizeof(buf)), 4);
	expect_str(buf, "one\n");
	reader_feed_eof(r);
	expect_int(reader_readline(r, buf, sizeof(buf)), 3);
	expect_str(buf, "two");
	expect_int(reader_readline(r, buf, sizeof(buf)), 0);
	expect_str(buf, "");
	end(r);
}
END_TEST

START_TEST(the_last_line_may_lack_its_newline) /* R03 */
{
	struct reader *r;

	look_at("what is left when the stream ends", "流到头时，剩下的怎么办");
	r = fed("one\ntw");
	ask(r, "l");
	ask(r, "l");
	feed(r, "o");
	expect_trace("one/");
	feed_eof(r);
	expect_trace("one/ two");
	expect_true(reader_at_eof(r));
	ask(r, "l");
	ask(r, "l");
	expect_trace("one/ two ZERO ZERO");
	end(r);
}
END_TEST

START_TEST(the_end_wakes_who_waits_for_a_line) /* R03 */
{
	struct reader *r;

	look_at("a stream that ends while somebody waits, and nothing is left",
		"有人在等，流却到头了，什么也没剩");
	r = fed("");
	ask(r, "l");
	expect_trace("");
	feed_eof(r);
	expect_trace("ZERO");
	end(r);
}
END_TEST

START_TEST(an_empty_chunk_changes_nothing) /* R17 */
{
	struct reader *r;

	look_at("feeding no bytes: nobody is woken, the stream goes on",
		"喂进零个字节：谁也不叫醒，流也没有到头");
	r = fed("");
	ask(r, "r5");
	feed(r, "");
	feed(r, "");
	expect_trace("");
	expect_false(reader_at_eof(r));
	feed(r, "x");
	ask(r, "l");
	feed(r, "");
	feed(r, "y\n");
	expect_trace("x y/");
	end(r);
}
END_TEST

START_TEST(a_zero_byte_is_a_byte_like_any_other)
{
	struct reader *r;

	look_at("bytes that are zero: strlen, strchr and strstr end there",
		"值为零的字节：strlen、strchr、strstr 到那里就停了");
	r = fed("");
	reader_feed_data(r, "a\0b\n\0;\0", 7);
	ask(r, "l");
	ask(r, "u:;");
	reader_feed_data(r, "\0", 1);
	ask(r, "x2");
	expect_trace("a0b/ 0; 00");
	end(r);
}
END_TEST

START_TEST(a_line_of_exactly_the_limit_fits) /* R05 */
{
	struct reader *r;

	look_at("the limit, which does not count the newline",
		"上限：不算换行符");
	r = fed_up_to(5);
	feed(r, "1234\n12345\n123456\nok\n");
	ask(r, "l");
	ask(r, "l");
	ask(r, "l");
	ask(r, "l");
	expect_trace("1234/ 12345/ TOO-LONG ok/");
	end(r);
}
END_TEST

START_TEST(the_limit_holds_for_the_last_line_too) /* R05 */
{
	struct reader *r, *longer;

	look_at("the limit, when the last line has no newline",
		"最后一行没有换行符时的上限");
	r = fed_up_to(5);
	longer = reader_create(-1, 5);
	feed(r, "12345");
	feed_eof(r);
	ask(r, "l");
	feed(longer, "123456");
	feed_eof(longer);
	ask(longer, "l");
	ask(longer, "l");
	expect_trace("12345 TOO-LONG ZERO");
	expect_true(reader_at_eof(longer));
	reader_destroy(longer);
	end(r);
}
END_TEST

START_TEST(too_long_is_told_before_the_newline_comes) /* R05 */
{
	struct reader *r;

	look_at("when a line is certain to be too long",
		"什么时候就能断定一行太长");
	r = fed_up_to(5);
	ask(r, "l");
	feed(r, "12345");
	expect_trace("");
	feed(r, "6");
	expect_trace("TOO-LONG");
	end(r);
}
END_TEST

START_TEST(the_room_includes_the_zero_byte)
{
	struct reader *r;

	look_at("cap: cap - 1 bytes fit: a line with its newline, and the last "
		"line, which has none",
		"cap - 1 个字节放得下：连换行符在内的一行，或者没有换行"
		"符的最后一行");
	r = fed("123\n1234\n\n123\n");
	ask(r, "l5");
	ask(r, "l5");
	ask(r, "l5");
	ask(r, "l1");
	expect_trace("123/ TOO-LONG / TOO-LONG");
	feed(r, "1234");
	feed_eof(r);
	ask(r, "l5");
	expect_trace("123/ TOO-LONG / TOO-LONG 1234");
	end(r);
}
END_TEST

START_TEST(the_last_line_has_to_fit_into_the_room)
{
	struct reader *r;

	look_at("cap, when the last line has no newline",
		"最后一行没有换行符时的 cap");
	r = fed("12345");
	feed_eof(r);
	ask(r, "l5");
	ask(r, "l5");
	expect_trace("TOO-LONG ZERO");
	end(r);
}
END_TEST

START_TEST(an_overlong_line_is_dropped_and_the_next_is_whole) /* R05 */
{
	struct reader *r;

	look_at("how far an overlong line is dropped", "过长的行丢到哪里为止");
	r = fed_up_to(5);
	feed(r, "123456789\nnext\nlast\n");
	ask(r, "l");
	ask(r, "l");
	ask(r, "l");
	expect_trace("TOO-LONG next/ last/");
	end(r);
}
END_TEST

START_TEST(the_rest_of_an_overlong_line_is_dropped_when_it_comes) /* R05 */
{
	struct reader *r;

	look_at("an overlong line whose end comes later, in pieces",
		"过长的行，后半截晚些才一块一块地来");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "l");
	feed(r, "789");
	feed(r, "0");
	expect_trace("TOO-LONG");
	feed(r, "\nnext\n");
	expect_trace("TOO-LONG next/");
	end(r);
}
END_TEST

START_TEST(the_rest_may_come_while_nobody_waits) /* R05 */
{
	struct reader *r;

	look_at("the rest of an overlong line that is there already: it can "
		"be dropped without waiting",
		"过长的行，剩下的已经到了：不用等，直接丢");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	feed(r, "789");
	feed(r, "0\nnext\n");
	ask(r, "l");
	expect_trace("TOO-LONG next/");
	end(r);
}
END_TEST

START_TEST(an_overlong_line_may_end_with_the_stream) /* R05 */
{
	struct reader *r, *other;

	look_at("an overlong line whose end never comes",
		"过长的行，行尾一直没有来");
	r = fed_up_to(5);
	other = reader_create(-1, 5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "l");
	feed(r, "789");
	feed_eof(r);
	feed(other, "123456");
	ask(other, "l");
	feed(other, "789");
	feed_eof(other);
	ask(other, "l");
	expect_trace("TOO-LONG ZERO TOO-LONG ZERO");
	expect_true(reader_at_eof(r));
	reader_destroy(other);
	end(r);
}
END_TEST

START_TEST(one_overlong_line_may_follow_another) /* R05 */
{
	struct reader *r;

	look_at("two overlong lines in a row", "连着两行都过长");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "l");
	feed(r, "7\nabcdef");
	ask(r, "l");
	feed(r, "g\nok\n");
	expect_trace("TOO-LONG TOO-LONG ok/");
	end(r);
}
END_TEST

START_TEST(a_cancelled_read_leaves_the_reader_usable) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("what a cancelled read leaves behind: everything",
		"读被取消之后，留下了什么：全都还在");
	r = fed("hel");
	t = ask(r, "l");
	task_cancel(t);
	settle();
	expect_trace("CANCELLED");
	ask(r, "l");
	feed(r, "lo\n");
	expect_trace("CANCELLED hello/");
	end(r);
}
END_TEST

START_TEST(cancelled_in_the_turn_of_the_bytes_loses_none) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("bytes that come in the same turn as the cancel",
		"字节和取消在同一轮到来");
	r = fed("hel");
	t = ask(r, "l");
	feed_only(r, "lo\n");
	task_cancel(t);
	settle();
	t = ask(r, "l");
	expect_trace("CANCELLED hello/");
	t = ask(r, "r5");
	task_cancel(t);
	feed(r, "more");
	ask(r, "l5");
	feed_eof(r);
	expect_trace("CANCELLED hello/ CANCELLED more");
	end(r);
}
END_TEST

START_TEST(cancelled_while_it_drops_it_goes_on_dropping) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("a read that was cancelled while the rest of an overlong line "
		"was still to come",
		"过长的行还没来完，读就被取消了");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	t = ask(r, "l");
	feed(r, "78");
	task_cancel(t);
	settle();
	ask(r, "l");
	feed(r, "90\nok\n");
	expect_trace("TOO-LONG CANCELLED ok/");
	end(r);
}
END_TEST

START_TEST(an_error_reaches_who_waits_and_every_later_read)
{
	struct reader *r;

	look_at("an error: who waits hears it, and each read after that",
		"出了错：等着的人听到，之后每次读也都听到");
	r = fed("hel");
	ask(r, "l");
	set_error(r, -ECONNRESET);
	ask(r, "l");
	ask(r, "u:l");
	ask(r, "x1");
	ask(r, "r1");
	expect_trace("RESET RESET RESET RESET RESET");
	end(r);
}
END_TEST

START_TEST(an_error_ends_the_dropping)
{
	struct reader *r, *other;

	look_at("an error while an overlong line is dropped",
		"过长的行正在丢，却出了错");
	r = fed_up_to(5);
	other = reader_create(-1, 5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "r5");
	set_error(r, -EIO);
	feed(other, "123456");
	ask(other, "l");
	set_error(other, -EIO);
	ask(other, "l");
	expect_trace("TOO-LONG BROKEN TOO-LONG BROKEN");
	reader_destroy(other);
	end(r);
}
END_TEST

START_TEST(an_error_may_come_after_the_end)
{
	struct reader *r;

	look_at("an error after the end of the stream", "流到头之后，又出了错");
	r = fed("");
	feed_eof(r);
	ask(r, "l");
	set_error(r, -EIO);
	ask(r, "l");
	expect_trace("ZERO BROKEN");
	end(r);
}
END_TEST

START_TEST(no_memory_loses_nothing)
{
	struct reader *r;

	look_at("bytes that there was no memory for: nothing was added, so "
		"there is nothing to wake up for",
		"没有内存装的字节：什么也没加进去，也就不用叫醒谁");
	r = fed_up_to(LIMIT);
	feed(r, "one\n");
	allocation_fails(1);
	expect_int(reader_feed_data(r, much, sizeof(much)), -ENOMEM);
	allocation_fails(0);
	feed(r, "two\n");
	ask(r, "l");
	ask(r, "l");
	ask(r, "r5");
	allocation_fails(1);
	reader_feed_data(r, much, sizeof(much));
	settle();
	expect_trace("one/ two/");
	feed(r, "three");
	expect_trace("one/ two/ three");
	end(r);
}
END_TEST

static void read_into_no_room(void *arg)
{
	ask(fed("x\n"), "l0");
}

START_TEST(no_room_for_the_zero_byte_panics)
{
	look_at("a line needs room for its zero byte at the least",
		"一行至少要有放零字节的地方");
	expect_panic(read_into_no_room, NULL, "no room");
}
END_TEST

static void two_tasks(void *second)
{
	struct reader *r = fed("ab");

	ask(r, "x9");
	ask(r, second);
}

START_TEST(a_second_task_that_reads_panics)
{
	look_at("two tasks would share the bytes out between them by chance",
		"两个任务一起读，谁拿到哪些字节全凭运气");
	expect_panic(two_tasks, "l", "two tasks");
	expect_panic(two_tasks, "u:;", "two tasks");
	expect_panic(two_tasks, "x5", "two tasks");
	expect_panic(two_tasks, "r1", "two tasks");
}
END_TEST

static void destroy_while_waiting(void *arg)
{
	struct reader *r = fed("ab");

	ask(r, "l");
	reader_destroy(r);
}

static void destroy_who_was_woken(void *arg)
{
	struct reader *r = fed("ab");

	ask(r, "l");
	feed_only(r, "\n");
	reader_destroy(r);
}

START_TEST(destroying_it_while_somebody_waits_panics)
{
	look_at("who waits would wake up in freed memory",
		"等的人醒来时，内存已经释放了");
	expect_panic(destroy_while_waiting, NULL, "still waits");
	expect_panic(destroy_who_was_woken, NULL, "still waits");
}
END_TEST

static int lines;

/* Reads lines until the end; a cancel does not end it. */
static int read_on_and_on(void *r, void **result)
{
	char buf[ROOM];
	ssize_t n;

	do {
		n = reader_readline(r, buf, sizeof(buf));
		lines += n > 0;
	} while (n > 0 || n == -ECANCELED);
	trace("%s", word(n));
	return 0;
}

START_TEST(to_wait_for_a_line_costs_no_memory)
{
	struct reader *r;
	struct task *t;
	long before;

	look_at("what is allocated when a task begins to wait, or wakes: a "
		"read has no -ENOMEM to return for that",
		"任务开始等或醒来时，分配了什么内存：读可没有 -ENOMEM "
		"可以返回");
	r = fed("");
	t = task_create(read_on_and_on, r);
	feed(r, "twelve");
	before = allocations();
	for (int i = 0; i < 100; i++) {
		task_cancel(t);
		settle();
	}
	expect_int(allocations() - before, 0);
	for (int i = 0; i < 100; i++)
		feed(r, "twelve\n"); /* perhaps kept as it came */
	expect_true(allocations() - before <= 100);
	expect_int(lines, 100);
	feed_eof(r);
	expect_trace("ZERO");
	end(r);
}
END_TEST

/* ---- every way to cut a text ---- */

static char heard[256];

/* Reads until the end, or until it fails; each answer in brackets. */
static int follow(void *arg, void **result)
{
	const struct question *q = arg;
	char buf[ROOM];
	ssize_t n;

	heard[0] = '\0';
	while ((n = ask_into(q->r, q->how, buf,
			     *q->how == 'x' ? 3 : sizeof(buf))) > 0)
		sprintf(heard + strlen(heard), "[%.*s]", (int)n, buf);
	strcat(heard, word(n));
	return 0;
}

/* Bit i of `cuts` cuts behind byte i. */
static void feed_in_pieces(struct reader *r, const char *text, unsigned cuts)
{
	size_t from = 0, n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && !(cuts >> i & 1))
			continue;
		reader_feed_data(r, text + from, i + 1 - from);
		loop_run_once(loop_current());
		loop_run_once(loop_current());
		from = i + 1;
	}
}

static void expect_however_cut(const char *text, const char *how,
			       const char *want)
{
	unsigned ways = 1U << (strlen(text) - 1);

	for (unsigned cuts = 0; cuts < ways; cuts++) {
		struct question q = { reader_create(-1, LIMIT), how };

		task_detach(task_create(follow, &q));
		loop_run_once(loop_current());
		feed_in_pieces(q.r, text, cuts);
		feed_eof(q.r);
		expect_str(heard, want);
		reader_destroy(q.r);
	}
}

START_TEST(however_it_is_cut_the_lines_are_the_same) /* R01 */
{
	look_at("where chunks end must not matter to lines",
		"块在哪里断开，和行没有关系");
	loop_create();
	expect_however_cut("ab\n\ncde\nf", "l", "[ab\n][\n][cde\n][f]ZERO");
	end_loop();
}
END_TEST

START_TEST(however_it_is_cut_three_bytes_are_three_bytes) /* R10 */
{
	look_at("where chunks end must not matter to readexactly",
		"块在哪里断开，和 readexactly 没有关系");
	loop_create();
	expect_however_cut("abcdefgh", "x", "[abc][def]CUT-SHORT");
	end_loop();
}
END_TEST

START_TEST(however_it_is_cut_the_separator_is_found) /* R13 */
{
	look_at("a separator of several bytes, cut in two, that begins like "
		"what stands before it",
		"好几个字节的分隔符，从中间断开，开头又和它前面的字节一样");
	loop_create();
	expect_however_cut("aaabaabbab", "u:aab", "[aaab][aab]CUT-SHORT");
	expect_however_cut("aaaaaaa", "u:aa", "[aa][aa][aa]CUT-SHORT");
	expect_however_cut("x\r\r\n\r\n\r\ny", "u:\r\n\r\n",
			   "[x\r\r\n\r\n]CUT-SHORT");
	end_loop();
}
END_TEST

/* ---- step 4: reader_readuntil, which is given; look is not ---- */

START_TEST(a_separator_may_be_split_between_chunks) /* R13 */
{
	struct reader *r;

	look_at("where the search goes on when more has come",
		"又来了一块，从哪里接着找");
	r = fed("GET /\r\n\r");
	ask(r, "u:\r\n\r\n");
	expect_trace("");
	feed(r, "\nrest;");
	expect_trace("GET_/\r/\r/");
	ask(r, "u:;");
	expect_trace("GET_/\r/\r/ rest;");
	end(r);
}
END_TEST

START_TEST(until_the_end_nothing_is_lost) /* R14 */
{
	struct reader *r;

	look_at("what came before the end without a separator: it stays",
		"流到头了，没等到分隔符：来了的都还在");
	r = fed("one;two");
	ask(r, "u:;");
	ask(r, "u:;");
	feed_eof(r);
	ask(r, "u:;");
	expect_false(reader_at_eof(r));
	ask(r, "u:wo");
	ask(r, "u:;");
	expect_trace("one; CUT-SHORT CUT-SHORT two CUT-SHORT");
	end(r);
}
END_TEST

START_TEST(a_record_that_is_too_long_stays_readable)
{
	struct reader *r;

	look_at("a record over the limit: nothing of it is taken",
		"超过上限的记录：一个字节也不取走");
	r = fed_up_to(5);
	feed(r, "12345;;123456;;");
	ask(r, "u:;;");
	ask(r, "u:;;");
	ask(r, "u:;;");
	ask(r, "u:456;;");
	expect_trace("12345;; TOO-LONG TOO-LONG 123456;;");
	end(r);
}
END_TEST

START_TEST(a_record_is_too_long_as_soon_as_that_is_certain)
{
	struct reader *r;

	look_at("when no separator can begin within the limit any more",
		"什么时候，上限之内已经不可能再有分隔符开头");
	r = fed_up_to(5);
	feed(r, "12345");
	ask(r, "u:;;");
	feed(r, ";");
	expect_trace("");
	feed(r, "x");
	expect_trace("TOO-LONG");
	ask(r, "u:;x");
	expect_trace("TOO-LONG 12345;x");
	end(r);
}
END_TEST

START_TEST(a_record_has_to_fit_with_its_separator)
{
	struct reader *r;

	look_at("cap: the record, its separator, and the zero byte",
		"cap：记录、分隔符，再加零字节");
	r = fed("123;;1234;;");
	ask(r, "u6:;;");
	ask(r, "u6:;;");
	ask(r, "u7:;;");
	expect_trace("123;; TOO-LONG 1234;;");
	feed(r, ";;");
	ask(r, "u0:;;");
	ask(r, "u2:;;");
	ask(r, "u3:;;");
	expect_trace("123;; TOO-LONG 1234;; TOO-LONG TOO-LONG ;;");
	end(r);
}
END_TEST

START_TEST(what_looked_like_a_separator_may_go_on)
{
	struct reader *r;

	look_at("a beginning of the separator that was none",
		"看着像分隔符的开头，其实不是");
	r = fed("a-");
	ask(r, "u:--.");
	feed(r, "-");
	feed(r, "-");
	feed(r, ".-.--");
	feed(r, ".");
	expect_trace("a---.");
	ask(r, "u:--.");
	expect_trace("a---. -.--.");
	end(r);
}
END_TEST

START_TEST(a_cancelled_readuntil_loses_nothing) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("what a cancelled readuntil leaves behind",
		"readuntil 被取消之后，留下了什么");
	r = fed("ab-");
	t = ask(r, "u:--");
	task_cancel(t);
	settle();
	feed(r, "-");
	ask(r, "u:--");
	expect_trace("CANCELLED ab--");
	end(r);
}
END_TEST

START_TEST(an_overlong_line_is_dropped_before_readuntil)
{
	struct reader *r;

	look_at("readuntil after an overlong line: it begins at the next line",
		"过长的行之后 readuntil：从下一行开始");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "u:;");
	feed(r, "7;8\nab;");
	expect_trace("TOO-LONG ab;");
	end(r);
}
END_TEST

static void look_for_nothing(void *arg)
{
	ask(fed("x"), "u:");
}

START_TEST(an_empty_separator_panics)
{
	look_at("a separator has one byte at the least",
		"分隔符至少有一个字节");
	expect_panic(look_for_nothing, NULL, "separator is empty");
}
END_TEST

/* ---- step 6: reader_readexactly ---- */

START_TEST(exactly_n_bytes_are_waited_for) /* R10 */
{
	struct reader *r;

	look_at("how many bytes are taken, and how many stay",
		"取走几个字节，留下几个");
	r = fed("1");
	ask(r, "x4");
	feed(r, "2");
	feed(r, "3");
	expect_trace("");
	feed(r, "456");
	expect_trace("1234");
	ask(r, "x2");
	expect_trace("1234 56");
	end(r);
}
END_TEST

START_TEST(exactly_n_may_be_above_the_limit) /* R10 */
{
	struct reader *r;

	look_at("the limit: it is for lines, not for readexactly",
		"上限只管行，不管 readexactly");
	r = fed_up_to(3);
	ask(r, "x8");
	feed(r, "1234");
	feed(r, "5678");
	expect_trace("12345678");
	end(r);
}
END_TEST

START_TEST(cut_short_nothing_is_lost) /* R11 */
{
	struct reader *r;

	look_at("fewer than n bytes before the end: none is taken",
		"流到头了还不到 n 个字节：一个也不取");
	r = fed("abc");
	ask(r, "x4");
	feed_eof(r);
	ask(r, "x4");
	expect_trace("CUT-SHORT CUT-SHORT");
	expect_false(reader_at_eof(r));
	ask(r, "x3");
	ask(r, "x1");
	expect_trace("CUT-SHORT CUT-SHORT abc CUT-SHORT");
	expect_true(reader_at_eof(r));
	end(r);
}
END_TEST

START_TEST(exactly_zero_bytes_are_there_at_once)
{
	struct reader *r;

	look_at("readexactly of nothing: it need not wait",
		"readexactly 零个字节：用不着等");
	r = fed("");
	ask(r, "x0");
	expect_trace("ZERO");
	feed_eof(r);
	ask(r, "x0");
	expect_trace("ZERO ZERO");
	end(r);
}
END_TEST

START_TEST(a_cancelled_readexactly_loses_nothing) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("what a cancelled readexactly leaves behind",
		"readexactly 被取消之后，留下了什么");
	r = fed("ab");
	t = ask(r, "x4");
	feed(r, "c");
	task_cancel(t);
	settle();
	ask(r, "x3");
	expect_trace("CANCELLED abc");
	end(r);
}
END_TEST

START_TEST(an_overlong_line_is_dropped_before_readexactly)
{
	struct reader *r;

	look_at("readexactly after an overlong line: it begins at the next "
		"line",
		"过长的行之后 readexactly：从下一行开始");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "x3");
	feed(r, "789");
	feed(r, "0\nabc");
	expect_trace("TOO-LONG abc");
	end(r);
}
END_TEST

/* ---- step 7: reader_read ---- */

START_TEST(read_gives_what_there_is) /* R07 */
{
	struct reader *r;

	look_at("read does not wait for all n", "read 不会等够 n 个");
	r = fed("");
	ask(r, "r9");
	feed(r, "abc");
	expect_trace("abc");
	feed(r, "de");
	feed(r, "f");
	ask(r, "r9");
	expect_trace("abc def");
	end(r);
}
END_TEST

START_TEST(read_gives_n_at_the_most) /* R07 */
{
	struct reader *r;

	look_at("what n bytes leave behind", "取走 n 个之后，还剩什么");
	r = fed("abcdef");
	ask(r, "r4");
	ask(r, "r4");
	expect_trace("abcd ef");
	end(r);
}
END_TEST

START_TEST(read_of_zero_bytes_is_nothing_at_once) /* R08 */
{
	struct reader *r;

	look_at("read of zero bytes: it does not wait, and takes nothing",
		"read 零个字节：不等，也不取");
	r = fed("");
	ask(r, "r0");
	expect_trace("ZERO");
	feed(r, "ab");
	ask(r, "r0");
	ask(r, "r9");
	expect_trace("ZERO ZERO ab");
	end(r);
}
END_TEST

START_TEST(read_of_zero_bytes_waits_for_no_end_of_a_line)
{
	struct reader *r;

	look_at("read of zero bytes while an overlong line is being dropped",
		"过长的行还没丢完时，read 零个字节");
	r = fed("too long by far");
	ask(r, "l5");
	ask(r, "r0");
	expect_trace("TOO-LONG ZERO");
	feed(r, ", and on\nab");
	ask(r, "r9");
	expect_trace("TOO-LONG ZERO ab");
	end(r);
}
END_TEST

START_TEST(read_at_the_end_is_nothing) /* R08 */
{
	struct reader *r;

	look_at("read at the end of the stream, also of one that ends while "
		"it waits",
		"流到头时的 read，也包括等着的时候流到头");
	r = fed("");
	ask(r, "r9");
	feed_eof(r);
	ask(r, "r9");
	expect_trace("ZERO ZERO");
	end(r);
}
END_TEST

START_TEST(what_came_before_the_end_is_read_first) /* R08 */
{
	struct reader *r;

	look_at("bytes that were there before the end", "流到头之前来的字节");
	r = fed("abc");
	feed_eof(r);
	ask(r, "r2");
	expect_false(reader_at_eof(r));
	ask(r, "r2");
	expect_true(reader_at_eof(r));
	ask(r, "r2");
	expect_trace("ab c ZERO");
	end(r);
}
END_TEST

START_TEST(a_cancelled_read_may_be_made_again) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("a read that was cancelled, and the next one",
		"被取消的 read，和它的下一次");
	r = fed("");
	t = ask(r, "r9");
	task_cancel(t);
	settle();
	t = ask(r, "r9");
	task_cancel(t);
	settle();
	feed(r, "abc");
	ask(r, "r9");
	expect_trace("CANCELLED CANCELLED abc");
	end(r);
}
END_TEST

START_TEST(an_overlong_line_is_dropped_before_read)
{
	struct reader *r;

	look_at("read after an overlong line: it begins at the next line",
		"过长的行之后 read：从下一行开始");
	r = fed_up_to(5);
	feed(r, "123456");
	ask(r, "l");
	ask(r, "r9");
	feed(r, "789");
	feed(r, "0\n");
	expect_trace("TOO-LONG");
	feed(r, "ab");
	expect_trace("TOO-LONG ab");
	feed(r, "1234567");
	ask(r, "l");
	feed(r, "890\ncd");
	ask(r, "r1");
	ask(r, "r9");
	expect_trace("TOO-LONG ab TOO-LONG c d");
	end(r);
}
END_TEST

START_TEST(all_kinds_of_reads_may_follow_each_other)
{
	struct reader *r;

	look_at("each read begins where the last one ended",
		"每次读都从上一次停下的地方开始");
	r = fed("line\nab;cdefgh\n");
	ask(r, "r2");
	ask(r, "l");
	ask(r, "u:;");
	ask(r, "x3");
	ask(r, "r2");
	ask(r, "l");
	expect_trace("li ne/ ab; cde fg h/");
	end(r);
}
END_TEST

/* ---- all of it, at random, against a model ---- */

static unsigned seed;

static unsigned chance(unsigned n)
{
	seed = seed * 1103515245U + 12345U;
	return (seed >> 16) % n;
}

#define TEXT 200

struct model {
	struct reader *r;
	size_t limit;
	char text[TEXT + 1];
	size_t at; /* so much of it is read */
	bool wrong;
};

/* Where the first separator ends, counted from `at`; 0: nowhere. */
static size_t record(const struct model *m, const char *separator)
{
	const char *found = strstr(m->text + m->at, separator);

	return found ? (size_t)(found - m->text) - m->at + strlen(separator)
		     : 0;
}

static bool is_next(struct model *m, const char *buf, size_t n)
{
	bool same = n <= TEXT - m->at && memcmp(m->text + m->at, buf, n) == 0;

	m->at += n;
	return same;
}

static bool try_readline(struct model *m)
{
	char buf[40];
	size_t cap = 1 + chance(sizeof(buf)), left = TEXT - m->at;
	size_t n = record(m, "\n");
	size_t inside = n ? n - 1 : left;
	ssize_t got = reader_readline(m->r, buf, cap);

	if (n == 0)
		n = left;
	if (inside > m->limit || n >= cap) {
		m->at += n;
		return got == -EMSGSIZE;
	}
	return got == (ssize_t)n && buf[n] == '\0' && is_next(m, buf, n);
}

static bool try_readuntil(struct model *m)
{
	static const char *const separators[] = { "aab", "ab", "\n\n", "a" };
	const char *separator = separators[chance(4)];
	char buf[40];
	size_t cap = 1 + chance(sizeof(buf)), n = record(m, separator);
	ssize_t got = reader_readuntil(m->r, separator, buf, cap);

	if (n == 0)
		return got == -ENODATA || got == -EMSGSIZE;
	if (n - strlen(separator) > m->limit || n >= cap)
		return got == -EMSGSIZE;
	return got == (ssize_t)n && buf[n] == '\0' && is_next(m, buf, n);
}

static bool try_readexactly(struct model *m)
{
	char buf[40];
	size_t n = chance(sizeof(buf));
	ssize_t got = reader_readexactly(m->r, buf, n);

	if (n > TEXT - m->at)
		return got == -ENODATA;
	return got == (ssize_t)n && is_next(m, buf, n);
}

static bool try_read(struct model *m)
{
	char buf[40];
	size_t n = chance(sizeof(buf));
	ssize_t got = reader_read(m->r, buf, n);

	if (n == 0 || m->at == TEXT)
		return got == 0;
	return got > 0 && got <= (ssize_t)n && is_next(m, buf, (size_t)got);
}

static int read_at_random(void *arg, void **result)
{
	bool (*const tries[])(struct model *) = { try_readline, try_readuntil,
						  try_readexactly, try_read };
	struct model *m = arg;

	while (!m->wrong && !reader_at_eof(m->r)) {
		unsigned i = chance(4);

		if (tries[i](m))
			continue;
		m->wrong = true;
		trace("%s", (const char *[]){ "readline", "readuntil",
					      "readexactly", "read" }[i]);
	}
	return 0;
}

static void feed_at_random(struct model *m)
{
	size_t at = 0;

	while (at < TEXT) {
		size_t n = 1 + chance(chance(2) ? 5 : 50);

		if (n > TEXT - at)
			n = TEXT - at;
		reader_feed_data(m->r, m->text + at, n);
		at += n;
		for (unsigned turns = chance(4); turns > 0; turns--)
			loop_run_once(loop_current());
	}
	feed_eof(m->r);
}

START_TEST(random_chunks_and_random_reads_agree_with_a_model)
{
	static struct model m;

	look_at("the read that is named below: it gave other bytes than those "
		"that came next, or another error",
		"下面点名的那种读：给出的不是接下来的字节，或者错误不对");
	loop_create();
	for (unsigned run = 0; run < 300; run++) {
		seed = run;
		m = (struct model){ .limit = 1 + chance(60) };
		for (int i = 0; i < TEXT; i++)
			m.text[i] = "aaabbc\n"[chance(7)];
		m.r = reader_create(-1, m.limit);
		task_detach(task_create(read_at_random, &m));
		feed_at_random(&m);
		expect_trace("");
		expect_int(m.at, TEXT);
		reader_destroy(m.r);
	}
	end_loop();
}
END_TEST

/* ---- step 2: where bytes come from; a socket ---- */

/* ours is a reader's, and never blocks; theirs is the test's. */
static int theirs, ours;

static struct reader *on_a_socket(void)
{
	int fds[2];

	asked = 0;
	loop_create();
	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	theirs = fds[0];
	ours = fds[1];
	fcntl(ours, F_SETFL, O_NONBLOCK);
	return reader_create(ours, LIMIT);
}

static void say(const char *text)
{
	expect_int(write(theirs, text, strlen(text)), strlen(text));
}

static void end_socket(struct reader *r)
{
	end(r);
	close(ours);
	if (theirs >= 0)
		close(theirs);
}

/* One turn, in which it begins and waits; nobody has said anything. */
static struct task *ask_and_wait(struct reader *r, const char *how)
{
	struct task *t = will_ask(r, how);

	loop_run_once(loop_current());
	return t;
}

START_TEST(lines_come_from_a_socket) /* R01 */
{
	struct reader *r;

	look_at("a reader that has a descriptor: it asks the socket",
		"有描述符的 reader：字节要去问套接字");
	r = on_a_socket();
	say("one\ntw");
	ask_and_wait(r, "l");
	turn_all();
	ask_and_wait(r, "l");
	say("o\n");
	turn_all();
	expect_trace("one/ two/");
	end_socket(r);
}
END_TEST

START_TEST(a_socket_may_give_a_byte_at_a_time) /* R01 */
{
	struct reader *r;

	look_at("a chunk of one byte", "一块只有一个字节");
	r = on_a_socket();
	ask_and_wait(r, "l");
	for (const char *c = "one\n"; *c; c++) {
		expect_int(write(theirs, c, 1), 1);
		loop_run_once(loop_current());
		loop_run_once(loop_current());
	}
	close(theirs);
	theirs = -1;
	turn_all();
	expect_trace("one/");
	end_socket(r);
}
END_TEST

START_TEST(every_read_works_on_a_socket) /* R07 R10 R13 */
{
	struct reader *r;

	look_at("all four reads, when they have to wait for the socket",
		"四种读，都要等套接字的时候");
	r = on_a_socket();
	ask_and_wait(r, "u:;;");
	say("ab;;c");
	turn_all();
	ask_and_wait(r, "x3");
	say("de");
	turn_all();
	ask_and_wait(r, "r9");
	say("fg");
	turn_all();
	expect_trace("ab;; cde fg");
	end_socket(r);
}
END_TEST

START_TEST(the_end_of_a_socket_is_the_end_of_the_stream) /* R03 */
{
	struct reader *r;

	look_at("what source_recv answers when the other side sends no more",
		"对方不再发了，source_recv 返回什么");
	r = on_a_socket();
	ask_and_wait(r, "l");
	say("last");
	close(theirs);
	theirs = -1;
	turn_all();
	expect_true(reader_at_eof(r));
	ask_and_wait(r, "l");
	ask_and_wait(r, "x1");
	ask_and_wait(r, "r9");
	expect_trace("last ZERO CUT-SHORT ZERO");
	end_socket(r);
}
END_TEST

START_TEST(the_reader_of_a_socket_may_be_cancelled) /* R19 */
{
	struct reader *r;
	struct task *t;

	look_at("a cancelled wait for the socket: that is no error of the "
		"socket's",
		"等套接字时被取消：套接字并没有出错");
	r = on_a_socket();
	t = ask_and_wait(r, "u:e");
	task_cancel(t);
	turn_all();
	say("one\n");
	ask_and_wait(r, "u:e");
	turn_all();
	expect_trace("CANCELLED one");
	end_socket(r);
}
END_TEST

static int receive_a_byte(void *arg, void **result)
{
	char byte;
	ssize_t n = sock_recv(ours, &byte, 1);

	trace("recv-%s", n < 0 ? word(n) : "1");
	return 0;
}

START_TEST(a_reader_may_follow_a_cancelled_recv)
{
	struct reader *r;
	struct task *receives;

	look_at("a reader that begins to wait just when a task in sock_recv "
		"has been cancelled, and has yet to wake",
		"sock_recv 里的任务刚被取消、还没醒，reader 就在这时开始等");
	r = on_a_socket();
	receives = task_create(receive_a_byte, NULL);
	loop_run_once(loop_current());
	will_ask(r, "l");
	task_cancel(receives);
	loop_run_once(loop_current());
	say("one\n");
	turn_all();
	expect_trace("recv-CANCELLED one/");
	end_socket(r);
}
END_TEST

START_TEST(an_overlong_line_of_a_socket_is_dropped) /* R05 */
{
	struct reader *r;
	char text[LIMIT + 50];

	look_at("the rest of an overlong line that is still in the socket",
		"过长的行，剩下的还在套接字里");
	r = on_a_socket();
	memset(text, 'x', sizeof(text));
	text[LIMIT + 1] = '\0';
	say(text);
	ask_and_wait(r, "l");
	turn_all();
	say("rest\nnext\n");
	ask_and_wait(r, "l");
	turn_all();
	expect_trace("TOO-LONG next/");
	end_socket(r);
}
END_TEST

/* Who has room from the beginning needs no memory. */
static int read_with_and_without_memory(void *r, void **result)
{
	char buf[8] = "";
	ssize_t n;

	allocation_fails(-1);
	n = reader_readline(r, buf, sizeof(buf));
	allocation_fails(0);
	if (n == -ENOMEM)
		n = reader_readline(r, buf, sizeof(buf));
	show("l", buf, n);
	return 0;
}

START_TEST(no_memory_now_may_be_memory_later)
{
	struct reader *r;

	look_at("no memory for a chunk: the bytes are still in the socket, and "
		"nothing is broken",
		"没有内存装一块：字节还在套接字里，什么也没断");
	r = on_a_socket();
	say("one\n");
	task_create(read_with_and_without_memory, r);
	turn_all();
	expect_trace("one/");
	end_socket(r);
}
END_TEST

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

/* Closed so, the other side hears "reset", not the end. */
static void close_with_a_reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

START_TEST(a_reset_is_an_error_now_and_later)
{
	struct reader *r;
	int fds[2];

	look_at("the kernel tells an error once; the reader remembers it",
		"出错内核只说一次；reader 要记住");
	asked = 0;
	loop_create();
	tcp_pair(fds);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	r = reader_create(fds[1], LIMIT);
	ask_and_wait(r, "l");
	close_with_a_reset(fds[0]);
	turn_all();
	ask_and_wait(r, "l");
	ask_and_wait(r, "r1");
	expect_trace("RESET RESET RESET");
	expect_false(reader_at_eof(r));
	end(r);
	close(fds[1]);
}
END_TEST

static void two_tasks_at_a_socket(void *second)
{
	struct reader *r = on_a_socket();

	say("abc");
	ask_and_wait(r, "x9");
	ask_and_wait(r, second);
}

static void destroy_at_a_socket(void *arg)
{
	struct reader *r = on_a_socket();

	ask_and_wait(r, "l");
	reader_destroy(r);
}

START_TEST(one_task_at_a_time_reads_from_a_socket)
{
	look_at("a second task at the same socket, and a reader that is freed "
		"too early",
		"同一个套接字上的第二个任务，还有释放得太早的 reader");
	expect_panic(two_tasks_at_a_socket, "l", "two tasks");
	expect_panic(two_tasks_at_a_socket, "r1", "two tasks");
	expect_panic(destroy_at_a_socket, NULL, "still waits");
}
END_TEST

/* ---- step 2: much at once goes past the buffer ---- */

#define MUCH "r40000" /* more than CHUNK */

START_TEST(much_at_once_is_what_has_come) /* R07 */
{
	struct reader *r;

	look_at("receive_into, when read asks for much: what it returns",
		"一次要很多时的 receive_into：返回什么");
	r = on_a_socket();
	say("one\ntwo");
	ask_and_wait(r, MUCH);
	turn_all();
	ask_and_wait(r, MUCH);
	say("three");
	turn_all();
	ask_and_wait(r, "r2");
	say("four");
	turn_all();
	ask_and_wait(r, MUCH);
	turn_all();
	expect_trace("one/two three fo ur");
	end_socket(r);
}
END_TEST

START_TEST(much_at_once_may_be_fed) /* R07 */
{
	struct reader *r;

	look_at("a reader that is fed, and is asked for much: it has no socket",
		"喂字节的 reader，一次要很多：它没有套接字");
	r = fed("");
	ask(r, MUCH);
	expect_trace("");
	feed(r, "one");
	feed(r, "two");
	ask(r, MUCH);
	feed_eof(r);
	ask(r, MUCH);
	expect_trace("one two ZERO");
	end(r);
}
END_TEST

START_TEST(what_is_unread_comes_before_much_at_once)
{
	struct reader *r;

	look_at("bytes that are unread, when read asks for much",
		"还有没读的字节，又一次要很多");
	r = on_a_socket();
	say("one\n2");
	ask_and_wait(r, "l");
	turn_all();
	say("three");
	ask_and_wait(r, MUCH);
	turn_all();
	ask_and_wait(r, MUCH);
	turn_all();
	say("four\n");
	ask_and_wait(r, "l");
	turn_all();
	expect_trace("one/ 2 three four/");
	end_socket(r);
}
END_TEST

START_TEST(an_overlong_line_is_dropped_before_much_at_once)
{
	struct reader *r;

	look_at("the rest of an overlong line, when read asks for much",
		"过长的行还剩一截，又一次要很多");
	r = on_a_socket();
	say("123456");
	ask_and_wait(r, "l5");
	turn_all();
	ask_and_wait(r, MUCH);
	say("789\n");
	loop_run_once(loop_current());
	loop_run_once(loop_current()); /* and now it waits for more */
	expect_trace("TOO-LONG");
	say("next");
	turn_all();
	expect_trace("TOO-LONG next");
	end_socket(r);
}
END_TEST

START_TEST(much_at_once_sees_the_end) /* R03 R08 */
{
	struct reader *r;

	look_at("receive_into, when nothing came: eof",
		"receive_into 一个字节也没收到：eof");
	r = on_a_socket();
	ask_and_wait(r, MUCH);
	close(theirs);
	theirs = -1;
	turn_all();
	expect_true(reader_at_eof(r));
	ask_and_wait(r, MUCH);
	ask_and_wait(r, "x1");
	expect_trace("ZERO ZERO CUT-SHORT");
	end_socket(r);
}
END_TEST

START_TEST(much_at_once_keeps_an_error)
{
	struct reader *r;
	int fds[2];

	look_at("receive_into, when it broke: the error is kept",
		"receive_into 出错：错误要记住");
	asked = 0;
	loop_create();
	tcp_pair(fds);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	r = reader_create(fds[1], LIMIT);
	ask_and_wait(r, MUCH);
	close_with_a_reset(fds[0]);
	turn_all();
	ask_and_wait(r, MUCH);
	ask_and_wait(r, "l");
	expect_trace("RESET RESET RESET");
	end(r);
	close(fds[1]);
}
END_TEST

START_TEST(much_at_once_may_be_cancelled) /* R19 */
{
	struct reader *r;

	look_at("receive_into, when it was cancelled: no error of the socket's",
		"receive_into 被取消：套接字并没有出错");
	r = on_a_socket();
	task_cancel(ask_and_wait(r, MUCH));
	turn_all();
	say("one");
	ask_and_wait(r, MUCH);
	turn_all();
	expect_trace("CANCELLED one");
	end_socket(r);
}
END_TEST

static void two_tasks_ask_for_much(void *second)
{
	struct reader *r = on_a_socket();

	say("abc");
	ask_and_wait(r, "x3");
	turn_all();
	ask_and_wait(r, MUCH);
	ask_and_wait(r, second);
}

START_TEST(one_task_at_a_time_asks_for_much)
{
	look_at("a second task, while one waits for much",
		"一个任务在等很多，又来了一个");
	expect_panic(two_tasks_ask_for_much, MUCH, "two tasks");
	expect_panic(two_tasks_ask_for_much, "l", "two tasks");
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
	struct end *e = arg;
	unsigned char piece[1000];
	int rc = 0;

	for (long i = 0; rc == 0 && i < MEGABYTE; i += sizeof(piece)) {
		long n = MEGABYTE - i < (long)sizeof(piece)
				 ? MEGABYTE - i
				 : (long)sizeof(piece);

		for (long k = 0; k < n; k++)
			piece[k] = (unsigned char)(e->first + (i + k) % 251);
		writer_write(e->w, piece, (size_t)n);
		rc = writer_drain(e->w);
	}
	writer_write_eof(e->w);
	return rc;
}

/* The other side began to count at `first`. */
static long count_right(struct reader *r, unsigned char first)
{
	unsigned char piece[777];
	long right = 0;
	ssize_t n;

	while ((n = reader_read(r, piece, sizeof(piece))) > 0)
		for (ssize_t k = 0; k < n; k++, right++)
			if (piece[k] != (unsigned char)(first + right % 251))
				return -right;
	return n < 0 ? (long)n : right;
}

static int receive_a_megabyte(void *arg, void **result)
{
	struct end *e = arg;

	e->right = count_right(e->r, (unsigned char)(100 - e->first));
	return 0;
}

static void begin_end(struct end *e, int fd, unsigned char first)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	*e = (struct end){ reader_create(fd, LIMIT), writer_create(fd), first,
			   0 };
	task_create(send_a_megabyte, e);
	task_create(receive_a_megabyte, e);
}

START_TEST(a_megabyte_passes_unchanged_in_both_directions) /* R38 */
{
	struct end a, b;
	int fds[2];

	look_at("bytes that come faster than they are read",
		"字节来得比读得快");
	loop_create();
	tcp_pair(fds);
	begin_end(&a, fds[0], 1);
	begin_end(&b, fds[1], 99);
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

/* ---- given: buffer ---- */

/* What is given stands on the lab: a reader keeps its bytes in a buffer. */
static void use_the_lab(void)
{
	end(fed("used"));
}

START_TEST(buffer_bytes_leave_in_the_order_in_which_they_came)
{
	struct buffer b = { 0 };
	unsigned char next_in = 0, next_out = 0, piece[100], out[100];

	look_at("buffer.c, which is given; your reader_feed_data uses it",
		"现成的 buffer.c；你的 reader_feed_data 用的就是它");
	use_the_lab();
	seed = 7;
	for (int i = 0; i < 2000; i++) {
		size_t n = chance(sizeof(piece));

		for (size_t k = 0; k < n; k++)
			piece[k] = next_in++;
		expect_int(buffer_append(&b, piece, n), 0);
		n = chance(sizeof(out));
		if (n > buffer_size(&b))
			n = buffer_size(&b);
		buffer_take(&b, i % 3 ? out : NULL, n);
		for (size_t k = 0; k < n; k++, next_out++)
			if (i % 3 && out[k] != next_out)
				trace("byte-%u-is-%u", next_out, out[k]);
	}
	expect_trace("");
	expect_int((unsigned char)(next_out + buffer_size(&b)), next_in);
	buffer_free(&b);
}
END_TEST

START_TEST(buffer_room_may_be_reserved_and_used_in_part)
{
	struct buffer b = { 0 };
	char out[6] = "";
	char *room;

	look_at("buffer.c, which is given; your reader_feed_data uses it",
		"现成的 buffer.c；你的 reader_feed_data 用的就是它");
	use_the_lab();
	buffer_append(&b, "ab", 2);
	room = buffer_reserve(&b, 1000);
	memcpy(room, "cde", 3);
	expect_int(buffer_size(&b), 2);
	buffer_added(&b, 3);
	expect_int(buffer_size(&b), 5);
	buffer_take(&b, out, 5);
	expect_str(out, "abcde");
	expect_int(buffer_size(&b), 0);
	buffer_free(&b);
}
END_TEST

START_TEST(buffer_without_memory_is_as_before)
{
	struct buffer b = { 0 };
	char out[3] = "";

	look_at("buffer.c, which is given; your reader_feed_data uses it",
		"现成的 buffer.c；你的 reader_feed_data 用的就是它");
	use_the_lab();
	buffer_append(&b, "ab", 2);
	allocation_fails(1);
	expect_int(buffer_append(&b, much, sizeof(much)), -ENOMEM);
	allocation_fails(1);
	expect_ptr(buffer_reserve(&b, sizeof(much)), NULL);
	allocation_fails(0);
	expect_ptr(buffer_reserve(&b, (size_t)-1), NULL);
	expect_int(buffer_size(&b), 2);
	buffer_take(&b, out, 2);
	expect_str(out, "ab");
	buffer_free(&b);
}
END_TEST

START_TEST(buffer_grows_by_doubling_and_not_with_what_has_gone)
{
	struct buffer b = { 0 };
	long before;

	look_at("buffer.c, which is given; your reader_feed_data uses it",
		"现成的 buffer.c；你的 reader_feed_data 用的就是它");
	use_the_lab();
	before = allocations();
	for (int i = 0; i < 200000; i++) {
		buffer_append(&b, "0123456789", 10);
		if (i >= 10)
			buffer_take(&b, NULL, 10);
	}
	expect_int(buffer_size(&b), 100);
	expect_true(b.capacity < 1000);
	for (int i = 0; i < 100000; i++)
		buffer_append(&b, "0123456789", 10);
	expect_true(allocations() - before < 40);
	buffer_free(&b);
}
END_TEST

START_TEST(buffer_that_was_large_is_given_back_when_empty)
{
	struct buffer b = { 0 };

	look_at("buffer.c, which is given; your reader_feed_data uses it",
		"现成的 buffer.c；你的 reader_feed_data 用的就是它");
	use_the_lab();
	buffer_append(&b, much, sizeof(much));
	buffer_take(&b, NULL, sizeof(much) - 1);
	expect_true(b.capacity >= sizeof(much));
	buffer_take(&b, NULL, 1);
	expect_int(b.capacity, 0);
	buffer_append(&b, "small", 5);
	buffer_take(&b, NULL, 5);
	expect_true(b.capacity > 0);
	buffer_free(&b);
	expect_ptr(b.data, NULL);
	expect_int(b.capacity, 0);
}
END_TEST

/* ---- given: source ---- */

/* The source of `ours`; asked by tasks of their own, four bytes at a time. */
static struct source source;

static void look_at_source(void)
{
	look_at("source.c, which is given; your receive_into uses it",
		"现成的 source.c；你的 receive_into 用的就是它");
}

static void on_a_source(void)
{
	look_at_source();
	use_the_lab();
	reader_destroy(on_a_socket());
	source_init(&source, ours);
}

static void end_source(void)
{
	source_close(&source);
	end_socket(NULL);
}

static int take_once(struct source *s)
{
	char buf[5];
	ssize_t n = source_recv(s, buf, 4);

	buf[n > 0 ? n : 0] = '\0';
	trace("%s", n > 0 ? buf : word(n));
	return (int)n;
}

static int take(void *times, void **result)
{
	int n = 1;

	for (int i = *(int *)times; i > 0 && n > 0; i--)
		n = take_once(&source);
	return n < 0 ? n : 0;
}

static struct task *will_take(int times)
{
	static int all[32];

	all[asked] = times;
	return task_create(take, &all[asked++]);
}

static struct task *take_and_wait(int times)
{
	struct task *t = will_take(times);

	loop_run_once(loop_current());
	return t;
}

static void turn(void)
{
	loop_run_once(loop_current());
}

/* Until that has been told; else this waits in vain, and the test fails. */
static void turn_until(const char *want)
{
	while (strcmp(traced(), want) != 0)
		turn();
}

START_TEST(source_that_waits_again_in_one_turn_stays_watched)
{
	on_a_source();
	take_and_wait(4);
	expect_int(virtual_registers(), 1);
	say("a");
	turn_until("a");
	say("b");
	turn_until("a b");
	say("c");
	turn_until("a b c");
	expect_int(virtual_registers(), 1);
	say("d");
	turn_all();
	expect_trace("a b c d");
	end_source();
}
END_TEST

START_TEST(source_that_nobody_waits_for_is_watched_no_more)
{
	const struct loop *l;

	on_a_source();
	l = loop_current();
	take_and_wait(1);
	expect_int(l->waited, 1);
	say("a");
	turn_all();
	turn();
	expect_int(l->waited, 0);
	expect_ptr(l->watches[ours].reader, NULL);
	take_and_wait(1);
	expect_int(virtual_registers(), 2);
	say("b");
	turn_all();
	expect_trace("a b");
	end_source();
}
END_TEST

static int take_and_hang(void *never, void **result)
{
	take_once(&source);
	return future_await(never, NULL);
}

START_TEST(source_hides_no_deadlock)
{
	struct future never;
	struct task *t;

	on_a_source();
	future_init(&never, "what never comes");
	t = task_create(take_and_hang, &never);
	turn();
	say("a");
	turn_until("a");
	say("b"); /* nobody wants it */
	turn_all();
	expect_int(pending(), 1);
	expect_int(loop_run_once(loop_current()), -EDEADLK);
	task_cancel(t);
	turn_all();
	end_source();
}
END_TEST

START_TEST(source_tries_first_unless_the_last_answer_was_short)
{
	int before;

	on_a_source();
	before = kernel_calls("recv");
	say("abcdefghij");
	take_and_wait(4);
	expect_trace("abcd efgh ij");
	expect_int(kernel_calls("recv") - before, 3);
	say("klmn");
	turn_all();
	expect_int(kernel_calls("recv") - before, 4);
	take_and_wait(1);
	expect_int(kernel_calls("recv") - before, 5);
	say("op");
	turn_all();
	expect_trace("abcd efgh ij klmn op");
	end_source();
}
END_TEST

START_TEST(source_takes_readiness_for_a_hint)
{
	on_a_source();
	take_and_wait(3);
	say("ab");
	kernel_fails("recv", EAGAIN, 3);
	turn_until("ab");
	say("cd");
	kernel_fails("recv", EINTR, 3);
	turn_until("ab cd");
	say("ef");
	turn_all();
	expect_trace("ab cd ef");
	expect_int(virtual_registers(), 1);
	end_source();
}
END_TEST

static void nothing(void *arg)
{
}

START_TEST(source_hears_no_news_that_it_has_read_already)
{
	struct handle soon = { 0 };
	int before;

	on_a_source();
	take_and_wait(2);
	before = kernel_calls("recv");
	say("a");
	turn_until("a");
	for (int i = 0; i < 3; i++) { /* in which nothing comes */
		loop_call_soon(loop_current(), nothing, NULL, &soon);
		turn();
	}
	expect_int(kernel_calls("recv") - before, 1);
	say("b");
	turn_all();
	expect_trace("a b");
	end_source();
}
END_TEST

static void cancel(void *t)
{
	task_cancel(t);
}

START_TEST(source_that_is_cancelled_has_taken_nothing)
{
	struct handle soon = { 0 };
	struct task *t;

	on_a_source();
	t = take_and_wait(2);
	task_cancel(t);
	turn_all();
	settle();
	t = take_and_wait(2);
	say("abc");
	loop_call_soon(loop_current(), cancel, t, &soon);
	turn_all();
	settle();
	expect_trace("CANCELLED CANCELLED");
	take_and_wait(1);
	turn_all();
	expect_trace("CANCELLED CANCELLED abc");
	end_source();
}
END_TEST

START_TEST(source_that_is_cancelled_may_be_asked_in_the_same_turn)
{
	on_a_source();
	task_cancel(take_and_wait(1));
	will_take(2);
	turn();
	expect_int(virtual_registers(), 1);
	say("a");
	turn_until("CANCELLED a");
	say("b");
	turn_all();
	expect_trace("CANCELLED a b");
	end_source();
}
END_TEST

START_TEST(source_tells_the_end_and_goes_on_telling_it)
{
	on_a_source();
	take_and_wait(3);
	say("ab");
	close(theirs);
	theirs = -1;
	turn_all();
	take_and_wait(1);
	turn_all();
	expect_trace("ab ZERO ZERO");
	end_source();
}
END_TEST

START_TEST(source_tells_a_reset)
{
	int fds[2];

	on_a_source();
	tcp_pair(fds);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	source_init(&source, fds[1]);
	take_and_wait(2);
	expect_int(write(fds[0], "ab", 2), 2);
	turn_until("ab");
	close_with_a_reset(fds[0]);
	turn_all();
	expect_trace("ab RESET");
	source_close(&source);
	close(fds[1]);
	end_socket(NULL);
}
END_TEST

START_TEST(source_without_memory_says_so)
{
	char byte;

	on_a_source();
	allocation_fails(1); /* the loop's table has no room yet */
	expect_int(source_recv(&source, &byte, 1), -ENOMEM);
	allocation_fails(0);
	take_and_wait(1);
	say("a");
	turn_all();
	expect_trace("a");
	end_source();
}
END_TEST

/* ---- given: source, and who else knows its number ---- */

static int receive_once(void *fd, void **result)
{
	char buf[5] = "";
	ssize_t n = sock_recv(*(int *)fd, buf, 4);

	trace("%s", n > 0 ? buf : word(n));
	return 0;
}

static int take_and_let_receive(void *arg, void **result)
{
	take_once(&source);
	return receive_once(&ours, NULL);
}

START_TEST(source_makes_room_for_sock_recv)
{
	on_a_source();
	task_create(take_and_let_receive, NULL);
	turn();
	say("a");
	turn_until("a");
	turn(); /* the source leaves */
	say("b");
	turn_all();
	take_and_wait(1);
	say("c");
	turn_all();
	expect_trace("a b c");
	end_source();
}
END_TEST

static void two_who_take(void *arg)
{
	on_a_source();
	take_and_wait(1);
	task_create(receive_once, &ours);
	turn();
}

static void take_what_somebody_waits_for(void *arg)
{
	on_a_source();
	task_create(receive_once, &ours);
	turn();
	take_and_wait(1);
}

static void take_without_a_loop(void *arg)
{
	char byte;

	on_a_source();
	end_loop();
	source_recv(&source, &byte, 1);
}

START_TEST(source_and_another_task_at_one_socket_panic)
{
	look_at_source();
	expect_panic(two_who_take, NULL, "another task waits for descriptor");
	expect_panic(take_what_somebody_waits_for, NULL,
		     "another task waits for descriptor");
	expect_panic(take_without_a_loop, NULL, "there is no loop");
}
END_TEST

START_TEST(source_may_outlive_its_loop)
{
	on_a_source();
	take_and_wait(1);
	say("a");
	turn_all(); /* and it is watched still */
	end_loop();
	loop_create();
	take_and_wait(1);
	say("b");
	turn_all();
	end_loop();
	loop_create();
	source_close(&source);
	expect_trace("a b");
	end_socket(NULL);
}
END_TEST

/* The writer closes; its reader goes later, in the same turn. */
static int take_and_close(void *writer, void **result)
{
	take_once(&source);
	writer_destroy(writer);
	source_close(&source);
	return 0;
}

START_TEST(source_may_go_after_its_writer)
{
	on_a_source();
	task_create(take_and_close, writer_create(ours));
	turn();
	say("a");
	turn_all();
	settle();
	expect_trace("a");
	ours = dup(theirs); /* the writer has closed it */
	end_socket(NULL);
}
END_TEST

static void connect_again(void)
{
	int fds[2];

	close(theirs);
	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	theirs = fds[0] == ours ? fds[1] : fds[0];
	expect_int(fds[0] + fds[1] - theirs, ours);
	fcntl(ours, F_SETFL, O_NONBLOCK);
}

/* The first source goes when its number is somebody else's. */
static int take_and_connect_again(void *writer, void **result)
{
	struct source next;

	take_once(&source);
	writer_destroy(writer);
	connect_again();
	source_init(&next, ours);
	take_once(&next);
	source_close(&source);
	take_once(&next);
	source_close(&next);
	return 0;
}

START_TEST(source_lets_go_of_no_number_that_is_used_again)
{
	on_a_source();
	task_create(take_and_connect_again, writer_create(ours));
	turn();
	say("a");
	turn_until("a");
	turn(); /* the first source leaves */
	say("b");
	turn_until("a b");
	say("c");
	turn_all();
	expect_trace("a b c");
	end_source();
}
END_TEST

/* ---- the suite ---- */

static void add_feeding(Suite *suite)
{
	TCase *step = lab_step(suite, "1 reader_feed_data");

	tcase_add_test(step, bytes_are_taken_without_waiting);
	tcase_add_test(step, at_eof_means_nothing_left_and_nothing_to_come);
	tcase_add_test(step, no_memory_for_what_comes_is_told);
	tcase_add_test(step, no_memory_for_a_reader_is_NULL);
	tcase_add_test(step, a_broken_promise_panics);
	tcase_add_test(step, what_reads_from_a_socket_is_not_fed);
}

static void add_readuntil(Suite *suite)
{
	TCase *step = lab_step(suite, "4 look (reader_readuntil)");

	tcase_add_test(step, a_separator_may_be_split_between_chunks);
	tcase_add_test(step, however_it_is_cut_the_separator_is_found);
	tcase_add_test(step, what_looked_like_a_separator_may_go_on);
	tcase_add_test(step, until_the_end_nothing_is_lost);
	tcase_add_test(step, a_record_that_is_too_long_stays_readable);
	tcase_add_test(step, a_record_is_too_long_as_soon_as_that_is_certain);
	tcase_add_test(step, a_record_has_to_fit_with_its_separator);
	tcase_add_test(step, a_cancelled_readuntil_loses_nothing);
	tcase_add_test(step, an_empty_separator_panics);
}

static void add_readline(Suite *suite)
{
	TCase *step = lab_step(suite, "5 reader_readline");

	tcase_add_test(step, a_line_is_put_together_from_chunks);
	tcase_add_test(step, many_lines_of_one_chunk_come_one_by_one);
	tcase_add_test(step, a_line_that_is_there_costs_no_wait);
	tcase_add_test(step, the_last_line_may_lack_its_newline);
	tcase_add_test(step, the_end_wakes_who_waits_for_a_line);
	tcase_add_test(step, a_line_of_exactly_the_limit_fits);
	tcase_add_test(step, the_limit_holds_for_the_last_line_too);
	tcase_add_test(step, too_long_is_told_before_the_newline_comes);
	tcase_add_test(step, the_room_includes_the_zero_byte);
	tcase_add_test(step, the_last_line_has_to_fit_into_the_room);
	tcase_add_test(step, a_cancelled_read_leaves_the_reader_usable);
	tcase_add_test(step, no_memory_loses_nothing);
	tcase_add_test(step, no_room_for_the_zero_byte_panics);
	tcase_add_test(step, to_wait_for_a_line_costs_no_memory);
	tcase_add_test(step, however_it_is_cut_the_lines_are_the_same);
}

static void add_dropping(Suite *suite)
{
	TCase *step = lab_step(suite, "5 drop, begin");

	tcase_add_test(step, an_overlong_line_is_dropped_and_the_next_is_whole);
	tcase_add_test(step,
		       the_rest_of_an_overlong_line_is_dropped_when_it_comes);
	tcase_add_test(step, the_rest_may_come_while_nobody_waits);
	tcase_add_test(step, an_overlong_line_may_end_with_the_stream);
	tcase_add_test(step, one_overlong_line_may_follow_another);
	tcase_add_test(step, cancelled_while_it_drops_it_goes_on_dropping);
	tcase_add_test(step, an_overlong_line_is_dropped_before_readuntil);
}

static void add_readexactly(Suite *suite)
{
	TCase *step = lab_step(suite, "6 reader_readexactly");

	tcase_add_test(step, exactly_n_bytes_are_waited_for);
	tcase_add_test(step, however_it_is_cut_three_bytes_are_three_bytes);
	tcase_add_test(step, exactly_n_may_be_above_the_limit);
	tcase_add_test(step, cut_short_nothing_is_lost);
	tcase_add_test(step, exactly_zero_bytes_are_there_at_once);
	tcase_add_test(step, a_cancelled_readexactly_loses_nothing);
	tcase_add_test(step, an_overlong_line_is_dropped_before_readexactly);
	tcase_add_test(step, a_zero_byte_is_a_byte_like_any_other);
}

static void add_read(Suite *suite)
{
	TCase *step = lab_step(suite, "7 reader_read");

	tcase_add_test(step, read_gives_what_there_is);
	tcase_add_test(step, read_gives_n_at_the_most);
	tcase_add_test(step, read_of_zero_bytes_is_nothing_at_once);
	tcase_add_test(step, read_of_zero_bytes_waits_for_no_end_of_a_line);
	tcase_add_test(step, read_at_the_end_is_nothing);
	tcase_add_test(step, what_came_before_the_end_is_read_first);
	tcase_add_test(step, an_empty_chunk_changes_nothing);
	tcase_add_test(step, cancelled_in_the_turn_of_the_bytes_loses_none);
	tcase_add_test(step, a_cancelled_read_may_be_made_again);
	tcase_add_test(step, an_overlong_line_is_dropped_before_read);
	tcase_add_test(step, much_at_once_may_be_fed);
}

static void add_all_reads(Suite *suite)
{
	TCase *step =
		lab_step(suite, "7 readline, readuntil, readexactly, read");

	tcase_add_test(step, all_kinds_of_reads_may_follow_each_other);
	tcase_add_test(step, an_error_reaches_who_waits_and_every_later_read);
	tcase_add_test(step, an_error_ends_the_dropping);
	tcase_add_test(step, an_error_may_come_after_the_end);
	tcase_add_test(step, a_second_task_that_reads_panics);
	tcase_add_test(step, destroying_it_while_somebody_waits_panics);
	tcase_add_test(step, random_chunks_and_random_reads_agree_with_a_model);
}

static void add_sockets(Suite *suite)
{
	TCase *step = lab_step(suite, "2 receive");

	tcase_add_test(step, lines_come_from_a_socket);
	tcase_add_test(step, a_socket_may_give_a_byte_at_a_time);
	tcase_add_test(step, every_read_works_on_a_socket);
	tcase_add_test(step, the_end_of_a_socket_is_the_end_of_the_stream);
	tcase_add_test(step, the_reader_of_a_socket_may_be_cancelled);
	tcase_add_test(step, a_reader_may_follow_a_cancelled_recv);
	tcase_add_test(step, an_overlong_line_of_a_socket_is_dropped);
	tcase_add_test(step, no_memory_now_may_be_memory_later);
	tcase_add_test(step, a_reset_is_an_error_now_and_later);
	tcase_add_test(step, one_task_at_a_time_reads_from_a_socket);
	tcase_add_test(step, much_at_once_is_what_has_come);
	tcase_add_test(step, what_is_unread_comes_before_much_at_once);
	tcase_add_test(step, an_overlong_line_is_dropped_before_much_at_once);
	tcase_add_test(step, much_at_once_sees_the_end);
	tcase_add_test(step, much_at_once_keeps_an_error);
	tcase_add_test(step, much_at_once_may_be_cancelled);
	tcase_add_test(step, one_task_at_a_time_asks_for_much);
	tcase_add_test(step, a_megabyte_passes_unchanged_in_both_directions);
}

static void add_buffer(Suite *suite)
{
	TCase *step = lab_step(suite, "8 given: buffer");

	tcase_add_test(step,
		       buffer_bytes_leave_in_the_order_in_which_they_came);
	tcase_add_test(step, buffer_room_may_be_reserved_and_used_in_part);
	tcase_add_test(step, buffer_without_memory_is_as_before);
	tcase_add_test(step,
		       buffer_grows_by_doubling_and_not_with_what_has_gone);
	tcase_add_test(step, buffer_that_was_large_is_given_back_when_empty);
}

static void add_source(Suite *suite)
{
	TCase *step = lab_step(suite, "8 given: source");

	tcase_add_test(step, source_that_waits_again_in_one_turn_stays_watched);
	tcase_add_test(step, source_that_nobody_waits_for_is_watched_no_more);
	tcase_add_test(step, source_hides_no_deadlock);
	tcase_add_test(step,
		       source_tries_first_unless_the_last_answer_was_short);
	tcase_add_test(step, source_takes_readiness_for_a_hint);
	tcase_add_test(step, source_hears_no_news_that_it_has_read_already);
	tcase_add_test(step, source_that_is_cancelled_has_taken_nothing);
	tcase_add_test(step,
		       source_that_is_cancelled_may_be_asked_in_the_same_turn);
	tcase_add_test(step, source_tells_the_end_and_goes_on_telling_it);
	tcase_add_test(step, source_tells_a_reset);
	tcase_add_test(step, source_without_memory_says_so);
	tcase_add_test(step, source_makes_room_for_sock_recv);
	tcase_add_test(step, source_and_another_task_at_one_socket_panic);
	tcase_add_test(step, source_may_outlive_its_loop);
	tcase_add_test(step, source_may_go_after_its_writer);
	tcase_add_test(step, source_lets_go_of_no_number_that_is_used_again);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("reader");

	add_feeding(suite);
	add_readuntil(suite);
	add_readline(suite);
	add_dropping(suite);
	add_readexactly(suite);
	add_read(suite);
	add_all_reads(suite);
	add_sockets(suite);
	add_buffer(suite);
	add_source(suite);
	return suite;
}
