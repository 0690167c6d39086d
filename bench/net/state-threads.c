/*
 * state-threads.c - a cooperative thread for each connection.
 */
#include <st.h>

#include "net.h"

static void *answer(void *client)
{
	char chunk[CHUNK];
	ssize_t n;

	while ((n = st_read(client, chunk, sizeof(chunk),
			    ST_UTIME_NO_TIMEOUT)) > 0)
		if (st_write(client, chunk, (size_t)n, ST_UTIME_NO_TIMEOUT) < n)
			break;
	st_netfd_close(client);
	return NULL;
}

int main(int argc, char *argv[])
{
	st_netfd_t listener, client;

	if (argc < 2 || strcmp(argv[1], "echo") != 0)
		return 3;
	want_descriptors(100);
	if (st_set_eventsys(ST_EVENTSYS_ALT) < 0 || st_init() < 0) /* epoll */
		give_up("st_init");
	listener = st_netfd_open_socket(listen_here());
	while ((client =
			st_accept(listener, NULL, NULL, ST_UTIME_NO_TIMEOUT))) {
		prepare(st_netfd_fileno(client));
		if (!st_thread_create(answer, client, 0, 0))
			give_up("st_thread_create");
	}
	give_up("st_accept");
}
