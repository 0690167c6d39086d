/*
 * pipe.c - a pipe that never blocks and that no child inherits, or none. No
 * learner sees this suite.
 */
#include "pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <unistd.h>

#include "expect.h"
#include "kernel.h"

int __real_fcntl(int fd, int what, ...);
int __wrap_fcntl(int fd, int what, ...);

static int calls, fails; /* the how-manieth fcntl fails; 0: none */

int __wrap_fcntl(int fd, int what, ...)
{
	va_list args;
	int value;

	va_start(args, what);
	value = va_arg(args, int);
	va_end(args);
	if (++calls == fails) {
		errno = ENOLCK;
		return -1;
	}
	return __real_fcntl(fd, what, value);
}

static int lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

START_TEST(what_is_written_can_be_read)
{
	int ends[2];
	char byte = 0;

	expect_int(pipe_create(ends), 0);
	expect_int(write(ends[1], "x", 1), 1);
	expect_int(read(ends[0], &byte, 1), 1);
	expect_int(byte, 'x');
	expect_int(close(ends[0]) + close(ends[1]), 0);
}
END_TEST

START_TEST(neither_end_blocks_or_is_inherited)
{
	int ends[2];

	expect_int(pipe_create(ends), 0);
	for (int i = 0; i < 2; i++) {
		expect_true(__real_fcntl(ends[i], F_GETFL) & O_NONBLOCK);
		expect_int(__real_fcntl(ends[i], F_GETFD), FD_CLOEXEC);
		expect_int(close(ends[i]), 0);
	}
}
END_TEST

START_TEST(no_pipe_is_told_by_its_number)
{
	int ends[2] = { 7, 8 };

	kernel_fails("pipe", EMFILE, 1);
	expect_int(pipe_create(ends), -EMFILE);
	expect_int(ends[0], 7);
	expect_int(ends[1], 8);
}
END_TEST

START_TEST(a_pipe_that_would_block_is_none_and_closed)
{
	int ends[2], before = lowest_free();

	for (int i = 1; i <= 4; i++) {
		calls = 0;
		fails = i;
		expect_int(pipe_create(ends), -ENOLCK);
		expect_int(calls, i);
		expect_int(lowest_free(), before);
		errno = 0;
		expect_int(__real_fcntl(ends[1], F_GETFD), -1);
		expect_int(errno, EBADF);
	}
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("pipe");
	TCase *step = lab_step(suite, "1 pipe");

	tcase_add_test(step, what_is_written_can_be_read);
	tcase_add_test(step, neither_end_blocks_or_is_inherited);
	tcase_add_test(step, no_pipe_is_told_by_its_number);
	tcase_add_test(step, a_pipe_that_would_block_is_none_and_closed);
	return suite;
}
