/*
 * selector.c - whichever of two pipes speaks first.
 *
 * Two children write, one after two seconds and one after one. The parent
 * does not know which will be first, and asks about both at once.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "selector.h"

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
	struct selector *s = selector_create();
	struct readiness ready[2];
	int speakers = 2;

	setbuf(stdout, NULL);
	selector_register(s, speaker("I came second.", 2), SELECTOR_READ);
	selector_register(s, speaker("I came first.", 1), SELECTOR_READ);
	while (speakers > 0) {
		int n = selector_select(s, INFINITY, ready, 2);

		for (int i = 0; i < n; i++) {
			if (listen_to(ready[i].fd))
				continue;
			selector_unregister(s, ready[i].fd);
			close(ready[i].fd);
			speakers--;
		}
	}
	selector_destroy(s);
	while (wait(NULL) > 0)
		;
	return 0;
}
