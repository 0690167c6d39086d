/*
 * sock.c - the suite of lab sock.
 *
 * Sockets are real, time is virtual. Most tests use the two ends of a
 * socketpair: one belongs to a task, the other is read and written by the
 * test itself. What the system is made to say is in kernel.h.
 */
#include "sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "kernel.h"
#include "loop.h"
#include "panic.h"
#include "run.h"
#include "source.h"
#include "task.h"
#include "virtual.h"

#define HOUR 3600.0
#define HIGH 1500 /* a descriptor that select(2) does not take */
#define MUCH (1 << 20)
#define MANY 5000

static int pair[2]; /* [0]: the tasks'; [1]: the test's */
static bool given_up;
static int turns;

static void never_block(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void give_up(void *arg)
{
	given_up = true;
}

/* What passes through the network takes real time: no timer may be set. */
static void begin_with_network(void)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	never_block(pair[0]);
	never_block(pair[1]);
	ck_assert_ptr_nonnull(loop_create());
	given_up = false;
	turns = 0;
}

/* What passes through the pair is there at once, or it never comes. */
static void begin(void)
{
	static struct timer patience;

	begin_with_network();
	memset(&patience, 0, sizeof(patience));
	loop_call_later(loop_current(), 1000 * HOUR, give_up, NULL, &patience);
}

static void nothing(void *arg)
{
}

/* One turn that does not sleep, whoever waits. */
static void turn(void)
{
	static struct handle h;

	loop_call_soon(loop_current(), nothing, NULL, &h);
	loop_run_once(loop_current());
}

/* One turn that may sleep. No test needs so many. */
static bool turned(void)
{
	if (++turns > MANY)
		panic("%d turns of the loop: a busy loop", MANY);
	return !given_up && loop_run_once(loop_current()) == 0;
}

/* Sleep and turn until somebody has said something. */
static void turn_until_traced(void)
{
	while (!*traced() && turned())
		;
}

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

/* Turn until every task is done, or nothing will ever happen. */
static void turn_all(void)
{
	while (pending() > 0 && turned())
		;
}

static void end(void)
{
	struct task *t;

	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
	close(pair[0]);
	close(pair[1]);
}

static int waited(void)
{
	return loop_current()->waited;
}

