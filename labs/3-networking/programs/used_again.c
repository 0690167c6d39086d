/*
 * used_again.c - a number that is closed soon belongs to somebody else.
 *
 * A reader holds the number of Alice's connection. It is closed too early,
 * and Bob's connection gets the same number.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reader.h"
#include "run.h"

/* A connection from which this letter can be read. */
static int connection(const char *letter)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -errno;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	send(ends[1], letter, strlen(letter), 0);
	close(ends[1]);
	return ends[0];
}

static int alice_reads(void *arg, void **result)
{
	int alice = connection("Dear Alice\n"), bob;
	struct reader *r = reader_create(alice, READER_LIMIT);
	char line[80];
	ssize_t n;

	if (!r)
		return -ENOMEM;
	close(alice); /* and r still has the number */
	bob = connection("Dear Bob\n");
	printf("the same number: %s\n", bob == alice ? "yes" : "no");

	n = reader_readline(r, line, sizeof(line));
	if (n > 0)
		printf("Alice reads: %s", line);
	reader_destroy(r);
	close(bob);
	return n < 0 ? (int)n : 0;
}

int main(void)
{
	return async_run(alice_reads, NULL, NULL) < 0;
}
