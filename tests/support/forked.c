/*
 * forked.c - run something in a child of its own, and hear what it says.
 *
 * For code that must end the program (a panic), and for words on stderr. An
 * unwritten function stays what it is: it never passes for a panic.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "failure.h"
#include "late.h"
#include "leaks.h"

#define NOT_WRITTEN 95 /* the exit status of not_written() */

static char said[1 << 16];

static void run_child(void (*fn)(void *), void *arg, int err)
{
	dup2(err, STDERR_FILENO);
	close(err);
	late_in_child();
	crash_untold();
	leaks_begin();
	fn(arg);
	exit(0); /* not _exit: leaks are looked for on the way out */
}

static void hear(int from)
{
	size_t used = 0;
	char rest[256];
	ssize_t n;

	do {
		bool full = used + 1 == sizeof(said);

		n = full ? read(from, rest, sizeof(rest))
			 : read(from, said + used, sizeof(said) - 1 - used);
		if (n > 0 && !full)
			used += (size_t)n;
	} while (n > 0);
	said[used] = '\0';
}

struct captured captured(void (*fn)(void *), void *arg)
{
	struct captured end = { -1, said };
	int ends[2], status;
	pid_t child;

	fflush(NULL);
	if (pipe(ends) < 0 || (child = fork()) < 0) {
		ck_abort_msg("no pipe or no process left");
		return end;
	}
	if (child == 0) {
		close(ends[0]);
		run_child(fn, arg, ends[1]);
	}
	close(ends[1]);
	hear(ends[0]);
	close(ends[0]);
	if (waitpid(child, &status, 0) != child)
		ck_abort_msg("a child ended, and nobody knows how");
	end.status =
		WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	if (end.status == NOT_WRITTEN) {
		fputs(said, stderr);
		_exit(NOT_WRITTEN);
	}
	return end;
}

/* Its panic; else what it said, without AddressSanitizer's preface. */
static const char *first_words(const char *text)
{
	const char *panic = strstr(text, "panic: ");

	if (panic && (panic == text || panic[-1] == '\n'))
		return panic;
	while (strncmp(text, "==", 2) == 0) {
		const char *next = strchr(text, '\n');
		const char *preface = strstr(text, "WARNING: ASan");

		if (!next || (text[2] != '=' && (!preface || preface > next)))
			break;
		text = next + 1;
	}
	return text;
}

/* How it ended and what it said, in one line of each language. */
static void tell(const char *file, int line, const char *want_en,
		 const char *want_zh, struct captured end)
{
	static char en[1500], zh[1500];
	const char *said_en = first_words(end.text), *said_zh = said_en;
	int length = (int)strcspn(said_en, "\n");

	if (length > 1000)
		length = 1000;
	if (!*said_en) {
		said_en = "(nothing)";
		said_zh = "（什么也没有）";
		length = 30;
	}
	if (end.status < 0) {
		snprintf(en, sizeof(en), "%s; it said: %.*s",
			 strsignal(-end.status), length, said_en);
		snprintf(zh, sizeof(zh), "%s；它说的是：%.*s",
			 strsignal(-end.status), length, said_zh);
	} else {
		snprintf(en, sizeof(en), "exit status %d; it said: %.*s",
			 end.status, length, said_en);
		snprintf(zh, sizeof(zh), "退出状态 %d；它说的是：%.*s",
			 end.status, length, said_zh);
	}
	fail_expected(file, line, want_en, want_zh, en, zh);
}

void expect_panic_at(const char *file, int line, const char *expr,
		     void (*fn)(void *), void *arg, const char *words)
{
	static char en[600], zh[600];
	struct captured end = captured(fn, arg);

	here(file, line);
	if (end.status == -SIGABRT && strstr(end.text, words))
		return;
	snprintf(en, sizeof(en), "%s panics: \"%s\"", expr, words);
	snprintf(zh, sizeof(zh), "%s 会 panic：\"%s\"", expr, words);
	tell(file, line, en, zh, end);
}

void expect_stderr_at(const char *file, int line, const char *expr,
		      void (*fn)(void *), void *arg, const char *words)
{
	static char en[600], zh[600];
	struct captured end = captured(fn, arg);

	here(file, line);
	if (end.status == 0 && strstr(end.text, words))
		return;
	if (*words) {
		snprintf(en, sizeof(en), "%s says on stderr: \"%s\"", expr,
			 words);
		snprintf(zh, sizeof(zh), "%s 在 stderr 上说：\"%s\"", expr,
			 words);
	} else {
		snprintf(en, sizeof(en), "%s returns", expr);
		snprintf(zh, sizeof(zh), "%s 正常返回", expr);
	}
	tell(file, line, en, zh, end);
}
