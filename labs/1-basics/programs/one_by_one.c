/*
 * one_by_one.c - listen to two pipes, one after the other.
 *
 * Two children write, one after two seconds and one after one. The parent
 * asks the slower one first, and does not hear the other.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The end to read from; a child writes one line after so many seconds. */
static int speaker(const char *line, unsigned int seconds)
{
	int ends[2];

	if (pipe(ends) < 0)
		exit(1);
	if (fork() == 0) {
		close(ends[0]);
		sleep(seconds);
		dprintf(ends[1], "%s\n", line);
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

/* Prints what was said; false at the end of the stream. */
static bool listen_to(int fd)
{
	char text[64];
	ssize_t n = read(fd, text, sizeof(text));

	if (n > 0)
		printf("%.*s", (int)n, text);
	return n > 0;
}

int main(void)
{
	int slow = speaker("I came second.", 2);
	int quick = speaker("I came first.", 1);

	setbuf(stdout, NULL);
	while (listen_to(slow))
		;
	while (listen_to(quick))
		;
	while (wait(NULL) > 0)
		;
	return 0;
}
