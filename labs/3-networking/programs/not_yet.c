/*
 * not_yet.c - drained is not received.
 *
 * Alice never reads. What we write to her is drained all the same: the kernel
 * has it. That she has gone, only the next write finds out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "errors.h"
#include "run.h"
#include "writer.h"

static void say(const char *what, int rc)
{
	printf("%s: %s\n", what, rc < 0 ? async_strerror(rc) : "0");
}

static void post(struct writer *w, int alice)
{
	say("write", writer_printf(w, "Dear Alice\n"));
	say("drain", writer_drain(w));

	puts("Alice has read nothing. She leaves.");
	close(alice);

	say("drain", writer_drain(w));
	say("write", writer_printf(w, "Dear Alice, did you get my letter?\n"));
	say("drain", writer_drain(w));
}

static int correspond(void *arg, void **result)
{
	int ends[2];
	struct writer *w;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -errno;
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	w = writer_create(ends[0]);
	if (!w)
		return -ENOMEM;
	post(w, ends[1]);
	writer_destroy(w);
	return 0;
}

int main(void)
{
	return async_run(correspond, NULL, NULL) < 0;
}
