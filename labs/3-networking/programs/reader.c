/*
 * reader.c - lines out of arbitrary chunks.
 *
 * A network cuts a text where it likes. Whatever the pieces are, the lines
 * are the same.
 */
#include <stdio.h>
#include <string.h>

#include "reader.h"
#include "run.h"
#include "task.h"

static const char text[] = "To be, or not to be,\nthat is the question:\n"
			   "Whether 'tis nobler";

/* Feed the text in pieces of so many bytes; let others run in between. */
static int feed(void *arg, void **result)
{
	struct reader *r = arg;
	size_t piece = 7;

	for (size_t i = 0; i < strlen(text); i += piece) {
		size_t n = strlen(text) - i;
		int rc;

		if (n > piece)
			n = piece;
		printf("  came: %zu bytes\n", n);
		rc = reader_feed_data(r, text + i, n);
		if (rc == 0)
			rc = async_sleep(0);
		if (rc < 0)
			return rc;
	}
	reader_feed_eof(r);
	return 0;
}

static int read_lines(struct reader *r)
{
	char line[80];
	ssize_t n;

	while ((n = reader_readline(r, line, sizeof(line))) > 0) {
		line[strcspn(line, "\n")] = '\0';
		printf("line: %s\n", line);
	}
	return (int)n;
}

static int lines(void *arg, void **result)
{
	struct reader *r = reader_create(-1, READER_LIMIT);
	struct task *feeder = task_create(feed, r);
	int rc = read_lines(r);
	int fed = task_await(feeder, NULL);

	reader_destroy(r);
	return rc < 0 ? rc : fed;
}

int main(void)
{
	return async_run(lines, NULL, NULL) < 0;
}
