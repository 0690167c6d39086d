/*
 * main.c - run the suite of one lab.
 *
 *	loop.test FILE.xml	every test in a process of its own, the verdicts
 *				in FILE.xml, and with them the canary
 *	loop.test		for a person or a debugger: verdicts on stdout
 *
 * The canary is a test that must fail. Where it does not, the code under test
 * has bent the harness, and no verdict of this run is believed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "failure.h"
#include "leaks.h"

#define TEST_SECONDS 3 /* for one test */
#define ALL_SECONDS 10 /* then the tests that are left do not run */

static struct timespec started;

START_TEST(zz_canary_must_fail)
{
	ck_abort_msg("the canary sang");
}
END_TEST

TCase *lab_step(Suite *suite, const char *name)
{
	TCase *step = tcase_create(name);

	tcase_set_timeout(step, TEST_SECONDS);
	tcase_add_checked_fixture(step, leaks_begin, NULL);
	suite_add_tcase(suite, step);
	return step;
}

static double multiplier(void)
{
	const char *text = getenv("CK_TIMEOUT_MULTIPLIER");

	return text ? atof(text) : 1;
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

void test_begins(const char *name, const char *file, int line)
{
	if (getenv("LAB_TELL"))
		fprintf(stderr, "\036%s\n", name);
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

int main(int argc, char **argv)
{
	const struct rlimit no_core = { 0, 0 };
	Suite *suite = lab_suite();
	SRunner *runner = srunner_create(suite);
	int failed;

	clock_gettime(CLOCK_MONOTONIC, &started);
	setvbuf(stdout, NULL, _IONBF, 0);
	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGCHLD, SIG_DFL);
	crash_begin();
	if (argc > 1) {
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
