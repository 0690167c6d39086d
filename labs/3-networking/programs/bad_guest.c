/*
 * bad_guest.c - a handler that fails, and a server that closes.
 *
 * A failure is told, and costs nobody else. Who was let in before the server
 * closed may stay.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "errors.h"
#include "run.h"
#include "stream.h"

struct guest {
	const char *name;
	struct reader *r;
	struct writer *w;
};

/* Repeats what he hears; a shout is more than he can bear. */
static int repeat(void *arg, struct reader *r, struct writer *w)
{
	char line[80];
	ssize_t n;

	while ((n = reader_readline(r, line, sizeof(line))) > 0) {
		if (strchr(line, '!'))
			return -EPROTO;
		writer_printf(w, "%s", line);
	}
	return (int)n;
}

static void come(struct guest *guest, struct server *server)
{
	int rc = async_open_connection("127.0.0.1", server_port(server),
				       &guest->r, &guest->w);

	printf("%s: %s\n", guest->name, rc < 0 ? async_strerror(rc) : "here");
}

static void say(struct guest *guest, const char *text)
{
	char line[80];
	ssize_t n;

	writer_printf(guest->w, "%s\n", text);
	n = reader_readline(guest->r, line, sizeof(line));
	printf("%s: %s? %s", guest->name, text, n > 0 ? line : "thrown out\n");
}

static int open_house(void *arg, void **result)
{
	struct guest ann = { .name = "Ann" }, ben = { .name = "Ben" };
	struct server *server;
	int rc = async_start_server(repeat, NULL, "127.0.0.1", 0, &server);

	if (rc < 0)
		return rc;
	come(&ann, server);
	come(&ben, server);
	say(&ben, "Hey!");
	say(&ann, "hello");
	printf("the server closes\n");
	server_close(server);
	say(&ann, "goodbye");
	stream_close(ben.r, ben.w);
	return stream_close(ann.r, ann.w);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	return async_run(open_house, NULL, NULL) < 0;
}
