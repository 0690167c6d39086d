/*
 * behind.c - where select(2) and epoll(7) do not answer alike.
 *
 *	make run LAB=behind
 *	make run LAB=behind FLOOR=basic
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "errors.h"
#include "selector.h"

static struct selector *s;

static const char *said(int rc)
{
	return rc < 0 ? async_strerror(rc) : "fine";
}

static void look(const char *when)
{
	struct readiness ready;
	int n = selector_select(s, 0, &ready, 1);

	printf("%s: %s\n", when,
	       n < 0	? async_strerror(n)
	       : n == 0 ? "nobody"
			: "it is ready");
}

static int a_pipe_with_a_byte(void)
{
	int ends[2];

	if (pipe(ends) < 0 || write(ends[1], "!", 1) < 0)
		return -errno;
	return ends[0];
}

int main(void)
{
	int file = open("Makefile", O_RDONLY), fd, copy;

	s = selector_create();
	printf("a regular file: %s\n",
	       said(selector_register(s, file, SELECTOR_READ)));
	selector_unregister(s, file);

	fd = a_pipe_with_a_byte();
	selector_register(s, fd, SELECTOR_READ);
	look("open");
	close(fd);
	look("closed");
	printf("to unregister it: %s\n", said(selector_unregister(s, fd)));

	fd = a_pipe_with_a_byte();
	selector_register(s, fd, SELECTOR_READ);
	copy = dup(fd);
	close(fd);
	look("closed, with a copy");
	printf("to unregister it: %s\n", said(selector_unregister(s, fd)));
	look("after that");
	close(copy);
	look("and without the copy");
	selector_destroy(s);
	return 0;
}
