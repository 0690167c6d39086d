/*
 * regular.c - what select(2) says of a file.
 *
 * A pipe in which there is nothing cannot be read. A file in which there is
 * nothing can; so can any file, at any time, whatever the disk is doing.
 */
#include <stdio.h>
#include <sys/select.h>
#include <unistd.h>

static void ask(const char *what, int fd)
{
	struct timeval at_once = { 0 };
	fd_set read;

	FD_ZERO(&read);
	FD_SET(fd, &read);
	printf("%s: %s\n", what,
	       select(fd + 1, &read, NULL, NULL, &at_once) ? "readable"
							   : "not now");
}

int main(void)
{
	FILE *file = tmpfile();
	int ends[2];

	if (!file || pipe(ends) < 0)
		return 1;
	ask("an empty pipe", ends[0]);
	ask("an empty file", fileno(file));
	fclose(file);
	return 0;
}
