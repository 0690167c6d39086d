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

/* Nobody compares so much: something never ends. */
static void full(void)
{
	static char en[200], zh[200];
	const char *last = used < 30 ? NULL : strchr(words + used - 30, ' ');

	last = last ? last + 1 : "";
	snprintf(en, sizeof(en),
		 "Your code called back again and again, without end: ... %s\n"
		 "look at: is what was called taken out of where it waited?",
		 last);
	snprintf(zh, sizeof(zh),
		 "你的代码一遍又一遍地回调，没有尽头：... %s\n"
		 "看看：调用了的，有没有从它等着的地方取走",
		 last);
	fail_sentence(__FILE__, __LINE__, en, zh);
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
		full();
	if (used)
		words[used] = ' ';
	used = start + (size_t)n;
}
