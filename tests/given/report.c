/*
 * report.c - who waits for what, and who held the thread. No learner sees this
 * suite.
 */
#define _GNU_SOURCE /* for dladdr */
#include "report.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "virtual.h"

#define SLOW 0.25 /* seconds */

int __real_dladdr(const void *address, Dl_info *info);
int __wrap_dladdr(const void *address, Dl_info *info);
void held_it(void *arg);

static bool known = true, named = true, in_a_file = true;
static char said[200];

int __wrap_dladdr(const void *address, Dl_info *info)
{
	if (!known)
		return 0;
	if (!__real_dladdr(address, info))
		return 0;
	if (!named)
		info->dli_sname = NULL;
	if (!in_a_file)
		info->dli_fname = NULL;
	return 1;
}

/* The linker tells its name, as it is nobody's own. */
void held_it(void *arg)
{
	virtual_advance(*(double *)arg);
}

static void call(void *arg)
{
	struct handle h = { .fn = held_it, .arg = arg };

	report_call(&h, SLOW);
}

START_TEST(who_held_the_thread_is_named_by_its_symbol)
{
	double seconds = SLOW;

	expect_stderr(call, &seconds,
		      "callback held_it held the thread for 0.250 s; nobody "
		      "else could run\n");
	seconds = 1.5;
	expect_stderr(call, &seconds, "held the thread for 1.500 s");
}
END_TEST

START_TEST(who_was_quicker_is_not)
{
	double seconds = SLOW / 2;

	expect_str(captured(call, &seconds).text, "");
}
END_TEST

START_TEST(without_a_symbol_its_place_in_the_file_is_told)
{
	double seconds = 1;
	Dl_info info;

	expect_true(__real_dladdr((void *)(uintptr_t)held_it, &info));
	snprintf(said, sizeof(said), "+0x%lx held the thread",
		 (unsigned long)((uintptr_t)held_it -
				 (uintptr_t)info.dli_fbase));
	named = false;
	expect_stderr(call, &seconds, said);
	expect_stderr(call, &seconds, strrchr(info.dli_fname, '/'));
	in_a_file = false;
	expect_stderr(call, &seconds, "callback ?+0x");
}
END_TEST

START_TEST(what_nobody_knows_is_an_address)
{
	double seconds = 1;

	snprintf(said, sizeof(said), "callback ?+0x%lx held",
		 (unsigned long)(uintptr_t)held_it);
	known = false;
	expect_stderr(call, &seconds, said);
}
END_TEST

/* What was printed before stands before. */
static void print(void *arg)
{
	static char kept[1000];

	dup2(STDERR_FILENO, STDOUT_FILENO);
	setvbuf(stdout, kept, _IOFBF, sizeof(kept));
	printf("before ");
	if (arg)
		call(arg);
	else
		report_tasks("title");
}

START_TEST(it_stands_behind_what_was_printed)
{
	double seconds = 1;

	expect_str(captured(print, NULL).text, "before title: 0 tasks\n");
	expect_stderr(print, &seconds, "before callback held_it");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *step = lab_step(suite, "1 report");

	tcase_add_test(step, who_held_the_thread_is_named_by_its_symbol);
	tcase_add_test(step, who_was_quicker_is_not);
	tcase_add_test(step, without_a_symbol_its_place_in_the_file_is_told);
	tcase_add_test(step, what_nobody_knows_is_an_address);
	tcase_add_test(step, it_stands_behind_what_was_printed);
	return suite;
}
