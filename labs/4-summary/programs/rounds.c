/*
 * rounds.c - two tasks throw a byte to each other, a hundred times. What does
 * the selector hear of it?
 *
 *	rounds		with sock_recv
 *	rounds reader	with a reader
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "errors.h"
#include "gather.h"
#include "reader.h"
#include "run.h"
#include "sock.h"
#include "task.h"

#define ROUNDS 100

static int ends[2], with_reader;

static int catch_one(struct reader *r, int fd)
{
	char byte;
	ssize_t n =
		r ? reader_readexactly(r, &byte, 1) : sock_recv(fd, &byte, 1);

	return n == 1 ? 0 : n < 0 ? (int)n : -ENODATA;
}

static int player(void *end, void **result)
{
	int fd = *(int *)end, rc = 0;
	struct reader *r = with_reader ? reader_create(fd, 16) : NULL;

	for (int i = 0; i < ROUNDS && rc == 0; i++) {
		rc = sock_sendall(fd, "o", 1);
		if (rc == 0)
			rc = catch_one(r, fd);
	}
	reader_destroy(r);
	return rc;
}

static int game(void *arg, void **result)
{
	struct task *players[] = { task_create(player, &ends[0]),
				   task_create(player, &ends[1]) };

	return async_gather(players, 2, NULL, NULL);
}

int main(int argc, char *argv[])
{
	int rc;

	with_reader = argc > 1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) < 0)
		return 1;
	rc = async_run(game, NULL, NULL);
	printf("%s\n", rc < 0 ? async_strerror(rc) : "a good game");
	return rc < 0;
}
