/*
 * failure.c - end a test with a message in the reader's language.
 *
 * The buffers are static, not on the stack: an expectation may fail on the
 * small stack of a coroutine.
 */
#include "failure.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counting.h"
#include "expect.h"

#define PART 3000

static const char *look_en, *look_zh;

void look_at(const char *en, const char *zh)
{
	look_en = en;
	look_zh = zh;
}

void here(const char *file, int line)
{
	counting_pause();
	_mark_point(file, line);
	counting_go_on();
}

void failure_clear(void)
{
	look_en = NULL;
	look_zh = NULL;
}

/* BOOK_LANG, or else the first of the locale's variables that is set. */
static const char *language(void)
{
	const char *names[] = { "BOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };

	for (int i = 0; i < 4; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "en";
}

/*
 * Check writes only ASCII into its XML. So for the verdict each other byte,
 * and '%' itself, becomes %XX.
 */
static const char *encoded(const char *text)
{
	static char out[6 * PART];
	size_t n = 0;

	for (; *text && n + 4 < sizeof(out); text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n' || (c >= ' ' && c < 127 && c != '%'))
			out[n++] = (char)c;
		else
			n += (size_t)sprintf(out + n, "%%%02X", c);
	}
	out[n] = '\0';
	return out;
}

void fail_sentence(const char *file, int line, const char *en, const char *zh)
{
	const char *wanted = language();
	static char both[2 * PART];

	counting_pause();
	snprintf(both, sizeof(both), "%s%s%s", en, BETWEEN_LANGUAGES, zh);
	_ck_assert_failed(file, line, "", "%s",
			  strcmp(wanted, "both") == 0	  ? encoded(both)
			  : strncmp(wanted, "zh", 2) == 0 ? zh
							  : en);
}

void fail_expected(const char *file, int line, const char *want_en,
		   const char *want_zh, const char *got_en, const char *got_zh)
{
	static char en[PART], zh[PART];

	snprintf(en, sizeof(en), "expected: %s\ngot: %s%s%s", want_en, got_en,
		 look_en ? "\nlook at: " : "", look_en ? look_en : "");
	snprintf(zh, sizeof(zh), "应为：%s\n实得：%s%s%s", want_zh, got_zh,
		 look_zh ? "\n看看：" : "", look_zh ? look_zh : "");
	fail_sentence(file, line, en, zh);
}
