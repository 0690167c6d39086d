/*
 * resolve.c - the suite of lab resolve.
 *
 * No test asks the Internet: names that end in ".test" are answered by
 * names.h, which can also hold a lookup up until the test lets it go on. So
 * nothing here depends on how fast a thread is.
 */
#include "resolve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counting.h"
#include "errors.h"
#include "expect.h"
#include "kernel.h"
#include "loop.h"
#include "names.h"
#include "run.h"
#include "task.h"

#define HOUR 3600.0

static int open_before;

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void begin(void)
{
	ck_assert_ptr_nonnull(loop_create());
	open_before = descriptors(); /* the loop may have one of its own */
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

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

/* Turn until this task is done, and sleep when there is nothing to do. */
static void turn_until_done(struct task *t)
{
	while (!task_done(t) && loop_run_once(loop_current()) == 0)
		;
}

/* Some turns, while the threads do whatever they do. */
static void turn_some(void)
{
	for (int i = 0; i < 5; i++)
		turn();
}

/*
 * Turn until every task is done; but let every thread end before each turn,
 * so that all has happened that can happen. Not while names are held.
 */
static void settle(void)
{
	for (int i = 0; i < 20 && pending() > 0; i++) {
		turn();
		threads_end();
	}
}

/* No thread is left, and no descriptor is open that was not. */
static void end(void)
{
	struct task *t;

	names_go_on();
	threads_end();
	look_at("the two ends of the pipe: who closes which, on every way out",
		"管道的两端：每条退路上，各由谁关");
	expect_int(loop_current()->waited, 0);
	expect_int(descriptors(), open_before);
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
}

/* ---- who looks something up ---- */

struct question {
	const char *host, *service;
	struct addrinfo *hints;
	struct addrinfo *found;
	int rc;
};

static const char *word(int rc)
{
	if (rc == async_gai_error(EAI_NONAME))
		return "no-name";
	if (rc == async_gai_error(EAI_AGAIN))
		return "try-again";
	switch (rc) {
	case 0:
		return "ok";
	case -ECANCELED:
		return "cancelled";
	case -ENOMEM:
		return "no-memory";
	case -EMFILE:
		return "no-file";
	case -EAGAIN:
		return "no-thread";
	default:
		return rc < 0 ? "something-else" : "something-positive";
	}
}

/* "127.0.0.1:80" */
static const char *shown(const struct addrinfo *a)
{
	static char text[80];
	char address[INET6_ADDRSTRLEN] = "?";
	int port = 0;

	if (a && a->ai_family == AF_INET) {
		const struct sockaddr_in *in = (void *)a->ai_addr;

		inet_ntop(AF_INET, &in->sin_addr, address, sizeof(address));
		port = ntohs(in->sin_port);
	} else if (a && a->ai_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (void *)a->ai_addr;

		inet_ntop(AF_INET6, &in6->sin6_addr, address, sizeof(address));
		port = ntohs(in6->sin6_port);
	}
	snprintf(text, sizeof(text), "%s:%d", address, port);
	return text;
}

static int ask(void *arg, void **result)
{
	struct question *q = arg;

	q->rc = async_getaddrinfo(q->host, q->service, q->hints, &q->found);
	trace("%s", q->rc == 0 ? shown(q->found) : word(q->rc));
	if (q->rc == 0)
		freeaddrinfo(q->found);
	return q->rc;
}

static struct question question(const char *host)
{
	return (struct question){ .host = host, .service = "80" };
}

/* The task, and its thread waits for names_go_on. */
static struct task *ask_slowly(struct question *q)
{
	struct task *t;

	names_hold();
	t = task_create(ask, q);
	turn();
	names_wait_for(1);
	return t;
}

/* ---- step 1: two owners ---- */

START_TEST(a_cancelled_lookup_goes_on_alone)
{
	struct question q = question(strdup("one.test"));
	char *service = strdup("http");
	struct task *t;

	look_at("who still uses the lookup after the task has gone",
		"任务走了以后，谁还在用这个 lookup");
	begin();
	q.service = service;
	t = ask_slowly(&q);
	task_cancel(t);
	turn_some();
	expect_trace("cancelled");
	free((char *)q.host);
	free(service);
	end();
}
END_TEST

START_TEST(a_lookup_may_end_before_its_task_wakes)
{
	struct question q = question("one.test");

	look_at("who still uses the lookup after the thread has gone",
		"线程走了以后，谁还在用这个 lookup");
	begin();
	ask_slowly(&q);
	names_go_on();
	threads_end();
	settle();
	expect_trace("127.0.0.1:80");
	end();
}
END_TEST

START_TEST(an_answer_that_nobody_wants_is_freed)
{
	struct question q = question("one.test");
	struct task *t;

	look_at("the answer: whose it is when the task was cancelled",
		"查到的结果：任务被取消了，它归谁");
	begin();
	t = ask_slowly(&q);
	names_go_on();
	threads_end();
	turn();
	task_cancel(t);
	settle();
	expect_trace("cancelled");
	end();
}
END_TEST

/* ---- step 2: the thread ---- */

START_TEST(a_name_becomes_an_address)
{
	struct question one = question("one.test");
	struct question seven = question("seven.test");

	look_at("what the thread asks getaddrinfo for",
		"线程拿什么去问 getaddrinfo");
	begin();
	seven.service = NULL;
	task_create(ask, &one);
	settle();
	task_create(ask, &seven);
	settle();
	expect_trace("127.0.0.1:80 127.0.0.7:0");
	end();
}
END_TEST

START_TEST(the_task_wakes_when_the_answer_is_there)
{
	struct question q = question("one.test");

	look_at("what the thread has done when the task wakes",
		"任务醒来时，线程已经做了什么");
	begin();
	ask_slowly(&q);
	turn_some();
	expect_trace("");
	names_go_on();
	settle();
	expect_trace("127.0.0.1:80");
	end();
}
END_TEST

START_TEST(hints_are_passed_on)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct question q = question("one.test");

	look_at("what getaddrinfo is told of the hints",
		"hints 里写的，getaddrinfo 知道了多少");
	begin();
	q.hints = &hints;
	ask_slowly(&q);
	hints.ai_family = AF_INET6; /* too late */
	names_go_on();
	settle();
	expect_trace("127.0.0.1:80");
	hints = (struct addrinfo){ .ai_family = AF_INET,
				   .ai_socktype = SOCK_DGRAM };
	q.host = "six.test";
	task_create(ask, &q);
	settle();
	expect_true(q.rc < 0);
	end();
}
END_TEST

