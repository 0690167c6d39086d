/*
 * expect.c - compare what came with what was expected.
 *
 * Each expectation first tells Check where we are: when the lab's code then
 * crashes, the verdict can name the last line that was reached.
 */
#define _GNU_SOURCE /* strerrorname_np */
#include "expect.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"

#define TEXT 1200

/* A value that is an error number gets its name: -9 (-EBADF). */
static const char *error_name(long long value)
{
#ifdef __GLIBC__
	static char name[40];
	const char *known =
		value < 0 && value > -200 ? strerrorname_np((int)-value) : NULL;

	if (!known)
		return "";
	snprintf(name, sizeof(name), " (-%s)", known);
	return name;
#else
	return "";
#endif
}

void expect_int_at(const char *file, int line, const char *expr,
		   const char *want_expr, long long got, long long want)
{
	static char expected[TEXT], came[80], number[30];
	bool is_error = strncmp(want_expr, "-E", 2) == 0;

	here(file, line);
	if (got == want)
		return;
	snprintf(number, sizeof(number), "%lld", want);
	if (strcmp(number, want_expr) == 0)
		snprintf(expected, sizeof(expected), "%s == %s", expr, number);
	else
		snprintf(expected, sizeof(expected), "%s == %s (%s)", expr,
			 want_expr, number);
	snprintf(came, sizeof(came), "%lld%s", got,
		 is_error ? error_name(got) : "");
	fail_expected(file, line, expected, expected, came, came);
}

/* A string as C would write it; what cannot be printed becomes \ooo. */
static void quote(char *out, size_t size, const char *text)
{
	size_t n = 0;

	if (!text) {
		snprintf(out, size, "NULL");
		return;
	}
	out[n++] = '"';
	for (; *text && n + 10 < size; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n')
			n += (size_t)sprintf(out + n, "\\n");
		else if (c < ' ' || c == 127)
			n += (size_t)sprintf(out + n, "\\%03o", c);
		else
			out[n++] = (char)c;
	}
	sprintf(out + n, *text ? "\"..." : "\"");
}

void expect_str_at(const char *file, int line, const char *expr,
		   const char *got, const char *want)
{
	static char expected[2 * TEXT], came[TEXT], quoted[TEXT];

	here(file, line);
	if (got == want || (got && want && strcmp(got, want) == 0))
		return;
	quote(quoted, sizeof(quoted), want);
	snprintf(expected, sizeof(expected), "%s == %s", expr, quoted);
	quote(came, sizeof(came), got);
	fail_expected(file, line, expected, expected, came, came);
}

void expect_ptr_at(const char *file, int line, const char *expr,
		   const char *want_expr, const void *got, const void *want)
{
	static char expected[TEXT], came[40];

	here(file, line);
	if (got == want)
		return;
	snprintf(expected, sizeof(expected), "%s == %s", expr, want_expr);
	snprintf(came, sizeof(came), got ? "%p" : "NULL", got);
	fail_expected(file, line, expected, expected, came, came);
}

void expect_truth_at(const char *file, int line, const char *expr, bool got,
		     bool want)
{
	static char en[TEXT], zh[TEXT];

	here(file, line);
	if (got == want)
		return;
	snprintf(en, sizeof(en), "%s is %s", expr, want ? "true" : "false");
	snprintf(zh, sizeof(zh), "%s 为%s", expr, want ? "真" : "假");
	fail_expected(file, line, en, zh, got ? "true" : "false",
		      got ? "真" : "假");
}

void expect_double_at(const char *file, int line, const char *expr,
		      const char *want_expr, double got, double want,
		      double tolerance)
{
	static char expected[TEXT], came[60];

	here(file, line);
	if (got == want || fabs(got - want) <= tolerance)
		return;
	snprintf(expected, sizeof(expected), "%s == %s (%.9g ± %g)", expr,
		 want_expr, want, tolerance);
	snprintf(came, sizeof(came), "%.9g", got);
	fail_expected(file, line, expected, expected, came, came);
}

void expect_trace_at(const char *file, int line, const char *want)
{
	here(file, line);
	if (strcmp(traced(), want) == 0)
		return;
	fail_expected(file, line, *want ? want : "(nothing)",
		      *want ? want : "（什么也没有）",
		      *traced() ? traced() : "(nothing)",
		      *traced() ? traced() : "（什么也没有）");
}
