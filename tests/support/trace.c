/*
 * trace.c - a log of words, so that a test compares what happened only once.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "failure.h"

static char words[1 << 16];
static size_t used;

void trace_clear(void)
{
	used = 0;
	words[0] = '\0';
}

const char *traced(void)
{
	return words;
}

void trace(const char *format, ...)
{
	size_t start = used ? used + 1 : 0;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(words + start, sizeof(words) - start, format, args);
	va_end(args);
	if (n < 0 || start + (size_t)n + 2 > sizeof(words))
		fail_sentence(__FILE__, __LINE__,
			      "Far too much happened: the trace is full.",
			      "发生的事太多了：记录已满。");
	if (used)
		words[used] = ' ';
	used = start + (size_t)n;
}
