#ifndef NET_H
#define NET_H

/*
 * net.h - what the C programs of bench/net begin with.
 *
 *	PROGRAM echo 0 SYSTEM		print the port, echo until killed
 *	PROGRAM watch N SYSTEM		CPU ns of a wait with one of N ready
 *	PROGRAM fetches N SYSTEM PORT	wall ms of N fetches at once
 *
 * A metric that a program does not know: exit status 3.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BACKLOG 1024 /* who connects is never turned away */
#define CHUNK 16384  /* so much everybody reads at once */
#define WAITS(n) (20000000L / (100 + (n)*40) + 1000)

/* A sentence on stderr, what errno says behind it. */
_Noreturn static inline void give_up(const char *what)
{
	perror(what);
	exit(1);
}

/* ---- clocks and limits ---- */

static inline double read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline double cpu_ns(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static inline double wall_ms(void)
{
	return read_clock(CLOCK_MONOTONIC) / 1e6;
}

/* Let this process have n descriptors, or say in a sentence why not. */
static inline void want_descriptors(long n)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max >= (rlim_t)n)
		return;
	fprintf(stderr,
		"%ld descriptors are needed and the system allows %llu "
		"(ulimit -Hn)\n",
		n, (unsigned long long)limit.rlim_max);
	exit(1);
}

/* ---- sockets ---- */

static inline struct sockaddr_in here(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_port = htons((unsigned short)port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

/* Never blocks; small answers leave at once. */
static inline void prepare(int fd)
{
	int on = 1;

	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* A listening socket on loopback; its port, chosen by the system, printed. */
static inline int listen_here(void)
{
	struct sockaddr_in address = here(0);
	socklen_t size = sizeof(address);
	struct sockaddr *a = (struct sockaddr *)&address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, a, size) < 0 || listen(fd, BACKLOG) < 0 ||
	    getsockname(fd, a, &size) < 0)
		give_up("cannot listen on 127.0.0.1");
	prepare(fd);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

/* The next client, prepared; -1: none waits. */
static inline int next_client(int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd >= 0)
		prepare(fd);
	else if (errno != EAGAIN && errno != ECONNABORTED)
		give_up("accept");
	return fd;
}

/* A blocking socket, connected to a port on loopback. */
static inline int connect_to(int port)
{
	struct sockaddr_in address = here(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0)
		give_up("socket");
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		if (errno == EADDRNOTAVAIL)
			fprintf(stderr, "no ephemeral port is free "
					"(net.ipv4.ip_local_port_range)\n");
		give_up("connect");
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* ---- echo ---- */

/* What one connection could not send yet. */
struct rest {
	char *data;
	size_t start, end;
};

enum echoed { CLOSED, SENT, KEPT };

static inline enum echoed echo_rest(int fd, struct rest *rest)
{
	size_t n = rest->end - rest->start;
	ssize_t sent = send(fd, rest->data + rest->start, n, MSG_NOSIGNAL);

	if (sent < 0 && errno != EAGAIN)
		return CLOSED;
	if (sent > 0)
		rest->start += (size_t)sent;
	if (rest->start < rest->end)
		return KEPT;
	free(rest->data);
	*rest = (struct rest){ 0 };
	return SENT;
}

static inline enum echoed keep(struct rest *rest, const char *data, size_t n)
{
	rest->data = malloc(n);
	if (!rest->data)
		return CLOSED;
	memcpy(rest->data, data, n);
	rest->end = n;
	return KEPT;
}

/*
 * One recv, one send. KEPT: the socket took less; go on with echo_rest when
 * it can be written, and read nothing until then. CLOSED: close it.
 */
static inline enum echoed echo(int fd, struct rest *rest)
{
	static char chunk[CHUNK];
	ssize_t n = recv(fd, chunk, sizeof(chunk), 0), sent;

	if (n < 0)
		return errno == EAGAIN ? SENT : CLOSED;
	if (n == 0)
		return CLOSED;
	sent = send(fd, chunk, (size_t)n, MSG_NOSIGNAL);
	if (sent == n)
		return SENT;
	if (sent < 0 && errno != EAGAIN)
		return CLOSED;
	sent = sent < 0 ? 0 : sent;
	return keep(rest, chunk + sent, (size_t)(n - sent));
}

/* ---- one of many ---- */

/* Bound, and with a datagram that nobody takes. */
static inline void make_readable(int fd)
{
	struct sockaddr_in address = here(0);
	socklen_t size = sizeof(address);
	struct sockaddr *a = (struct sockaddr *)&address;

	if (bind(fd, a, size) < 0 || getsockname(fd, a, &size) < 0 ||
	    sendto(fd, "!", 1, 0, a, size) < 0)
		give_up("a datagram to ourselves");
}

/* n sockets that could receive, of which the one in the middle has to. */
static inline int *one_of(int n)
{
	int *fds = calloc((size_t)n, sizeof(*fds));

	want_descriptors(n + 20L);
	for (int i = 0; fds && i < n; i++) {
		fds[i] = socket(AF_INET, SOCK_DGRAM, 0);
		if (fds[i] < 0)
			give_up("socket");
	}
	if (!fds)
		give_up("one_of");
	make_readable(fds[n / 2]);
	return fds;
}

/* ---- fetches ---- */

#define REQUEST "GET / HTTP/1.0\r\n\r\n"
#define BODY 1000

/* So many bytes came: head and body. */
static inline void must_be_whole(size_t bytes)
{
	if (bytes > BODY)
		return;
	fprintf(stderr, "an answer of %zu bytes was cut\n", bytes);
	exit(1);
}

#endif
