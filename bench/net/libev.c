/*
 * libev.c - libev: a watcher for each connection; recv and send are ours.
 */
#include <ev.h>

#include "net.h"

struct connection {
	ev_io io; /* first */
	struct rest rest;
};

static void leave(struct ev_loop *loop, struct connection *c)
{
	ev_io_stop(loop, &c->io);
	close(c->io.fd);
	free(c->rest.data);
	free(c);
}

static void watch_for(struct ev_loop *loop, ev_io *io, int events)
{
	ev_io_stop(loop, io);
	ev_io_set(io, io->fd, events);
	ev_io_start(loop, io);
}

static void go_on(struct ev_loop *loop, ev_io *io, int events)
{
	struct connection *c = (struct connection *)io;
	bool waited = c->rest.data != NULL;
	enum echoed now =
		waited ? echo_rest(io->fd, &c->rest) : echo(io->fd, &c->rest);

	if (now == CLOSED)
		leave(loop, c);
	else if (waited != (now == KEPT))
		watch_for(loop, io, waited ? EV_READ : EV_WRITE);
}

static void admit_all(struct ev_loop *loop, ev_io *listener, int events)
{
	int fd;

	while ((fd = next_client(listener->fd)) >= 0) {
		struct connection *c = calloc(1, sizeof(*c));

		if (!c)
			give_up("a connection");
		ev_io_init(&c->io, go_on, fd, EV_READ);
		ev_io_start(loop, &c->io);
	}
}

int main(int argc, char *argv[])
{
	struct ev_loop *loop = EV_DEFAULT;
	ev_io listener;

	if (argc < 2 || strcmp(argv[1], "echo") != 0)
		return 3;
	want_descriptors(100);
	ev_io_init(&listener, admit_all, listen_here(), EV_READ);
	ev_io_start(loop, &listener);
	ev_run(loop, 0);
	return 0;
}
