/*
 * libuv.c - libuv: try to write at once; what does not fit, uv_write takes.
 */
#include <uv.h>

#include "net.h"

static char chunk[CHUNK];

/* One loop, one buffer: nobody keeps it beyond the callback. */
static void lend(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	*buf = uv_buf_init(chunk, sizeof(chunk));
}

static void freed(uv_handle_t *handle)
{
	free(handle);
}

/* ---- echo ---- */

struct pending {
	uv_write_t request;
	char data[];
};

static void written(uv_write_t *request, int status)
{
	free(request);
}

static void write_later(uv_stream_t *client, const char *data, size_t n)
{
	struct pending *p = malloc(sizeof(*p) + n);
	uv_buf_t rest;

	if (!p)
		give_up("uv_write");
	memcpy(p->data, data, n);
	rest = uv_buf_init(p->data, (unsigned)n);
	if (uv_write(&p->request, client, &rest, 1, written) < 0)
		free(p);
}

static void heard(uv_stream_t *client, ssize_t n, const uv_buf_t *buf)
{
	uv_buf_t answer;
	int sent;

	if (n < 0)
		uv_close((uv_handle_t *)client, freed);
	if (n <= 0)
		return;
	answer = uv_buf_init(buf->base, (unsigned)n);
	sent = uv_try_write(client, &answer, 1);
	if (sent < 0 && sent != UV_EAGAIN) {
		uv_close((uv_handle_t *)client, freed);
		return;
	}
	sent = sent < 0 ? 0 : sent;
	if (sent < n)
		write_later(client, buf->base + sent, (size_t)(n - sent));
}

static void admit(uv_stream_t *listener, int status)
{
	uv_tcp_t *client = malloc(sizeof(*client));

	if (!client || status < 0)
		give_up("a connection");
	uv_tcp_init(uv_default_loop(), client);
	if (uv_accept(listener, (uv_stream_t *)client) < 0)
		give_up("uv_accept");
	uv_tcp_nodelay(client, 1);
	uv_read_start((uv_stream_t *)client, lend, heard);
}

static void serve(void)
{
	uv_tcp_t listener;

	uv_tcp_init(uv_default_loop(), &listener);
	uv_tcp_open(&listener, listen_here());
	if (uv_listen((uv_stream_t *)&listener, BACKLOG, admit) < 0)
		give_up("uv_listen");
	uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

/* ---- fetches ---- */

struct fetch {
	uv_tcp_t tcp; /* first */
	uv_connect_t connecting;
	uv_write_t asking;
	size_t bytes;
};

static void received(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct fetch *f = (struct fetch *)stream;

	if (n > 0)
		f->bytes += (size_t)n;
	if (n >= 0)
		return;
	must_be_whole(f->bytes);
	uv_close((uv_handle_t *)stream, NULL);
}

static void asked(uv_write_t *request, int status)
{
}

static void connected(uv_connect_t *request, int status)
{
	struct fetch *f = (struct fetch *)request->handle;
	uv_buf_t text = uv_buf_init((char *)REQUEST, strlen(REQUEST));

	if (status < 0)
		give_up("uv_tcp_connect");
	uv_write(&f->asking, request->handle, &text, 1, asked);
	uv_read_start(request->handle, lend, received);
}

static void fetches(int n, int port)
{
	struct sockaddr_in address = here(port);
	double start = wall_ms();
	struct fetch *all = calloc((size_t)n, sizeof(*all));

	for (int i = 0; all && i < n; i++) {
		uv_tcp_init(uv_default_loop(), &all[i].tcp);
		uv_tcp_connect(&all[i].connecting, &all[i].tcp,
			       (struct sockaddr *)&address, connected);
	}
	uv_run(uv_default_loop(), UV_RUN_DEFAULT);
	printf("%.17g\n", wall_ms() - start);
	free(all);
}

int main(int argc, char *argv[])
{
	want_descriptors(100);
	if (argc > 1 && !strcmp(argv[1], "echo"))
		serve();
	if (argc < 5 || strcmp(argv[1], "fetches") != 0)
		return 3;
	fetches(atoi(argv[2]), atoi(argv[4]));
	return 0;
}