START_TEST(no_such_name_is_an_error_not_a_hang) /* R32 */
{
	struct question none = question("none.test");
	struct question later = question("later.test");

	look_at("the number that getaddrinfo returned, and what it becomes",
		"getaddrinfo 返回的数，后来变成了什么");
	begin();
	none.found = later.found = (void *)&none;
	task_create(ask, &none);
	settle();
	task_create(ask, &later);
	settle();
	expect_trace("no-name try-again");
	expect_str(async_strerror(none.rc), gai_strerror(EAI_NONAME));
	expect_str(async_strerror(0), "Success");
	expect_ptr(none.found, &none);
	expect_ptr(later.found, &none);
	end();
}
END_TEST

START_TEST(a_failure_of_the_system_keeps_its_number)
{
	struct question files = question("files.test");
	struct question odd = question("odd.test");

	look_at("whose errno tells what went wrong: every thread has its own",
		"出了什么错，要看谁的 errno：每个线程各有一份");
	begin();
	task_create(ask, &files);
	settle();
	expect_trace("no-file");
	task_create(ask, &odd);
	settle();
	expect_true(odd.rc < 0);
	end();
}
END_TEST

START_TEST(who_answers_nobody_does_not_die_of_it)
{
	struct question q = question("none.test");
	struct task *t;

	look_at("what happens when the thread is done and the other end of "
		"the pipe is closed",
		"线程做完时，管道的另一端已经关了，会怎么样");
	begin();
	for (int i = 0; i < 3; i++) {
		t = ask_slowly(&q);
		task_cancel(t);
		turn_some();
		names_go_on();
		threads_end();
	}
	expect_trace("cancelled cancelled cancelled");
	end();
}
END_TEST

