/*
 * fuzz.c - what the fuzzers share.
 */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run.h"
#include "sock.h"

#define FIELD "A: b\r\n"

uint8_t input_byte(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

size_t input_left(const struct input *in)
{
	return (size_t)(in->end - in->at);
}

/* One byte of the input; how much it grows to, written when `to` is there. */
static size_t grow(struct input *in, uint8_t *to)
{
	const char *what = "x";
	size_t times = 1, n = 1, done = 0;
	uint8_t byte = input_byte(in);

	if (byte == 0xfe) {
		times = (size_t)64 * input_byte(in);
	} else if (byte == 0xfd) {
		times = input_byte(in);
		what = FIELD;
		n = strlen(FIELD);
	} else {
		what = (char *)&byte;
	}
	for (; to && done < times; done++)
		memcpy(to + done * n, what, n);
	return times * n;
}

uint8_t *input_grown(const struct input *in, size_t *n)
{
	struct input again = *in;
	uint8_t *grown;

	for (*n = 0; input_left(&again) > 0 && *n < GROWN;)
		*n += grow(&again, NULL);
	grown = malloc(*n + 1);
	if (!grown)
		finding("no memory for %zu bytes", *n);
	again = *in;
	for (*n = 0; input_left(&again) > 0 && *n < GROWN;)
		*n += grow(&again, grown + *n);
	grown[*n] = '\0';
	return grown;
}

bool piece_next(struct pieces *p, const uint8_t **piece, size_t *n)
{
	if (p->left == 0)
		return false;
	if (p->scale == 0)
		p->scale = 1 + p->left / 512;
	*n = p->cuts ? p->cuts[p->next] * p->scale : p->left;
	p->next = (p->next + 1) % CUTS;
	if (*n == 0 && p->empty) /* eight times 0 would never end */
		*n = 1;
	if (*n > p->left)
		*n = p->left;
	p->empty = *n == 0;
	*piece = p->data;
	p->data += *n;
	p->left -= *n;
	return true;
}

void ends_open(int ends[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		finding("socketpair: %s", strerror(errno));
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
}

void pieces_send(struct pieces *p, int fd)
{
	const uint8_t *piece;
	size_t n;

	while (piece_next(p, &piece, &n)) {
		if (n > 0 && sock_sendall(fd, piece, n) < 0)
			break; /* it may have heard enough */
		async_sleep(0);
	}
	shutdown(fd, SHUT_WR);
}

void bytes_add(struct bytes *b, const void *data, size_t n)
{
	if (b->n + n + 1 > b->room) {
		b->room = 2 * (b->n + n + 1);
		b->data = realloc(b->data, b->room);
		if (!b->data)
			finding("no memory for %zu bytes", b->room);
	}
	memcpy(b->data + b->n, data, n);
	b->n += n;
	b->data[b->n] = '\0';
}

void bytes_receive(struct bytes *b, int fd)
{
	static char some[4096]; /* filled and emptied without a wait */
	ssize_t n;

	bytes_add(b, "", 0);
	while ((n = sock_recv(fd, some, sizeof(some))) > 0)
		bytes_add(b, some, (size_t)n);
}

void run_alone(coro_fn *fn, void *arg)
{
	int rc = async_run(fn, arg, NULL);

	if (rc != 0)
		finding("async_run returned %d", rc);
}

_Noreturn void finding(const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dprintf(STDERR_FILENO, "finding: %s\n", text);
	abort();
}
