/*
 * trace.c - writes the recording; its form is told in trace.h.
 *
 * Invariant: a coroutine that is alive and was made under our eyes stands
 * once in `born`, beside its number. Numbers are not used again.
 */
#define _GNU_SOURCE /* fopencookie */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "loop.h"

#define OUT_OF_THE_WAY 200 /* the program's descriptors stay as they were */

static FILE *recording;
static pthread_t thread; /* the only one that is heard */
static double start;

static struct born {
	const void *coro;
	int number;
} * born;
static size_t alive;
static int numbers;

int trace_stack;

int trace_number(const void *coro)
{
	for (size_t i = alive; coro && i > 0; i--)
		if (born[i - 1].coro == coro)
			return born[i - 1].number;
	return 0;
}

void trace_born(const void *coro, const char *name)
{
	struct born *more = realloc(born, (alive + 1) * sizeof(*born));

	if (!more)
		return;
	born = more;
	born[alive++] = (struct born){ coro, ++numbers };
	trace("task", "task", "%d\t%s", numbers, name);
}

void trace_gone(const void *coro)
{
	for (size_t i = 0; coro && i < alive; i++)
		if (born[i].coro == coro) {
			trace("task", "gone", "%d", born[i].number);
			born[i] = born[--alive];
			return;
		}
}

static unsigned long turn(void)
{
	const struct loop *l = loop_current();

	return l && l->running ? l->turns + 1 : 0;
}

void trace(const char *lab, const char *event, const char *format, ...)
{
	int saved = errno;
	va_list rest;

	if (!recording || !pthread_equal(pthread_self(), thread))
		return;
	fprintf(recording, "%.6f\t%lu\t%d\t%s\t%s\t", monotonic() - start,
		turn(), trace_stack, lab, event);
	va_start(rest, format);
	vfprintf(recording, format, rest);
	va_end(rest);
	putc('\n', recording);
	errno = saved;
}

const char *trace_callback(const struct handle *h, void (*fn)(void *arg),
			   const void *arg)
{
	static char text[96];

	snprintf(text, sizeof(text), "%p\t%td\t%d", (const void *)h,
		 (const char *)fn - (const char *)trace, trace_number(arg));
	return text;
}

/* ---- what the program prints ---- */

static size_t escape(char *to, const char *from, size_t n)
{
	static const char special[] = "\\\n\r\t", letter[] = "\\nrt";
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		const char *found = from[i] ? strchr(special, from[i]) : NULL;

		if (found) {
			to[length++] = '\\';
			to[length++] = letter[found - special];
		} else {
			to[length++] = from[i];
		}
	}
	return length;
}

static ssize_t printed(void *which, const char *text, size_t n)
{
	char escaped[2 * BUFSIZ];
	size_t rest = n;

	while (rest > 0) {
		size_t some = rest < BUFSIZ ? rest : BUFSIZ;
		size_t length = escape(escaped, text, some);

		trace("program", "print", "%s\t%.*s", (const char *)which,
		      (int)length, escaped);
		text += some;
		rest -= some;
	}
	return (ssize_t)n;
}

static FILE *heard(const char *which, int mode)
{
	cookie_io_functions_t functions = { .write = printed };
	FILE *f = fopencookie((void *)which, "w", functions);

	if (f)
		setvbuf(f, NULL, mode, BUFSIZ);
	return f;
}

/* ---- the recording ---- */

static FILE *open_recording(const char *path)
{
	int low = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int high = fcntl(low, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
	FILE *f = high < 0 ? NULL : fdopen(high, "w");

	if (!f) {
		perror(path);
		exit(2);
	}
	close(low);
	setvbuf(f, NULL, _IOLBF, BUFSIZ);
	return f;
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("ASYNC_TRACE");

	if (!path || !*path)
		return;
	recording = open_recording(path);
	thread = pthread_self();
	start = monotonic();
	stdout = heard("stdout", _IOLBF);
	stderr = heard("stderr", _IONBF);
}