/* ---- step 3: starting it ---- */

static int tick_and_go_on(void *arg, void **result)
{
	for (int i = 0; i < 3; i++) {
		async_sleep(HOUR);
		trace("tick");
	}
	names_go_on();
	return 0;
}

START_TEST(the_others_run_while_a_name_is_looked_up)
{
	struct question q = question("one.test");

	look_at("on which thread getaddrinfo runs",
		"getaddrinfo 在哪个线程里跑");
	begin();
	ask_slowly(&q);
	turn_until_done(task_create(tick_and_go_on, NULL));
	settle();
	expect_int(names_asked_on_main(), 0);
	expect_trace("tick tick tick 127.0.0.1:80");
	end();
}
END_TEST

START_TEST(nobody_has_to_join_the_thread)
{
	struct question q = question("one.test");

	look_at("what becomes of a thread that nobody joins",
		"没有人 join 的线程，最后怎么样");
	begin();
	task_create(ask, &q);
	settle();
	expect_int(threads_begun(), 1);
	threads_end();
	expect_int(threads_kept(), 0);
	end();
}
END_TEST

START_TEST(without_a_thread_there_is_no_answer)
{
	struct question q = question("one.test");

	look_at("what was made for the thread, and is ours again",
		"本来给线程准备的东西，现在又得我们来收");
	begin();
	kernel_fails("pthread_create", EAGAIN, 1);
	task_create(ask, &q);
	settle();
	expect_int(names_asked(), 0);
	task_create(ask, &q);
	settle();
	expect_trace("no-thread 127.0.0.1:80");
	end();
}
END_TEST

/* ---- step 4: the task waits ---- */

static const char *waits_for(const struct task *t)
{
	return t->waiting ? t->waiting->what : "";
}

START_TEST(a_cancel_does_not_wait_for_the_thread)
{
	struct question q = question("one.test");
	struct task *t;

	look_at("what the task waits for, and what a cancel does to that wait",
		"任务等的是什么，取消对这个等待有什么作用");
	begin();
	q.found = (void *)&q;
	t = ask_slowly(&q);
	expect_str(waits_for(t), "getaddrinfo");
	task_cancel(t);
	turn_some();
	expect_true(task_done(t));
	expect_int(q.rc, -ECANCELED);
	expect_ptr(q.found, &q);
	end();
}
END_TEST

START_TEST(the_task_closes_its_end_of_the_pipe)
{
	struct question q = question("one.test"), cancelled = q;
	struct task *t;

	look_at("how many descriptors are open after a lookup: as many as "
		"before",
		"查完一次，开着的描述符有几个：和原来一样多");
	begin();
	task_create(ask, &q);
	settle();
	threads_end();
	expect_int(descriptors(), open_before);
	t = ask_slowly(&cancelled);
	expect_int(descriptors(), open_before + 2);
	task_cancel(t);
	turn_some();
	expect_int(descriptors(), open_before + 1);
	names_go_on();
	threads_end();
	expect_int(descriptors(), open_before);
	end();
}
END_TEST

START_TEST(the_answer_belongs_to_whoever_asked)
{
	struct question q = question("one.test");

	look_at("the answer: who frees it", "查到的结果：由谁释放");
	begin();
	q.rc = 1;
	for (int i = 0; i < 3; i++) {
		task_create(ask, &q);
		settle();
	}
	expect_trace("127.0.0.1:80 127.0.0.1:80 127.0.0.1:80");
	expect_int(q.rc, 0);
	end();
}
END_TEST

/* ---- step 5: all of it ---- */

static const char *number(const char *host, const char *service)
{
	struct addrinfo *found = NULL;
	const char *text;

	if (async_getaddrinfo(host, service, NULL, &found) < 0)
		return "error";
	text = shown(found);
	freeaddrinfo(found);
	return text;
}