/* Numbers differ from system to system. */
static const char *word(ssize_t rc)
{
	static const struct {
		int error;
		const char *word;
	} words[] = {
		{ ECANCELED, "cancelled" },  { EMFILE, "too-many" },
		{ ENOMEM, "no-memory" },     { EBADF, "bad" },
		{ EPIPE, "broken-pipe" },    { ECONNRESET, "reset" },
		{ ECONNREFUSED, "refused" }, { ENETUNREACH, "unreachable" },
		{ EADDRINUSE, "in-use" },    { EAGAIN, "again" },
		{ EINTR, "interrupted" },    { EINPROGRESS, "in-progress" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (rc == -words[i].error)
			return words[i].word;
	return rc < 0 ? "something-else" : rc > 0 ? "more-than-0" : "ok";
}

/* ---- the test's own end ---- */

static void say(int fd, const char *text)
{
	ck_assert_int_eq(write(fd, text, strlen(text)), strlen(text));
}

/* What can be read now, at most 99 bytes of it; "-": nothing. */
static const char *heard(int fd)
{
	static char text[100];
	ssize_t n = read(fd, text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? text : "-";
}

/* Put in what fits, to the last byte. */
static void fill(int fd)
{
	static char much[1 << 16];

	for (size_t n = sizeof(much); n > 0; n /= 2)
		while (send(fd, much, n, MSG_NOSIGNAL) > 0)
			;
}

/* Take out everything; how many bytes were not zero. */
static int empty(int fd)
{
	static char much[1 << 16];
	ssize_t n;
	int found = 0;

	while ((n = read(fd, much, sizeof(much))) > 0)
		for (ssize_t i = 0; i < n; i++)
			found += much[i] != 0;
	return found;
}

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* ---- tasks ---- */

/* Leave something on the stack, as other functions do. */
__attribute__((noinline)) static void litter(void)
{
	volatile char much[4000];

	for (size_t i = 0; i < sizeof(much); i++)
		much[i] = 0x5a;
}

static int wait_readable(void *fd, void **result)
{
	int rc;

	litter();
	rc = sock_wait_readable(*(int *)fd, "bytes");
	trace("readable:%s", word(rc));
	return rc;
}

static int wait_writable(void *fd, void **result)
{
	int rc;

	litter();
	rc = sock_wait_writable(*(int *)fd, "room");
	trace("writable:%s", word(rc));
	return rc;
}

/* Who receives and sends, and how that ended. */
struct talk {
	int fd;
	const char *text; /* to send */
	char got[100];	  /* what came */
	ssize_t rc;
};

static int receive(void *arg, void **result)
{
	struct talk *t = arg;

	litter();
	t->rc = sock_recv(t->fd, t->got, sizeof(t->got) - 1);
	if (t->rc >= 0)
		t->got[t->rc] = '\0';
	trace("got:%s", t->rc > 0 ? t->got : t->rc == 0 ? "end" : word(t->rc));
	return t->rc < 0 ? (int)t->rc : 0;
}

static int send_once(void *arg, void **result)
{
	struct talk *t = arg;

	litter();
	t->rc = sock_send(t->fd, t->text, strlen(t->text));
	if (t->rc > 0)
		trace("sent:%zd", t->rc);
	else
		trace("sent:%s", word(t->rc));
	return t->rc < 0 ? (int)t->rc : 0;
}

static int send_all(void *arg, void **result)
{
	struct talk *t = arg;

	litter();
	t->rc = sock_sendall(t->fd, t->text, strlen(t->text));
	trace("sent:%s", word(t->rc));
	return (int)t->rc;
}

static int tick(void *n, void **result)
{
	for (int i = 0; i < (int)(intptr_t)n; i++)
		async_sleep(HOUR);
	trace("ticked");
	return 0;
}

/* Cancel a task that waits, and turn until it has heard of it. */
static void cancel(struct task *t)
{
	expect_false(task_done(t));
	task_cancel(t);
	turn_all();
}

/* ---- step 1: waiting ---- */

START_TEST(the_task_waits_and_the_others_run)
{
	look_at("what happens to the task until the descriptor is ready: it "
		"pauses, the thread goes on",
		"描述符就绪之前，任务怎么了：它停着，线程照样往前走");
	begin();
	task_create(wait_readable, &pair[0]);
	task_create(tick, (void *)2);
	turn_until_traced();
	say(pair[1], "x");
	turn_all();
	expect_trace("ticked readable:ok");
	end();
}
END_TEST

START_TEST(to_write_is_to_wait_for_room)
{
	look_at("what sock_wait_writable waits for: room",
		"sock_wait_writable 等的是什么：等有地方写");
	begin();
	fill(pair[0]);
	task_create(wait_writable, &pair[0]);
	task_create(tick, (void *)2);
	turn_until_traced();
	empty(pair[1]);
	turn_all();
	expect_trace("ticked writable:ok");
	end();
}
END_TEST

START_TEST(a_pipe_is_waited_for_as_a_socket_is)
{
	int tube[2];

	look_at("whether it matters what kind of descriptor it is",
		"描述符是哪一种，有没有关系");
	begin();
	ck_assert_int_eq(pipe(tube), 0);
	task_create(wait_readable, &tube[0]);
	task_create(wait_writable, &tube[1]);
	turn_until_traced();
	expect_trace("writable:ok");
	say(tube[1], "x");
	turn_all();
	expect_trace("writable:ok readable:ok");
	end();
	close(tube[0]);
	close(tube[1]);
}
END_TEST

START_TEST(the_end_of_the_stream_can_be_read)
{
	look_at("what counts as readable: the end of the stream, too",
		"什么算可读：流结束也算");
	begin();
	task_create(wait_readable, &pair[0]);
	turn();
	shutdown(pair[1], SHUT_WR);
	turn_all();
	expect_trace("readable:ok");
	end();
}
END_TEST

START_TEST(after_the_wait_the_loop_has_let_go)
{
	look_at("what the loop still knows of the descriptor when the wait is "
		"over: nothing",
		"等完以后，循环还记着这个描述符的什么：什么都不记");
	begin();
	say(pair[1], "x");
	task_create(wait_readable, &pair[0]);
	task_create(wait_writable, &pair[0]);
	turn_all();
	expect_int(waited(), 0);
	expect_false(loop_remove_reader(loop_current(), pair[0]));
	expect_false(loop_remove_writer(loop_current(), pair[0]));
	end();
}
END_TEST

START_TEST(a_cancelled_wait_lets_go)
{
	struct task *reader, *writer;

	look_at("what the loop still knows of the descriptor after a cancel",
		"取消以后，循环还记着这个描述符的什么");
	begin();
	fill(pair[0]);
	reader = task_create(wait_readable, &pair[0]);
	writer = task_create(wait_writable, &pair[0]);
	turn();
	expect_int(waited(), 1);
	task_cancel(reader);
	cancel(writer);
	expect_trace("readable:cancelled writable:cancelled");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(a_cancel_wins_over_a_readiness_of_the_same_turn)
{
	struct task *t;

	look_at("the answer of future_await: it is the answer of the wait",
		"future_await 返回了什么：那就是这次等待的结果");
	begin();
	t = task_create(wait_readable, &pair[0]);
	turn();
	say(pair[1], "x");
	turn();
	cancel(t);
	expect_trace("readable:cancelled");
	expect_int(waited(), 0);
	end();
}
END_TEST

static void cancel_it(void *t)
{
	task_cancel(t);
}

START_TEST(a_cancel_may_come_just_before_the_readiness)
{
	struct handle h = { 0 };
	struct task *t;

	look_at("what the loop calls after the task was cancelled, in the same "
		"turn",
		"任务在这一轮里先被取消，随后循环又调用了谁");
	begin();
	t = task_create(wait_readable, &pair[0]);
	turn();
	say(pair[1], "x");
	loop_call_soon(loop_current(), cancel_it, t, &h);
	turn_all();
	expect_trace("readable:cancelled");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(one_reads_while_another_writes)
{
	struct task *reader;

	look_at("which of the two the loop is told to forget",
		"叫循环忘掉的，是两个里的哪一个");
	begin();
	fill(pair[0]);
	reader = task_create(wait_readable, &pair[0]);
	task_create(wait_writable, &pair[0]);
	turn();
	task_cancel(reader);
	turn();
	turn();
	expect_int(waited(), 1);
	empty(pair[1]);
	turn_all();
	expect_trace("readable:cancelled writable:ok");
	reader = task_create(wait_readable, &pair[0]);
	turn();
	task_create(wait_writable, &pair[0]);
	turn();
	turn();
	turn();
	expect_int(waited(), 1);
	cancel(reader);
	end();
}
END_TEST

static void wait_together(void *fn)
{
	begin();
	fill(pair[0]);
	task_create((coro_fn *)(intptr_t)fn, &pair[0]);
	turn();
	task_create((coro_fn *)(intptr_t)fn, &pair[0]);
	turn();
	end();
}

START_TEST(each_wait_has_a_future_and_a_handle_of_its_own)
{
	look_at("what two waits share that are for two descriptors: nothing",
		"等两个描述符的两次等待，合用了什么：什么都不该合用");
	begin();
	fill(pair[0]);
	fill(pair[1]);
	task_create(wait_writable, &pair[0]);
	task_create(wait_writable, &pair[1]);
	turn();
	empty(pair[0]);
	empty(pair[1]);
	turn_all();
	task_create(wait_readable, &pair[0]);
	task_create(wait_readable, &pair[1]);
	turn();
	say(pair[0], "x");
	say(pair[1], "x");
	turn_all();
	expect_trace("writable:ok writable:ok readable:ok readable:ok");
	end();
}
END_TEST

START_TEST(two_tasks_at_one_end_are_a_mistake)
{
	look_at("who waits already when a second task comes",
		"第二个任务来的时候，谁已经在等了");
	expect_panic(wait_together, (void *)(intptr_t)wait_readable,
		     "sock_wait_readable: another task waits for descriptor");
	expect_panic(wait_together, (void *)(intptr_t)wait_writable,
		     "sock_wait_writable: another task waits for descriptor");
}
END_TEST

START_TEST(in_the_place_of_a_cancelled_task_another_one_may_wait)
{
	coro_fn *fns[] = { wait_readable, wait_writable };

	look_at("whose handle you take away when a cancelled task wakes: "
		"another task may wait by then",
		"被取消的任务醒来时，摘掉的是谁的句柄：那时也许已经有别的任务在"
		"等");
	begin();
	fill(pair[0]);
	for (int i = 0; i < 2; i++) {
		struct task *t = task_create(fns[i], &pair[0]);

		turn();
		task_create(fns[i], &pair[0]);
		task_cancel(t); /* the other one begins before it wakes */
		turn();
		turn();
		expect_true(task_done(t));
		expect_int(waited(), 1);
	}
	say(pair[1], "x");
	empty(pair[1]);
	turn_all();
	expect_trace("readable:cancelled writable:cancelled "
		     "readable:ok writable:ok");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(a_number_may_come_back_as_another_descriptor)
{
	int other[2];

	look_at("what is left of the descriptor that had this number before",
		"以前用这个号的描述符，还留下了什么");
	begin();
	say(pair[1], "x");
	task_create(wait_readable, &pair[0]);
	turn_all();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, other), 0);
	ck_assert_int_eq(dup2(other[0], pair[0]), pair[0]);
	task_create(wait_readable, &pair[0]);
	turn();
	turn();
	turn();
	trace("silent");
	say(other[1], "x");
	turn_all();
	expect_trace("readable:ok silent readable:ok");
	end();
	close(other[0]);
	close(other[1]);
}
END_TEST

/* The descriptor again, under a number too high; -1: the system has none. */
static int too_high(int fd)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur <= HIGH && limit.rlim_max > HIGH) {
		limit.rlim_cur = HIGH + 1;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	return dup2(fd, HIGH);
}

START_TEST(too_high_a_number_is_emfile)
{
	int high = HIGH, none = -1;

	look_at("what loop_add_reader and loop_add_writer answered",
		"loop_add_reader 和 loop_add_writer 返回了什么");
	begin();
	too_high(pair[0]);
	task_create(wait_readable, &high);
	task_create(wait_writable, &high);
	task_create(wait_readable, &none);
	task_create(wait_writable, &none);
	turn_all();
	expect_trace("readable:too-many writable:too-many "
		     "readable:bad writable:bad");
	expect_int(waited(), 0);
	task_create(wait_writable, &pair[0]);
	turn_all();
	expect_int(waited(), 0);
	close(HIGH);
	end();
}
END_TEST

static int wait_without_memory(void *fd, void **result)
{
	int rc;

	allocation_fails(1);
	rc = sock_wait_readable(*(int *)fd, "bytes");
	allocation_fails(0);
	trace("readable:%s", word(rc));
	return rc;
}

START_TEST(no_memory_is_an_error_and_leaves_nothing)
{
	look_at("what loop_add_reader answered", "loop_add_reader 返回了什么");
	begin();
	say(pair[1], "x");
	task_create(wait_without_memory, &pair[0]);
	turn_all();
	task_create(wait_readable, &pair[0]);
	turn_all();
	expect_trace("readable:no-memory readable:ok");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(it_is_known_whether_a_task_waits_to_read)
{
	struct task *t;
	int closed;

	look_at("sock_is_awaited: somebody waits to read, and was not "
		"cancelled",
		"sock_is_awaited：有人在等着读，而且没有被取消");
	expect_false(sock_is_awaited(0)); /* there is no loop */
	begin();
	expect_false(sock_is_awaited(pair[0]));
	expect_false(sock_is_awaited(-1));
	fill(pair[0]);
	closed = dup(pair[0]);
	task_create(wait_writable, &pair[0]);
	turn();
	expect_false(sock_is_awaited(pair[0]));
	t = task_create(wait_readable, &pair[0]);
	turn();
	expect_true(sock_is_awaited(pair[0]));
	expect_false(sock_is_awaited(closed));
	task_cancel(t);
	expect_false(sock_is_awaited(pair[0]));
	for (int fd = closed; fd <= loop_current()->capacity; fd++)
		expect_false(sock_is_awaited(fd));
	empty(pair[1]);
	turn_all();
	expect_false(sock_is_awaited(pair[0]));
	close(closed);
	end();
}
END_TEST

static void two_tasks_at_0(void *arg)
{
	static int zero;

	begin();
	dup2(pair[0], 0);
	task_create(wait_readable, &zero);
	turn();
	expect_true(sock_is_awaited(0));
	task_create(wait_readable, &zero);
	turn();
}

START_TEST(descriptor_0_is_one_like_any_other)
{
	look_at("who waits for descriptor 0, which is a socket where a program "
		"has closed its input",
		"谁在等描述符 0：程序关掉了自己的输入，它就可能是套接字");
	expect_panic(two_tasks_at_0, NULL,
		     "another task waits for descriptor 0");
}
END_TEST

START_TEST(who_waits_costs_no_turns)
{
	struct task *reader, *writer;
	int before;

	look_at("who turns while nothing happens: nobody. A wait is not a "
		"question asked again and again",
		"什么事都没有的时候，谁在转：谁也不转。等待不是反复去问");
	begin();
	fill(pair[0]);
	reader = task_create(wait_readable, &pair[0]);
	writer = task_create(wait_writable, &pair[0]);
	task_create(tick, (void *)100);
	before = virtual_selects();
	turn_until_traced();
	expect_true(virtual_selects() - before < 400);
	expect_double(virtual_now() - VIRTUAL_START, 100 * HOUR, 1);
	task_cancel(reader);
	cancel(writer);
	end();
}
END_TEST

/* What a turn may do meanwhile: the table of the loop moves. */
static void watch_far(int fd, struct handle *h)
{
	int far = fcntl(fd, F_DUPFD, 500);

	ck_assert_int_ge(far, 500);
	loop_add_reader(loop_current(), far, nothing, NULL, h);
	loop_remove_reader(loop_current(), far);
	close(far);
}

START_TEST(the_table_may_move_while_a_task_waits)
{
	struct handle h = { 0 };

	look_at("whether you look into l->watches anew after the wait: the "
		"table grows, and then it may be elsewhere",
		"醒来以后，是不是重新去看 l->watches：表长大时会搬家");
	begin();
	fill(pair[0]);
	task_create(wait_readable, &pair[0]);
	task_create(wait_writable, &pair[0]);
	turn();
	watch_far(pair[1], &h);
	say(pair[1], "x");
	empty(pair[1]);
	turn_all();
	expect_trace("readable:ok writable:ok");
	expect_int(waited(), 0);
	end();
}
END_TEST

static int wait_both_ways(void *fd, void **result)
{
	wait_readable(fd, NULL);
	return wait_writable(fd, NULL);
}

START_TEST(the_stack_may_have_been_used_before)
{
	look_at("what is in the handle before its first use: it must be all "
		"zero",
		"句柄头一次用之前，里面是什么：必须全是零");
	begin();
	say(pair[1], "x");
	task_create(wait_both_ways, &pair[0]);
	turn_all();
	expect_trace("readable:ok writable:ok");
	end();
}
END_TEST

static int wait_often(void *fd, void **result)
{
	long before = 0;

	for (int i = 0; i < 101; i++) {
		if (i == 1)
			before = allocations();
		litter();
		sock_wait_writable(*(int *)fd, "room");
		sock_wait_readable(*(int *)fd, "bytes");
	}
	trace("%ld", allocations() - before);
	return 0;
}

START_TEST(a_wait_costs_no_memory)
{
	look_at("where the future and the handle live while the task waits",
		"任务等待的时候，future 和句柄放在哪里");
	begin();
	say(pair[1], "x");
	task_create(wait_often, &pair[0]);
	turn_all();
	expect_trace("0");
	end();
}
END_TEST

static const char *waits_for(const struct task *t)
{
	return t->waiting ? t->waiting->what : "";
}

START_TEST(it_is_known_what_a_task_waits_for)
{
	struct task *reader, *writer;

	look_at("the name of the future: the caller gave it",
		"future 的名字：调用者给了");
	begin();
	fill(pair[0]);
	reader = task_create(wait_readable, &pair[0]);
	writer = task_create(wait_writable, &pair[0]);
	turn();
	expect_str(waits_for(reader), "bytes");
	expect_str(waits_for(writer), "room");
	task_cancel(reader);
	cancel(writer);
	end();
}
END_TEST

static void wait_without_a_loop(void *fd)
{
	begin();
	say(pair[1], "x");
	task_create(wait_readable, &pair[0]);
	turn_all();
	end();
	sock_wait_readable(0, "bytes");
}

static void wait_outside(void *fd)
{
	begin();
	sock_wait_readable(pair[0], "bytes");
}

START_TEST(a_wait_needs_a_loop_and_a_coroutine)
{
	look_at("who could wait: only a coroutine that a loop runs",
		"谁才能等：只有循环驱动着的协程");
	expect_panic(wait_without_a_loop, NULL, "there is no loop");
	expect_panic(wait_outside, NULL, "not inside a coroutine");
}
END_TEST

/* ---- step 2: sock_recv ---- */

START_TEST(what_is_there_comes_at_once)
{
	char byte[3] = "??";

	look_at("what you do first: try, or wait", "先做什么：先试，还是先等");
	begin();
	say(pair[1], "abc");
	expect_int(sock_recv(pair[0], byte, 2), 2);
	expect_str(byte, "ab");
	expect_int(sock_recv(pair[0], byte, 2), 1);
	expect_str(byte, "cb");
	expect_int(virtual_selects(), 0);
	end();
}
END_TEST

START_TEST(a_receiver_waits_for_bytes)
{
	struct talk t = { .fd = -1 };

	look_at("what happens on EAGAIN, and then",
		"遇到 EAGAIN 怎么办，然后呢");
	begin();
	t.fd = pair[0];
	task_create(receive, &t);
	task_create(tick, (void *)2);
	turn_until_traced();
	say(pair[1], "hello");
	turn_all();
	expect_trace("ticked got:hello");
	end();
}
END_TEST

START_TEST(no_more_is_zero)
{
	struct talk t = { .fd = -1 };
	char byte;

	look_at("what recv(2) says at the end of the stream: it is no error, "
		"and no reason to wait",
		"流结束时 recv(2) 返回什么：不是出错，也没什么可等的");
	begin();
	t.fd = pair[0];
	task_create(receive, &t);
	turn();
	shutdown(pair[1], SHUT_WR);
	turn_all();
	expect_trace("got:end");
	expect_int(sock_recv(pair[0], &byte, 1), 0);
	end();
}
END_TEST

START_TEST(readiness_may_lie)
{
	struct talk t = { .fd = -1 };

	look_at("what you do when the bytes are gone before you come: there "
		"is a loop round it all",
		"轮到你时字节已经没了，怎么办：外面有个循环");
	begin();
	t.fd = pair[0];
	task_create(receive, &t);
	turn();
	for (int i = 0; i < 3; i++) {
		say(pair[1], "x");
		turn();
		trace("%s", heard(pair[0]));
		turn();
	}
	say(pair[1], "mine");
	turn_all();
	expect_trace("x x x got:mine");
	end();
}
END_TEST

START_TEST(not_now_is_no_failure_however_often)
{
	struct talk t = { .fd = -1 };

	look_at("what you do when it is EAGAIN again", "又是 EAGAIN，怎么办");
	begin();
	t.fd = pair[0];
	say(pair[1], "late");
	kernel_fails("recv", EAGAIN, 5);
	task_create(receive, &t);
	turn_all();
	expect_trace("got:late");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(a_signal_is_no_failure_to_receive)
{
	struct talk t = { .fd = -1 };

	look_at("EINTR: nothing has happened, so try again",
		"EINTR：什么也没发生，再试一次");
	begin();
	t.fd = pair[0];
	say(pair[1], "here");
	kernel_fails("recv", EINTR, 2);
	task_create(receive, &t);
	turn_all();
	expect_trace("got:here");
	end();
}
END_TEST

START_TEST(what_recv_refuses_is_told)
{
	struct talk t = { .fd = -1 };

	look_at("errno, with a minus sign", "errno，带个负号");
	begin();
	task_create(receive, &t);
	turn_all();
	expect_trace("got:bad");
	t.fd = pair[0];
	say(pair[1], "here"); /* a second try would find it */
	kernel_fails("recv", ECONNRESET, 1);
	task_create(receive, &t);
	turn_all();
	expect_trace("got:bad got:reset");
	end();
}
END_TEST

START_TEST(what_cannot_be_waited_for_can_be_received)
{
	struct talk t = { .fd = HIGH };

	look_at("what you do first: try, or wait; and what the wait answered",
		"先做什么：先试，还是先等；还有那次等待返回了什么");
	begin();
	if (too_high(pair[0]) < 0) /* the system has no such number */
		t.fd = pair[0];
	say(pair[1], "here");
	expect_int(sock_recv(t.fd, t.got, 9), 4);
	if (t.fd == HIGH) {
		task_create(receive, &t);
		turn_all();
		expect_trace("got:too-many");
	}
	close(HIGH);
	end();
}
END_TEST

START_TEST(a_cancelled_receiver_loses_nothing)
{
	struct talk t = { .fd = -1 };
	struct task *task;

	look_at("who takes the bytes, and when: only the one who returns them",
		"字节由谁取走，什么时候取：谁交出去，谁才取");
	begin();
	t.fd = pair[0];
	task = task_create(receive, &t);
	turn();
	cancel(task);
	say(pair[1], "one");
	trace("%s", heard(pair[0]));
	task = task_create(receive, &t);
	turn();
	say(pair[1], "two");
	turn();
	cancel(task);
	task_create(receive, &t);
	turn_all();
	expect_trace("got:cancelled one got:cancelled got:two");
	end();
}
END_TEST

static int cancel_and_receive(void *arg, void **result)
{
	struct talk *t = arg;
	struct task *other = task_create(receive, t);
	struct talk mine = { .fd = t->fd };

	coro_yield(NULL);
	coro_yield(NULL);
	task_cancel(other);
	return receive(&mine, NULL);
}

START_TEST(who_cancels_a_receiver_may_receive_at_once)
{
	struct talk t = { .fd = -1 };

	look_at("what a cancelled task does to the wait of another, a turn "
		"later",
		"被取消的任务过一轮才醒，它对别人的等待做了什么");
	begin();
	t.fd = pair[0];
	task_create(cancel_and_receive, &t);
	for (int i = 0; i < 5; i++)
		turn();
	say(pair[1], "mine");
	turn_all();
	expect_trace("got:cancelled got:mine");
	end();
}
END_TEST

/* Take a byte, give a byte, a hundred times; what did it cost? */
static int bounce(void *arg, void **result)
{
	const struct talk *t = arg;
	long before = 0;
	char ball = 'o';

	litter();
	if (t->text)
		sock_send(t->fd, &ball, 1);
	for (int i = 0; i < 101; i++) {
		if (i == 1)
			before = allocations();
		if (sock_recv(t->fd, &ball, 1) != 1)
			trace("lost");
		if (i < 100 || !t->text)
			sock_send(t->fd, &ball, 1);
	}
	trace("%ld", allocations() - before);
	return 0;
}

/* The source stays watched until the next turn; see source.h. */
static int take_and_receive(void *arg, void **result)
{
	struct talk *t = arg;
	struct source s;
	char taken[8];

	source_init(&s, t->fd);
	trace("took:%zd", source_recv(&s, taken, sizeof(taken)));
	receive(t, NULL);
	source_close(&s);
	return 0;
}

START_TEST(a_source_that_nobody_waits_for_is_in_nobodys_way)
{
	struct talk t = { .text = NULL };

	look_at("a descriptor that is watched, though nobody waits for it",
		"描述符还被看着，其实没有人在等");
	begin();
	t.fd = pair[0];
	task_create(take_and_receive, &t);
	turn();
	say(pair[1], "one");
	turn();
	turn();
	say(pair[1], "two");
	turn_all();
	expect_trace("took:3 got:two");
	end();
}
END_TEST

START_TEST(to_receive_costs_no_memory)
{
	struct talk a = { .text = "first" }, b = { .text = NULL };

	look_at("what a wait costs: nothing that the stack does not have",
		"等一次要花什么：栈上现成的，别的不用");
	begin();
	a.fd = pair[0];
	b.fd = pair[1];
	task_create(bounce, &a);
	task_create(bounce, &b);
	turn_all();
	expect_trace("0 0");
	end();
}
END_TEST

/* ---- step 3: sock_send, sock_sendall ---- */

START_TEST(what_fits_goes_at_once)
{
	look_at("what sock_send returns: how many bytes were taken",
		"sock_send 返回什么：收下了多少字节");
	begin();
	expect_int(sock_send(pair[0], "abc", 3), 3);
	kernel_takes(2);
	expect_int(sock_send(pair[0], "def", 3), 2);
	expect_str(heard(pair[1]), "abcde");
	expect_int(virtual_selects(), 0);
	end();
}
END_TEST

START_TEST(a_sender_waits_for_room)
{
	struct talk t = { .text = "a" };

	look_at("what to wait for on EAGAIN: the other direction",
		"遇到 EAGAIN 等什么：换了个方向");
	begin();
	t.fd = pair[0];
	fill(pair[0]);
	task_create(send_once, &t);
	task_create(tick, (void *)2);
	turn_until_traced();
	empty(pair[1]);
	turn_all();
	expect_trace("ticked sent:1");
	expect_str(heard(pair[1]), "a");
	end();
}
END_TEST

START_TEST(room_may_lie_and_signals_come)
{
	struct talk t = { .text = "abc" };

	look_at("EAGAIN and EINTR: no failures", "EAGAIN 和 EINTR：都不算出错");
	begin();
	t.fd = pair[0];
	kernel_fails("send", EAGAIN, 3);
	task_create(send_once, &t);
	turn_all();
	kernel_fails("send", EINTR, 2);
	task_create(send_once, &t);
	turn_all();
	expect_trace("sent:3 sent:3");
	expect_int(waited(), 0);
	end();
}
END_TEST

START_TEST(to_write_to_nobody_is_an_error_not_the_end)
{
	struct talk t = { .text = "abc" };

	look_at("the signal that comes when the other side is gone; and the "
		"flag against it",
		"对方走了还写，会来什么信号；有个标志挡得住");
	begin();
	t.fd = pair[0];
	close(pair[1]);
	task_create(send_once, &t);
	task_create(send_all, &t);
	turn_all();
	expect_trace("sent:broken-pipe sent:broken-pipe");
	expect_int(sock_send(-1, "a", 1), -EBADF);
	end();
}
END_TEST

START_TEST(a_cancelled_sender_has_sent_nothing)
{
	struct talk t = { .text = "lost" };
	struct task *task;

	look_at("what a send that waits has already done: nothing",
		"还在等的 send 已经做了什么：什么也没做");
	begin();
	t.fd = pair[0];
	fill(pair[0]);
	task = task_create(send_once, &t);
	turn();
	cancel(task);
	expect_trace("sent:cancelled");
	expect_int(waited(), 0);
	expect_int(empty(pair[1]), 0);
	end();
}
END_TEST

START_TEST(all_bytes_go_in_their_order)
{
	struct talk t = { .text = "many bytes in small pieces" };

	look_at("where the next send begins, and when it is enough",
		"下一次 send 从哪里开始，发到什么时候为止");
	begin();
	t.fd = pair[0];
	kernel_takes(7);
	task_create(send_all, &t);
	turn_all();
	expect_trace("sent:ok");
	expect_str(heard(pair[1]), "many bytes in small pieces");
	end();
}
END_TEST

START_TEST(as_many_bytes_go_as_there_are)
{
	struct talk t = { .text = "many bytes in small pieces" };
	int sent;

	look_at("how many bytes went out: a send may take less than it was "
		"given",
		"一共发出去几个字节：一次 send 可能只收下一部分");
	begin();
	t.fd = pair[0];
	kernel_takes(7);
	task_create(send_all, &t);
	turn_all();
	sent = empty(pair[1]);
	expect_int(sent, 26);
	expect_int(sock_sendall(pair[0], "x", 1), 0);
	expect_int(empty(pair[1]), 1);
	end();
}
END_TEST

START_TEST(nothing_is_sent_in_no_time)
{
	look_at("sock_sendall of no bytes", "sock_sendall 一个字节也没有");
	begin();
	expect_int(sock_sendall(pair[0], "", 0), 0);
	expect_str(heard(pair[1]), "-");
	end();
}
END_TEST

START_TEST(a_failure_in_the_middle_is_told)
{
	struct talk t = { .text = "abcdef" };
	struct task *task;

	look_at("what sock_send answered for the second piece",
		"第二段的 sock_send 返回了什么");
	begin();
	t.fd = pair[0];
	fill(pair[0]);
	task = task_create(send_all, &t);
	turn();
	expect_false(task_done(task));
	kernel_takes(2);
	kernel_fails("send", ECONNRESET, 1);
	empty(pair[1]);
	turn_all();
	expect_trace("sent:reset");
	end();
}
END_TEST

static int cancel_and_send(void *arg, void **result)
{
	struct talk *t = arg, mine = { .fd = t->fd, .text = "world" };
	struct task *other = task_create(send_all, t);

	coro_yield(NULL);
	coro_yield(NULL);
	task_cancel(other);
	return send_all(&mine, NULL);
}

START_TEST(who_cancels_a_sender_may_send_at_once)
{
	struct talk t = { .text = "hello" };

	look_at("what a cancelled task does to the wait of another, a turn "
		"later",
		"被取消的任务过一轮才醒，它对别人的等待做了什么");
	begin();
	t.fd = pair[0];
	fill(pair[0]);
	task_create(cancel_and_send, &t);
	for (int i = 0; i < 5; i++)
		turn();
	expect_int(empty(pair[1]), 0);
	turn_all();
	expect_trace("sent:cancelled sent:ok");
	expect_str(heard(pair[1]), "world");
	end();
}
END_TEST

/* A megabyte, and what comes from the other side. */
struct load {
	int fd;
	char *out, *in;
	size_t piece; /* received at once, at most */
};

static int send_load(void *arg, void **result)
{
	struct load *l = arg;

	litter();
	trace("sent:%s", word(sock_sendall(l->fd, l->out, MUCH)));
	shutdown(l->fd, SHUT_WR);
	return 0;
}

static int receive_load(void *arg, void **result)
{
	struct load *l = arg;
	size_t got = 0;
	ssize_t n;

	litter();
	while (got < MUCH && (n = sock_recv(l->fd, l->in + got, l->piece)) > 0)
		got += (size_t)n;
	trace("got:%zu", got);
	return 0;
}

static struct load load_create(int fd, size_t piece, int seed)
{
	struct load l = { fd, malloc(MUCH), calloc(1, MUCH + piece), piece };

	for (int i = 0; i < MUCH; i++)
		l.out[i] = (char)(i * seed + i / 251);
	return l;
}

/* Did all of it arrive, as it was sent? */
static bool arrived(const struct load *from, const struct load *to)
{
	return memcmp(from->out, to->in, MUCH) == 0;
}

static void load_free(struct load *l)
{
	free(l->out);
	free(l->in);
}

START_TEST(a_megabyte_passes_in_both_directions) /* R38 */
{
	struct load a, b;

	look_at("two tasks at one socket, one of each direction; and where "
		"each piece begins",
		"一个套接字上两个任务，一个方向一个；还有每一段从哪里开始");
	begin();
	a = load_create(pair[0], 1 << 16, 7);
	b = load_create(pair[1], 5000, 11);
	task_create(send_load, &a);
	task_create(receive_load, &a);
	task_create(send_load, &b);
	task_create(receive_load, &b);
	turn_all();
	expect_true(arrived(&b, &a));
	expect_true(arrived(&a, &b));
	expect_int(waited(), 0);
	load_free(&a);
	load_free(&b);
	end();
}
END_TEST

/* ---- step 4: sock_connect ---- */

static struct sockaddr_in here(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static void ask_port(int fd, struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);

	getsockname(fd, (struct sockaddr *)address, &size);
}

static int listen_here(struct sockaddr_in *address)
{
	int fd;

	*address = here();
	fd = sock_listen((struct sockaddr *)address, sizeof(*address), 10);
	ck_assert_int_ge(fd, 0);
	ask_port(fd, address);
	return fd;
}

/* A port at which nobody listens, and nobody else will. */
static int keep_a_port(struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*address = here();
	ck_assert_int_eq(bind(fd, (struct sockaddr *)address, sizeof(*address)),
			 0);
	ask_port(fd, address);
	return fd;
}

struct call {
	int fd;
	struct sockaddr_in address;
};

static int connected; /* what the last one returned */

static int call(void *arg, void **result)
{
	struct call *c = arg;

	litter();
	connected = sock_connect(c->fd, (struct sockaddr *)&c->address,
				 sizeof(c->address));
	trace("connected:%s", word(connected));
	return connected;
}

START_TEST(connected_is_connected)
{
	struct call c;
	int listener, other;

	look_at("what the socket is when sock_connect has returned 0",
		"sock_connect 返回 0，套接字就是什么样子了");
	begin_with_network();
	listener = listen_here(&c.address);
	c = (struct call){ sock_create(AF_INET), c.address };
	task_create(call, &c);
	turn_all();
	expect_trace("connected:ok");
	fcntl(listener, F_SETFL, 0); /* our end may wait */
	other = accept(listener, NULL, NULL);
	ck_assert_int_ge(other, 0);
	expect_int(sock_send(c.fd, "hello", 5), 5);
	expect_str(heard(other), "hello");
	expect_int(waited(), 0);
	close(other);
	close(c.fd);
	close(listener);
	end();
}
END_TEST

START_TEST(refused_is_an_error_that_may_come_late)
{
	struct call c;
	int port, before;

	look_at("how the connection went: that the socket can be written says "
		"only that it is over",
		"连接结果如何：可写只说明这事有了结果，没说结果是什么");
	begin_with_network();
	before = descriptors();
	port = keep_a_port(&c.address);
	c = (struct call){ sock_create(AF_INET), c.address };
	task_create(call, &c);
	turn_all();
	expect_trace("connected:refused");
	expect_int(waited(), 0);
	close(c.fd);
	close(port);
	expect_int(descriptors(), before);
	end();
}
END_TEST

START_TEST(what_came_late_is_no_positive_number)
{
	struct call c;
	int port;

	look_at("the sign of what SO_ERROR said",
		"SO_ERROR 给出的数，返回时带不带负号");
	begin_with_network();
	port = keep_a_port(&c.address);
	c = (struct call){ sock_create(AF_INET), c.address };
	connected = 1;
	task_create(call, &c);
	turn_all();
	expect_true(connected <= 0);
	close(c.fd);
	close(port);
	end();
}
END_TEST

/* Connect; how often did that ask the system to connect? */
static int asked(struct sockaddr_in address)
{
	struct call c = { sock_create(AF_INET), address };
	int before = kernel_calls("connect");

	task_create(call, &c);
	turn_all();
	close(c.fd);
	return kernel_calls("connect") - before;
}

START_TEST(connect_is_called_once)
{
	struct sockaddr_in address, closed;
	int listener, port;

	look_at("how often you call connect(2): once. What comes of it, only "
		"SO_ERROR says everywhere",
		"connect(2) 调了几次：只该一次。结果如何，到处都靠得住的只有 "
		"SO_ERROR");
	begin_with_network();
	listener = listen_here(&address);
	port = keep_a_port(&closed);
	expect_int(asked(address), 1);
	expect_int(asked(closed), 1);
	close(listener);
	close(port);
	end();
}
END_TEST

START_TEST(after_a_signal_connect_is_not_called_again)
{
	struct sockaddr_in address;
	int listener;

	look_at("EINTR: the connect goes on in the system, so do not begin "
		"another one",
		"EINTR：连接在内核里照样进行，别再从头来一次");
	begin_with_network();
	listener = listen_here(&address);
	kernel_fails("connect", EINTR, 1);
	expect_int(asked(address), 1);
	close(listener);
	end();
}
END_TEST

START_TEST(what_connect_refuses_at_once_is_told_at_once)
{
	struct call c;

	look_at("the errors of connect(2) that are not EINPROGRESS",
		"connect(2) 的错误，EINPROGRESS 以外的那些");
	begin_with_network();
	c = (struct call){ pair[0], here() };
	kernel_fails("connect", ENETUNREACH, 1);
	task_create(call, &c);
	turn_all();
	c.fd = -1;
	task_create(call, &c);
	turn_all();
	expect_trace("connected:unreachable connected:bad");
	end();
}
END_TEST

START_TEST(a_connection_may_be_there_at_once)
{
	struct call c;

	look_at("what it means when connect(2) returns 0",
		"connect(2) 返回 0 是什么意思");
	begin_with_network();
	c = (struct call){ socket(AF_INET, SOCK_DGRAM, 0), here() };
	c.address.sin_port = htons(9);
	task_create(call, &c);
	turn();
	expect_trace("connected:ok");
	close(c.fd);
	end();
}
END_TEST

START_TEST(a_signal_does_not_end_a_connect)
{
	struct call c;
	int listener;

	look_at("EINTR: the connect goes on in the system",
		"EINTR：连接在内核里照样进行");
	begin_with_network();
	listener = listen_here(&c.address);
	c = (struct call){ sock_create(AF_INET), c.address };
	kernel_fails("connect", EINTR, 1);
	task_create(call, &c);
	turn_all();
	expect_trace("connected:ok");
	expect_int(sock_send(c.fd, "x", 1), 1);
	close(c.fd);
	close(listener);
	end();
}
END_TEST

START_TEST(others_run_while_a_connection_is_made)
{
	struct call c;
	struct task *t;

	look_at("EINPROGRESS: wait, until the socket can be written",
		"EINPROGRESS：等到套接字可写");
	begin();
	fill(pair[0]);
	c = (struct call){ pair[0], here() };
	kernel_fails("connect", EINPROGRESS, 1);
	t = task_create(call, &c);
	task_create(tick, (void *)2);
	turn_until_traced();
	expect_int(waited(), 1);
	cancel(t);
	expect_trace("ticked connected:cancelled");
	expect_int(waited(), 0);
	expect_int(fcntl(pair[0], F_GETFD) >= 0, 1);
	end();
}
END_TEST

START_TEST(a_connect_may_have_too_high_a_number)
{
	struct call c;
	int listener, fd;

	look_at("what the wait answered", "那次等待返回了什么");
	begin_with_network();
	listener = listen_here(&c.address);
	fd = sock_create(AF_INET);
	c.fd = too_high(fd);
	kernel_fails("connect", EINPROGRESS, 1);
	task_create(call, &c);
	turn_all();
	if (c.fd == HIGH)
		expect_trace("connected:too-many");
	expect_int(waited(), 0);
	close(HIGH);
	close(fd);
	close(listener);
	end();
}
END_TEST

/* ---- step 5: sock_accept ---- */

/* A client of the old kind. It is connected when this returns. */
static int client(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(
		connect(fd, (const struct sockaddr *)address, sizeof(*address)),
		0);
	return fd;
}

static int accept_one(void *listener, void **result)
{
	int fd;

	litter();
	fd = sock_accept(*(int *)listener);
	trace("accepted:%s", word(fd < 0 ? fd : 0));
	*result = (void *)(intptr_t)fd;
	return fd < 0 ? fd : 0;
}

static int accepted(struct task *t)
{
	void *fd = (void *)(intptr_t)-1;

	expect_true(task_done(t));
	task_result(t, &fd);
	return (int)(intptr_t)fd;
}

START_TEST(an_accepted_socket_is_ours_alone_and_never_blocks)
{
	struct sockaddr_in address;
	int listener, guest, fds[3];
	struct task *t;

	look_at("what accept(2) hands out: a socket that may block, and that "
		"a program we start would inherit",
		"accept(2) 给出的套接字：会阻塞，启动别的程序还会被继承");
	begin_with_network();
	listener = listen_here(&address);
	guest = client(&address);
	t = task_create(accept_one, &listener);
	turn_all();
	fds[0] = accepted(t);
	fds[1] = listener;
	fds[2] = sock_create(AF_INET);
	for (int i = 0; i < 3; i++) {
		expect_true(fcntl(fds[i], F_GETFL) & O_NONBLOCK);
		expect_true(fcntl(fds[i], F_GETFD) & FD_CLOEXEC);
		close(fds[i]);
	}
	close(guest);
	end();
}
END_TEST

START_TEST(the_host_waits_for_a_guest)
{
	struct sockaddr_in address;
	int listener, guest, fd;
	struct task *t;

	look_at("what happens while nobody comes", "没人来的时候，怎么办");
	begin_with_network();
	listener = listen_here(&address);
	t = task_create(accept_one, &listener);
	task_create(tick, (void *)2);
	turn_until_traced();
	guest = client(&address);
	turn_all();
	expect_trace("ticked accepted:ok");
	fd = accepted(t);
	say(guest, "hello");
	fcntl(fd, F_SETFL, 0);
	expect_str(heard(fd), "hello");
	close(fd);
	close(guest);
	close(listener);
	end();
}
END_TEST

static int accept_many(void *arg, void **result)
{
	int *fds = arg;

	for (int i = 1; i <= 5; i++) {
		fds[i] = sock_accept(fds[0]);
		trace("%s", word(fds[i] < 0 ? fds[i] : 0));
	}
	return 0;
}

START_TEST(all_who_wait_can_be_accepted_in_one_turn) /* R36 */
{
	struct sockaddr_in address;
	int fds[6], guests[5];

	look_at("what you do first: try, or wait", "先做什么：先试，还是先等");
	begin_with_network();
	fds[0] = listen_here(&address);
	for (int i = 0; i < 5; i++)
		guests[i] = client(&address);
	task_create(accept_many, fds);
	turn();
	expect_trace("ok ok ok ok ok");
	for (int i = 0; i < 5; i++) {
		close(guests[i]);
		close(fds[i + 1]);
	}
	close(fds[0]);
	end();
}
END_TEST

START_TEST(a_guest_who_has_left_is_passed_over)
{
	const int errors[] = { ECONNABORTED, EPROTO, EINTR, EAGAIN };
	struct sockaddr_in address;
	int listener;

	look_at("the errors that say something about one guest only",
		"哪些错误只和某一位客人有关");
	begin_with_network();
	listener = listen_here(&address);
	for (int i = 0; i < 4; i++) {
		int guest = client(&address);
		struct task *t = task_create(accept_one, &listener);

		kernel_fails("accept", errors[i], 2);
		turn_all();
		close(accepted(t));
		close(guest);
	}
	expect_trace("accepted:ok accepted:ok accepted:ok accepted:ok");
	close(listener);
	end();
}
END_TEST

START_TEST(without_a_descriptor_the_guest_goes_on_waiting)
{
	struct sockaddr_in address;
	int listener, guest;
	struct task *t;

	look_at("EMFILE: to tell it is all that can be done here",
		"EMFILE：这里能做的，只有说出来");
	begin_with_network();
	listener = listen_here(&address);
	guest = client(&address);
	kernel_fails("accept", EMFILE, 1);
	task_create(accept_one, &listener);
	turn_all();
	expect_trace("accepted:too-many");
	t = task_create(accept_one, &listener);
	turn_all();
	expect_trace("accepted:too-many accepted:ok");
	close(accepted(t));
	close(guest);
	close(listener);
	end();
}
END_TEST

START_TEST(a_cancelled_host_loses_no_guest)
{
	struct sockaddr_in address;
	int listener, guest;
	struct task *t;

	look_at("who takes the guest, and when: only the one who returns it",
		"客人由谁接走，什么时候接：谁交出去，谁才接");
	begin_with_network();
	listener = listen_here(&address);
	t = task_create(accept_one, &listener);
	turn();
	guest = client(&address);
	turn();
	cancel(t);
	expect_int(waited(), 0);
	t = task_create(accept_one, &listener);
	turn_all();
	expect_trace("accepted:cancelled accepted:ok");
	close(accepted(t));
	close(guest);
	close(listener);
	end();
}
END_TEST

static void accept_together(void *arg)
{
	struct sockaddr_in address;
	int listener;

	begin_with_network();
	listener = listen_here(&address);
	task_create(accept_one, &listener);
	turn();
	task_create(accept_one, &listener);
	turn();
}

START_TEST(two_hosts_at_one_door_are_a_mistake)
{
	look_at("who waits already when a second task comes",
		"第二个任务来的时候，谁已经在等了");
	expect_panic(accept_together, NULL,
		     "another task waits for descriptor");
}
END_TEST

START_TEST(an_address_is_taken_once)
{
	struct sockaddr_in address;
	int listener, before;
	struct task *t;

	look_at("the socket that listens already; and that it still does",
		"已经在监听的那个套接字；它还在好好监听");
	begin_with_network();
	listener = listen_here(&address);
	before = descriptors();
	expect_int(sock_listen((struct sockaddr *)&address, sizeof(address), 1),
		   -EADDRINUSE);
	expect_int(descriptors(), before);
	expect_true(sock_create(12345) < 0);
	t = task_create(accept_one, &listener);
	before = client(&address);
	turn_all();
	close(accepted(t));
	close(before);
	close(listener);
	end();
}
END_TEST

START_TEST(a_listener_and_its_guest_may_be_descriptor_0)
{
	struct sockaddr_in address;
	int guest, zero = 0, input = dup(0);
	struct task *t;

	look_at("descriptor 0, which is no error and no false",
		"描述符 0：不是错误，也不是“没有”");
	begin_with_network();
	close(0);
	expect_int(sock_create(AF_INET), 0);
	close(0);
	expect_int(listen_here(&address), 0);
	dup2(0, input);
	close(0);
	guest = client(&address);
	if (guest == 0) { /* it is the first free number, too */
		guest = dup(0);
		close(0);
	}
	t = task_create(accept_one, &input);
	turn_all();
	expect_int(accepted(t), zero);
	close(guest);
	close(input);
	end();
}
END_TEST

/* The side that closes first keeps the port a minute in TIME_WAIT. */
START_TEST(a_port_can_be_listened_at_again_at_once)
{
	struct sockaddr_in address;
	int listener, guest;
	struct task *t;
	char byte;

	look_at("a server that is started again: its port was in use just now",
		"重新启动的服务器：它的端口刚才还有人用");
	begin_with_network();
	listener = listen_here(&address);
	guest = client(&address);
	t = task_create(accept_one, &listener);
	turn_all();
	close(accepted(t));
	close(listener);
	expect_int(read(guest, &byte, 1), 0);
	close(guest);
	listener = sock_listen((struct sockaddr *)&address, sizeof(address), 1);
	expect_true(listener >= 0);
	close(listener);
	end();
}
END_TEST

START_TEST(what_cannot_be_made_is_told_by_its_number)
{
	struct sockaddr_in address = here();
	struct sockaddr nowhere = { .sa_family = 12345 };
	struct rlimit before, now;
	int next;

	look_at("what sock_create and sock_listen answered; your sock_recv "
		"works on what they make",
		"sock_create 和 sock_listen 返回了什么；你的 sock_recv "
		"用的就是它们"
		"造出来的套接字");
	begin_with_network();
	expect_int(sock_recv(-1, &next, 1), -EBADF);
	expect_int(sock_create(12345), -EAFNOSUPPORT);
	expect_int(sock_listen(&nowhere, sizeof(nowhere), 1), -EAFNOSUPPORT);
	next = dup(0);
	close(next);
	getrlimit(RLIMIT_NOFILE, &before);
	now = before;
	now.rlim_cur = (rlim_t)next;
	setrlimit(RLIMIT_NOFILE, &now);
	expect_int(sock_create(AF_INET), -EMFILE);
	expect_int(sock_listen((struct sockaddr *)&address, sizeof(address), 1),
		   -EMFILE);
	setrlimit(RLIMIT_NOFILE, &before);
	end();
}
END_TEST

START_TEST(both_protocols_may_have_the_same_port)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in address = here();
	int listener, fds[2] = { -1, -1 };
	struct task *t;

	look_at("IPv4 and IPv6 beside each other", "IPv4 和 IPv6 各占各的");
	begin_with_network();
	address.sin_addr.s_addr = htonl(INADDR_ANY);
	listener = sock_listen((struct sockaddr *)&address, sizeof(address), 5);
	ask_port(listener, &address);
	six.sin6_port = address.sin_port;
	fds[0] = sock_listen((struct sockaddr *)&six, sizeof(six), 5);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fds[1] = client(&address);
	t = task_create(accept_one, &listener);
	turn_all();
	expect_trace("accepted:ok");
	/* a machine without IPv6 has none to offer */
	expect_true(fds[0] >= 0 || fds[0] == -EAFNOSUPPORT ||
		    fds[0] == -EADDRNOTAVAIL);
	close(accepted(t));
	close(fds[1]);
	if (fds[0] >= 0)
		close(fds[0]);
	close(listener);
	end();
}
END_TEST

static int echo(void *fd, void **result)
{
	int guest = (int)(intptr_t)fd;
	char got[100];
	ssize_t n;

	while ((n = sock_recv(guest, got, sizeof(got))) > 0)
		sock_sendall(guest, got, (size_t)n);
	close(guest);
	return (int)n;
}

/* Nobody is answered before all are there. */
static int welcome_two(void *listener, void **result)
{
	int fds[2];

	for (int i = 0; i < 2; i++)
		fds[i] = sock_accept(*(int *)listener);
	for (int i = 0; i < 2; i++)
		task_create(echo, (void *)(intptr_t)fds[i]);
	return 0;
}

/* Call where `fd` listens, say something, hear it back. */
static int call_and_talk(void *arg, void **result)
{
	struct talk *t = arg;
	struct sockaddr_in address;
	int fd = sock_create(AF_INET);
	ssize_t n, got = 0;

	litter();
	ask_port(t->fd, &address);
	sock_connect(fd, (struct sockaddr *)&address, sizeof(address));
	sock_sendall(fd, t->text, strlen(t->text));
	shutdown(fd, SHUT_WR);
	while ((n = sock_recv(fd, t->got + got, 99 - (size_t)got)) > 0)
		got += n;
	t->got[got] = '\0';
	close(fd);
	return (int)n;
}

START_TEST(hosts_and_guests_live_in_one_thread)
{
	struct talk a = { .text = "hello Bob" }, b = { .text = "hello Alice" };
	struct sockaddr_in address;
	int listener, before;

	look_at("a wait that holds up everybody", "哪一处等待把所有人都堵住了");
	begin_with_network();
	before = descriptors();
	listener = a.fd = b.fd = listen_here(&address);
	task_create(call_and_talk, &a);
	task_create(call_and_talk, &b);
	task_create(welcome_two, &listener);
	turn_all();
	expect_str(a.got, "hello Bob");
	expect_str(b.got, "hello Alice");
	close(listener);
	expect_int(descriptors(), before);
	end();
}
END_TEST

static void add_waiting(Suite *suite)
{
	TCase *step = lab_step(suite, "1 waiting");

	tcase_add_test(step, the_task_waits_and_the_others_run);
	tcase_add_test(step, to_write_is_to_wait_for_room);
	tcase_add_test(step, a_pipe_is_waited_for_as_a_socket_is);
	tcase_add_test(step, the_end_of_the_stream_can_be_read);
	tcase_add_test(step, after_the_wait_the_loop_has_let_go);
	tcase_add_test(step, a_cancelled_wait_lets_go);
	tcase_add_test(step, a_cancel_wins_over_a_readiness_of_the_same_turn);
	tcase_add_test(step, a_cancel_may_come_just_before_the_readiness);
	tcase_add_test(step, one_reads_while_another_writes);
	tcase_add_test(step, each_wait_has_a_future_and_a_handle_of_its_own);
	tcase_add_test(step, two_tasks_at_one_end_are_a_mistake);
	tcase_add_test(step,
		       in_the_place_of_a_cancelled_task_another_one_may_wait);
	tcase_add_test(step, a_number_may_come_back_as_another_descriptor);
	tcase_add_test(step, it_is_known_whether_a_task_waits_to_read);
	tcase_add_test(step, descriptor_0_is_one_like_any_other);
	tcase_add_test(step, too_high_a_number_is_emfile);
	tcase_add_test(step, no_memory_is_an_error_and_leaves_nothing);
	tcase_add_test(step, who_waits_costs_no_turns);
	tcase_add_test(step, the_table_may_move_while_a_task_waits);
	tcase_add_test(step, the_stack_may_have_been_used_before);
	tcase_add_test(step, a_wait_costs_no_memory);
	tcase_add_test(step, it_is_known_what_a_task_waits_for);
	tcase_add_test(step, a_wait_needs_a_loop_and_a_coroutine);
}

static void add_recv(Suite *suite)
{
	TCase *step = lab_step(suite, "2 sock_recv");

	tcase_add_test(step, what_is_there_comes_at_once);
	tcase_add_test(step, a_receiver_waits_for_bytes);
	tcase_add_test(step, no_more_is_zero);
	tcase_add_test(step, readiness_may_lie);
	tcase_add_test(step, not_now_is_no_failure_however_often);
	tcase_add_test(step, a_signal_is_no_failure_to_receive);
	tcase_add_test(step, what_recv_refuses_is_told);
	tcase_add_test(step, what_cannot_be_waited_for_can_be_received);
	tcase_add_test(step, a_cancelled_receiver_loses_nothing);
	tcase_add_test(step, who_cancels_a_receiver_may_receive_at_once);
	tcase_add_test(step, a_source_that_nobody_waits_for_is_in_nobodys_way);
	tcase_add_test(step, to_receive_costs_no_memory);
	tcase_add_test(step, what_cannot_be_made_is_told_by_its_number);
}

static void add_send(Suite *suite)
{
	TCase *step = lab_step(suite, "3 sock_send");

	tcase_add_test(step, what_fits_goes_at_once);
	tcase_add_test(step, a_sender_waits_for_room);
	tcase_add_test(step, room_may_lie_and_signals_come);
	tcase_add_test(step, to_write_to_nobody_is_an_error_not_the_end);
	tcase_add_test(step, a_cancelled_sender_has_sent_nothing);
	tcase_add_test(step, all_bytes_go_in_their_order);
	tcase_add_test(step, as_many_bytes_go_as_there_are);
	tcase_add_test(step, nothing_is_sent_in_no_time);
	tcase_add_test(step, a_failure_in_the_middle_is_told);
	tcase_add_test(step, who_cancels_a_sender_may_send_at_once);
	tcase_add_test(step, a_megabyte_passes_in_both_directions);
}

static void add_connect(Suite *suite)
{
	TCase *step = lab_step(suite, "4 sock_connect");

	tcase_add_test(step, connected_is_connected);
	tcase_add_test(step, refused_is_an_error_that_may_come_late);
	tcase_add_test(step, what_came_late_is_no_positive_number);
	tcase_add_test(step, connect_is_called_once);
	tcase_add_test(step, what_connect_refuses_at_once_is_told_at_once);
	tcase_add_test(step, a_connection_may_be_there_at_once);
	tcase_add_test(step, a_signal_does_not_end_a_connect);
	tcase_add_test(step, after_a_signal_connect_is_not_called_again);
	tcase_add_test(step, others_run_while_a_connection_is_made);
	tcase_add_test(step, a_connect_may_have_too_high_a_number);
}

static void add_accept(Suite *suite)
{
	TCase *step = lab_step(suite, "5 sock_accept");

	tcase_add_test(step, an_accepted_socket_is_ours_alone_and_never_blocks);
	tcase_add_test(step, the_host_waits_for_a_guest);
	tcase_add_test(step, all_who_wait_can_be_accepted_in_one_turn);
	tcase_add_test(step, a_guest_who_has_left_is_passed_over);
	tcase_add_test(step, without_a_descriptor_the_guest_goes_on_waiting);
	tcase_add_test(step, a_cancelled_host_loses_no_guest);
	tcase_add_test(step, two_hosts_at_one_door_are_a_mistake);
	tcase_add_test(step, an_address_is_taken_once);
	tcase_add_test(step, a_listener_and_its_guest_may_be_descriptor_0);
	tcase_add_test(step, a_port_can_be_listened_at_again_at_once);
	tcase_add_test(step, both_protocols_may_have_the_same_port);
	tcase_add_test(step, hosts_and_guests_live_in_one_thread);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("sock");

	add_waiting(suite);
	add_recv(suite);
	add_send(suite);
	add_connect(suite);
	add_accept(suite);
	return suite;
}
