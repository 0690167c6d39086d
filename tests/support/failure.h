#ifndef FAILURE_H
#define FAILURE_H

/*
 * failure.h - end a test with a message in the reader's language.
 *
 * The languages wanted are BOOK_LANG's: en, zh, or both (as the verdict asks,
 * which keeps the message for whoever reads it later).
 */

/* Between the English and the Chinese text of one message. */
#define BETWEEN_LANGUAGES "\n==zh==\n"

/* Tell Check where we are, so that a crash can be placed. */
void here(const char *file, int line);

/* Forget what to look at: a new test begins. */
void failure_clear(void);

/* "expected: <want>, got: <got>, look at: <...>". */
void fail_expected(const char *file, int line, const char *want_en,
		   const char *want_zh, const char *got_en, const char *got_zh);

/* One sentence. */
void fail_sentence(const char *file, int line, const char *en, const char *zh);

/* From now on a crash is told with the place where it was (crash.c). */
void crash_begin(void);

/* Not here: this process was made to crash. */
void crash_untold(void);

#endif
