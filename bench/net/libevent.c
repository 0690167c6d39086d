/*
 * libevent.c - libevent: a bufferevent for each connection. What came moves
 * from its input to its output, and is not copied.
 */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "net.h"

static void heard(struct bufferevent *client, void *arg)
{
	evbuffer_add_buffer(bufferevent_get_output(client),
			    bufferevent_get_input(client));
}

static void ended(struct bufferevent *client, short events, void *arg)
{
	if (events & (BEV_EVENT_EOF | BEV_EVENT_ERROR))
		bufferevent_free(client);
}

static void admit(struct evconnlistener *listener, evutil_socket_t fd,
		  struct sockaddr *address, int size, void *base)
{
	struct bufferevent *client =
		bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);

	if (!client)
		give_up("a connection");
	prepare(fd);
	bufferevent_setcb(client, heard, NULL, ended, NULL);
	bufferevent_enable(client, EV_READ | EV_WRITE);
}

int main(int argc, char *argv[])
{
	struct event_base *base = event_base_new();

	if (argc < 2 || strcmp(argv[1], "echo") != 0)
		return 3;
	want_descriptors(100);
	/* 0: it listens already */
	if (!evconnlistener_new(base, admit, base, 0, 0, listen_here()))
		give_up("evconnlistener_new");
	event_base_dispatch(base);
	return 0;
}