START_TEST(a_number_needs_no_thread)
{
	struct question q = question("one.test");

	look_at("what has to be asked: names, not numbers",
		"什么才需要去查：名字要查，数字不用");
	begin();
	expect_str(number("127.0.0.1", "80"), "127.0.0.1:80");
	expect_str(number("::1", "8080"), "::1:8080");
	expect_str(number("10.1.2.3", NULL), "10.1.2.3:0");
	expect_false(strcmp(number(NULL, "80"), "error") == 0);
	expect_int(threads_begun(), 0);
	expect_int(kernel_calls("pipe"), 0);
	task_create(ask, &q);
	settle();
	expect_int(threads_begun(), 1);
	end();
}
END_TEST

static const char *number_with(const struct addrinfo *hints)
{
	struct addrinfo *found = NULL;
	const char *text;

	expect_int(async_getaddrinfo(NULL, "80", hints, &found), 0);
	text = shown(found);
	freeaddrinfo(found);
	return text;
}

START_TEST(a_number_keeps_its_hints)
{
	struct addrinfo hints = { .ai_family = AF_INET };
	struct question q = question("::1");
	struct task *t;

	look_at("what the hints say about a number, or about no host at all; "
		"a number of the other family is asked like a name",
		"查的是数字或者 "
		"NULL，提示里说的也算数；另一族的数字，要像名字一样去问");
	begin();
	expect_str(number_with(&hints), "127.0.0.1:80");
	hints.ai_flags = AI_PASSIVE;
	expect_str(number_with(&hints), "0.0.0.0:80");
	expect_false(strcmp(number_with(NULL), "0.0.0.0:80") == 0);
	q.hints = &hints;
	t = task_create(ask, &q);
	settle();
	expect_true(task_result(t, NULL) < 0);
	end();
}
END_TEST

START_TEST(six_is_as_good_as_four)
{
	struct question q = question("six.test");

	look_at("which addresses getaddrinfo may answer with",
		"getaddrinfo 可以给出哪些地址");
	begin();
	task_create(ask, &q);
	settle();
	expect_trace("::1:80");
	end();
}
END_TEST

START_TEST(this_machine_has_a_name)
{
	struct addrinfo hints = { .ai_family = AF_INET,
				  .ai_socktype = SOCK_STREAM };
	struct question q = question("localhost");

	look_at("what the thread asks getaddrinfo for",
		"线程拿什么去问 getaddrinfo");
	begin();
	q.hints = &hints;
	task_create(ask, &q);
	settle();
	expect_trace("127.0.0.1:80");
	end();
}
END_TEST

#define MANY 20

START_TEST(many_are_looked_up_at_once)
{
	struct question q[MANY];
	char want[MANY * 14] = "";

	look_at("what one lookup has in common with another: nothing",
		"两次查询之间有什么是共用的：什么也没有");
	begin();
	names_hold();
	for (int i = 0; i < MANY; i++) {
		q[i] = question("one.test");
		task_create(ask, &q[i]);
		strcat(want, i ? " 127.0.0.1:80" : "127.0.0.1:80");
	}
	turn();
	names_wait_for(MANY);
	names_go_on();
	settle();
	expect_trace(want);
	end();
}
END_TEST

START_TEST(some_are_cancelled_and_the_others_go_on)
{
	struct question q[4];
	struct task *tasks[4];

	look_at("whose lookup it is", "这是谁的 lookup");
	begin();
	names_hold();
	for (int i = 0; i < 4; i++) {
		q[i] = question(i % 2 ? "seven.test" : "one.test");
		tasks[i] = task_create(ask, &q[i]);
	}
	turn();
	names_wait_for(4);
	task_cancel(tasks[0]);
	task_cancel(tasks[2]);
	turn_some();
	names_go_on();
	settle();
	expect_trace("cancelled cancelled 127.0.0.7:80 127.0.0.7:80");
	end();
}
END_TEST

START_TEST(cancelled_before_it_began_it_asks_nobody)
{
	struct question q = question("one.test"), other = q;

	look_at("what was done before the first wait",
		"第一次等待之前做了什么");
	begin();
	task_cancel(task_create(ask, &q));
	settle();
	expect_int(threads_begun(), 0);
	task_create(ask, &other);
	settle();
	expect_trace("127.0.0.1:80");
	end();
}
END_TEST

