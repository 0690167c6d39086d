/*
 * main.c - run the suite of one lab.
 *
 *	loop.test FILE.xml WORD	every test in a process of its own, the verdicts
 *				in FILE.xml, and with them the canary
 *	loop.test FILE.xml WORD NAME	this test alone, and the canary
 *	loop.test FILE.xml WORD -NAME	the same as a decoy: at its end it fails
 *	loop.test		for a person or a debugger: verdicts on stdout
 *
 * The canary is a test that must fail. Where it does not, the code under test
 * has bent the harness, and no verdict of this run is believed. A test says on
 * stderr that it begins and that it has come to its end, each time with the
 * word, which nobody else knows: so neither can be said in its place.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "failure.h"
#include "late.h"
#include "leaks.h"

#define TEST_SECONDS 3 /* for one test */
#define ALL_SECONDS 10 /* then the tests that are left do not run */

static struct timespec started;
static const char *verdicts; /* the name of their file */
static const char *running;
static char word[40];
static char wanted[200];
static const char *only; /* the name of the one test that is wanted */
static bool decoy;	 /* who says that this one has passed, lies */

START_TEST(zz_canary_must_fail)
{
	ck_abort_msg("the canary sang");
}
END_TEST

static double multiplier(void)
{
	const char *text = getenv("CK_TIMEOUT_MULTIPLIER");

	return text ? atof(text) : 1;
}

/* The file of the verdicts is its parent's: a test has no business there. */
static void close_verdicts(void)
{
	struct stat theirs, this;

	if (!verdicts || stat(verdicts, &theirs) < 0)
		return;
	for (int fd = 3; fd < 16; fd++)
		if (fstat(fd, &this) == 0 && this.st_ino == theirs.st_ino &&
		    this.st_dev == theirs.st_dev)
			close(fd);
}

/* The first thing that happens in the process of a test. */
static void process_begins(void)
{
	close_verdicts();
	late_begin(TEST_SECONDS * multiplier());
	leaks_begin();
}

TCase *lab_step(Suite *suite, const char *name)
{
	TCase *step = tcase_create(name);

	tcase_set_timeout(step, TEST_SECONDS);
	tcase_add_checked_fixture(step, process_begins, NULL);
	suite_add_tcase(suite, step);
	return step;
}

void add_wanted_test(TCase *step, const TTest *test, int signal, int exit_value,
		     int start, int end)
{
	if (!only || !strcmp(only, test->name))
		(_tcase_add_test)(step, test, signal, exit_value, start, end);
}

static bool out_of_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - started.tv_sec) >
	       ALL_SECONDS * multiplier();
}

/* A test support that keeps something from test to test may begin anew. */
__attribute__((weak)) void support_begins(void)
{
}

static void mark(char what)
{
	if (*word)
		fprintf(stderr, "\036%s%c%s\n", word, what, running);
}

void test_begins(const char *name, const char *file, int line)
{
	running = name;
	mark('+');
	trace_clear();
	failure_clear();
	support_begins();
	counting_begin();
	here(file, line);
	if (name != zz_canary_must_fail->name && out_of_time())
		fail_sentence(file, line,
			      "not run: the tests before it took all the time",
			      "没有运行：前面的测试用完了时间");
}

/* The kernel does not say who ended to somebody who does not want to know. */
static bool hears_of_children(void)
{
	struct sigaction now;

	sigaction(SIGCHLD, NULL, &now);
	return now.sa_handler == SIG_DFL && !(now.sa_flags & SA_NOCLDWAIT);
}

void test_ends(void)
{
	if (decoy && running != zz_canary_must_fail->name)
		ck_abort_msg("the decoy sang");
	if (!hears_of_children())
		fail_sentence(
			__FILE__, __LINE__,
			"Your code has changed what happens when a child "
			"process ends (SIGCHLD). Leave that signal alone.",
			"你的代码改动了子进程结束时的处理（SIGCHLD）。"
			"别碰这个信号。");
	mark('-');
}

/* From here on nobody can read it in /proc/self/cmdline. */
static void keep_word(char *secret)
{
	snprintf(word, sizeof(word), "%s", secret);
	memset(secret, '-', strlen(secret));
}

static void keep_name(char *text)
{
	decoy = *text == '-';
	snprintf(wanted, sizeof(wanted), "%s", text + decoy);
	memset(text, '-', strlen(text));
	only = wanted;
}

int main(int argc, char **argv)
{
	const struct rlimit no_core = { 0, 0 };
	SRunner *runner;
	Suite *suite;
	int failed;

	clock_gettime(CLOCK_MONOTONIC, &started);
	setvbuf(stdout, NULL, _IONBF, 0);
	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGCHLD, SIG_DFL);
	crash_begin();
	if (argc > 3)
		keep_name(argv[3]);
	suite = lab_suite();
	runner = srunner_create(suite);
	if (argc > 2)
		keep_word(argv[2]);
	if (argc > 1) {
		verdicts = argv[1];
		only = NULL;
		tcase_add_test(lab_step(suite, "canary"), zz_canary_must_fail);
		srunner_set_xml(runner, argv[1]);
	}
	srunner_run_all(runner, argc > 1 ? CK_SILENT : CK_VERBOSE);
	failed = srunner_ntests_failed(runner);
	if (srunner_ntests_run(runner) < 1 + (argc > 1))
		failed = -1;
	srunner_free(runner);
	return failed != (argc > 1);
}
