/*
 * panic.c - the last words of a program. No learner sees this suite.
 */
#include "panic.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "failure.h"

static char said[1000], kept[1000];

/* How a child ended that calls fn, and all that it said, in order. */
static int ended(void (*fn)(void))
{
	int ends[2], status;
	size_t used = 0;
	ssize_t n;
	pid_t child;

	fflush(NULL);
	if (pipe(ends) < 0 || (child = fork()) < 0)
		ck_abort_msg("no pipe or no process left");
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		setvbuf(stdout, kept, _IOFBF, sizeof(kept));
		crash_untold();
		fn();
		_exit(0);
	}
	close(ends[1]);
	while ((n = read(ends[0], said + used, sizeof(said) - 1 - used)) > 0)
		used += (size_t)n;
	said[used] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void panics(void)
{
	printf("before ");
	panic("%s has %d", "Bob", 7);
}

static void is_not_written(void)
{
	printf("before ");
	not_written("loop_run");
}

START_TEST(a_panic_is_a_sentence_behind_all_that_was_said)
{
	expect_int(ended(panics), -SIGABRT);
	expect_str(said, "before panic: Bob has 7\n");
}
END_TEST

START_TEST(what_is_not_written_has_a_status_of_its_own)
{
	expect_int(ended(is_not_written), 95);
	expect_str(said, "before not written yet: loop_run\n");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("panic");
	TCase *step = lab_step(suite, "1 panic");

	tcase_add_test(step, a_panic_is_a_sentence_behind_all_that_was_said);
	tcase_add_test(step, what_is_not_written_has_a_status_of_its_own);
	return suite;
}