START_TEST(without_a_pipe_there_is_no_thread)
{
	struct question q = question("one.test");

	look_at("what pipe_create answered, and what was made before it",
		"pipe_create 返回了什么，在它之前已经造了什么");
	begin();
	kernel_fails("pipe", EMFILE, 1);
	task_create(ask, &q);
	settle();
	expect_int(threads_begun(), 0);
	task_create(ask, &q);
	settle();
	expect_trace("no-file 127.0.0.1:80");
	end();
}
END_TEST

static int go_on_later(void *arg, void **result)
{
	async_sleep(HOUR);
	names_go_on();
	return 0;
}

/* Let the first allocation fail, then the second, ...; until none does. */
static int ask_without_memory(void *arg, void **result)
{
	struct question *q = arg;

	for (int n = 1; n < 100; n++) {
		names_hold();
		q->found = NULL;
		allocation_fails(n);
		q->rc = async_getaddrinfo(q->host, q->service, NULL, &q->found);
		allocation_fails(0);
		names_go_on();
		threads_end();
		if (q->rc != -ENOMEM)
			break;
	}
	trace("%s", q->rc == 0 ? shown(q->found) : word(q->rc));
	if (q->found)
		freeaddrinfo(q->found);
	return q->rc;
}

START_TEST(without_memory_nothing_is_left_behind)
{
	struct question q = question("seven.test");
	struct task *later;

	look_at("what was made before the memory ran out; and who asks when "
		"half of the question is missing",
		"内存用完之前，已经造好了什么；问题只抄下一半，就不能去问");
	begin();
	later = task_create(go_on_later, NULL);
	task_create(ask_without_memory, &q);
	turn_until_done(later);
	settle();
	expect_trace("127.0.0.7:80");
	end();
}
END_TEST

static void ask_outside(void *arg)
{
	struct question q = question("one.test");

	begin();
	names_hold();
	ask(&q, NULL);
}

START_TEST(a_name_needs_a_coroutine)
{
	look_at("who could wait: only a coroutine that a loop runs",
		"谁才能等：只有循环驱动着的协程");
	expect_panic(ask_outside, NULL, "not inside a coroutine");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("resolve");
	TCase *step = lab_step(suite, "1 two owners");

	tcase_add_test(step, a_cancelled_lookup_goes_on_alone);
	tcase_add_test(step, a_lookup_may_end_before_its_task_wakes);
	tcase_add_test(step, an_answer_that_nobody_wants_is_freed);

	step = lab_step(suite, "2 the thread");
	tcase_add_test(step, a_name_becomes_an_address);
	tcase_add_test(step, the_task_wakes_when_the_answer_is_there);
	tcase_add_test(step, hints_are_passed_on);
	tcase_add_test(step, no_such_name_is_an_error_not_a_hang);
	tcase_add_test(step, a_failure_of_the_system_keeps_its_number);
	tcase_add_test(step, who_answers_nobody_does_not_die_of_it);

	step = lab_step(suite, "3 starting it");
	tcase_add_test(step, the_others_run_while_a_name_is_looked_up);
	tcase_add_test(step, nobody_has_to_join_the_thread);
	tcase_add_test(step, without_a_thread_there_is_no_answer);

	step = lab_step(suite, "4 the task waits");
	tcase_add_test(step, a_cancel_does_not_wait_for_the_thread);
	tcase_add_test(step, the_task_closes_its_end_of_the_pipe);
	tcase_add_test(step, the_answer_belongs_to_whoever_asked);

	step = lab_step(suite, "5 put together");
	tcase_add_test(step, a_number_needs_no_thread);
	tcase_add_test(step, a_number_keeps_its_hints);
	tcase_add_test(step, six_is_as_good_as_four);
	tcase_add_test(step, this_machine_has_a_name);
	tcase_add_test(step, many_are_looked_up_at_once);
	tcase_add_test(step, some_are_cancelled_and_the_others_go_on);
	tcase_add_test(step, cancelled_before_it_began_it_asks_nobody);
	tcase_add_test(step, without_a_pipe_there_is_no_thread);
	tcase_add_test(step, without_memory_nothing_is_left_behind);
	tcase_add_test(step, a_name_needs_a_coroutine);
	return suite;
}
