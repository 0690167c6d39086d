/*
 * slab.c - memory with guard pages, on kernels with light guards, without, and
 * with none left. No learner sees this suite.
 *
 * The calls of the system come by here: each can be told to fail, and is
 * written down.
 */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS */
#include "slab.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "expect.h"

#define SIZE ((size_t)64 * 1024)

void *__real_mmap(void *at, size_t size, int may, int kind, int fd, off_t from);
void *__wrap_mmap(void *at, size_t size, int may, int kind, int fd, off_t from);
int __real_mprotect(void *page, size_t size, int may);
int __wrap_mprotect(void *page, size_t size, int may);
int __wrap_madvise(void *page, size_t size, int advice);
int __wrap_nanosleep(const struct timespec *t, struct timespec *rest);

/* What the system is like, and what it was asked. */
static bool maps, protects, advises;
static int sleep_says; /* an error, or 0 */
static int maps_asked, advised, slept, protected;

static void set_up(void)
{
	maps = protects = advises = true;
	sleep_says = EFAULT;
	maps_asked = advised = slept = protected = 0;
}

static int answer(int error)
{
	errno = error;
	return error ? -1 : 0;
}

void *__wrap_mmap(void *at, size_t size, int may, int kind, int fd, off_t from)
{
	maps_asked++;
	if (fd != -1)
		kind = 0; /* some systems want it so: then there is no file */
	if (maps)
		return __real_mmap(at, size, may, kind, fd, from);
	errno = ENOMEM;
	return MAP_FAILED;
}

int __wrap_mprotect(void *page, size_t size, int may)
{
	protected++;
	return protects ? __real_mprotect(page, size, may) : answer(ENOMEM);
}

/* As the light guards of Linux 6.13: a page that may not be touched. */
int __wrap_madvise(void *page, size_t size, int advice)
{
	advised++;
	if (!advises || advice != 102)
		return answer(EINVAL);
	return __real_mprotect(page, size, PROT_NONE);
}

int __wrap_nanosleep(const struct timespec *t, struct timespec *rest)
{
	(void)t;
	(void)rest;
	slept++;
	errno = sleep_says ? sleep_says : EFAULT; /* from long ago */
	return sleep_says ? -1 : 0;
}

static void touch(void *byte)
{
	*(volatile char *)byte = 1;
}

static void expect_guard(char *piece)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	expect_true(captured(touch, piece).status != 0);
	expect_true(captured(touch, piece + page - 1).status != 0);
	expect_int(captured(touch, piece + page).status, 0);
}

START_TEST(pieces_do_not_overlap_and_are_zero)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *piece[200];

	for (int i = 0; i < 200; i++) {
		piece[i] = slab_take(SIZE);
		expect_true(piece[i] != NULL);
		expect_int(piece[i][page], 0);
		expect_int(piece[i][SIZE - 1], 0);
		memset(piece[i] + page, i, SIZE - page);
	}
	for (int i = 0; i < 200; i++) {
		expect_int((unsigned char)piece[i][page], i);
		expect_int((unsigned char)piece[i][SIZE - 1], i);
	}
	expect_true(maps_asked < 10);
}
END_TEST

START_TEST(a_light_guard_is_tried_out_once)
{
	char *first = slab_take(SIZE), *second = slab_take(SIZE);

	expect_guard(first);
	expect_guard(second);
	expect_int(advised, 3); /* to find out, and one for each */
	expect_int(slept, 1);
	expect_int(protected, 0);
}
END_TEST

START_TEST(an_older_kernel_gets_heavy_guards)
{
	char *first, *second;

	advises = false;
	first = slab_take(SIZE);
	advises = true; /* it is not asked again */
	second = slab_take(SIZE);
	expect_guard(first);
	expect_guard(second);
	expect_int(advised, 1);
	expect_int(slept, 0);
	expect_int(protected, 2);
}
END_TEST

/* It says yes, and the page can be read: then the sleep of no time works. */
START_TEST(an_emulator_that_says_yes_is_not_believed)
{
	sleep_says = 0;
	expect_true(slab_take(SIZE) != NULL);
	expect_int(protected, 1);
}
END_TEST

START_TEST(a_sleep_that_a_signal_ends_proves_nothing)
{
	sleep_says = EINTR;
	expect_true(slab_take(SIZE) != NULL);
	expect_int(protected, 1);
}
END_TEST

static void no_more(void *arg)
{
	(void)arg;
	for (int i = 0; i < 3; i++)
		slab_take(SIZE);
	maps = false;
	for (int i = 0; slab_take(SIZE); i++)
		if (i > 1000)
			return;
	if (!slab_take(SIZE))
		fputs("NULL", stderr);
}

START_TEST(no_memory_is_told_once_and_is_NULL)
{
	const char *first = strstr(captured(no_more, NULL).text, "no more");

	expect_ptr(strstr(first + 1, "no more"), NULL);
	expect_stderr(no_more, NULL, "no more stacks after 64: mmap: ");
	expect_stderr(no_more, NULL, "vm.max_map_count)\nNULL");
}
END_TEST

static void no_guard(void *arg)
{
	(void)arg;
	advises = false;
	slab_take(SIZE);
	protects = false;
	if (!slab_take(SIZE) && !slab_take(SIZE))
		fputs("NULL", stderr);
	protects = true;
	fputs(slab_take(SIZE) ? " and again" : "", stderr);
}

static void no_light_guard(void *arg)
{
	(void)arg;
	slab_take(SIZE);
	advises = false;
	if (!slab_take(SIZE))
		fputs("NULL", stderr);
}

START_TEST(a_piece_without_a_guard_is_none)
{
	expect_stderr(no_guard, NULL, "no more stacks after 1: guard page: ");
	expect_stderr(no_guard, NULL, "vm.max_map_count)\nNULL and again");
	expect_stderr(no_light_guard, NULL, "after 1: guard page: Invalid");
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("slab");
	TCase *step = lab_step(suite, "1 slab");

	tcase_add_checked_fixture(step, set_up, NULL);
	tcase_add_test(step, pieces_do_not_overlap_and_are_zero);
	tcase_add_test(step, a_light_guard_is_tried_out_once);
	tcase_add_test(step, an_older_kernel_gets_heavy_guards);
	tcase_add_test(step, an_emulator_that_says_yes_is_not_believed);
	tcase_add_test(step, a_sleep_that_a_signal_ends_proves_nothing);
	tcase_add_test(step, no_memory_is_told_once_and_is_NULL);
	tcase_add_test(step, a_piece_without_a_guard_is_none);
	return suite;
}
