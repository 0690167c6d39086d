/*
 * outside.c - what is no part of the runtime: files, a site, a visitor.
 */
#define _DEFAULT_SOURCE /* for mkdtemp, usleep */
#include "outside.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "layer.h"
#include "scenario.h"

static char path[] = "/tmp/faults-XXXXXX";
static char large[LARGE_FILE];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool deaf; /* a Ctrl-C would end us */

struct outside {
	pthread_t thread;
	int fd; /* where the site listens */
	int port;
	off_t printed; /* what stood on stdout before */
	bool answered, over;
};

void *__real_malloc(size_t size);
void __real_free(void *memory);
int __real_close(int fd);
int __real_open(const char *name, int flags, ...);
int __real_socket(int family, int type, int protocol);
int __real_bind(int fd, const struct sockaddr *address, socklen_t n);
int __real_listen(int fd, int backlog);
int __real_accept(int fd, struct sockaddr *address, socklen_t *n);
int __real_connect(int fd, const struct sockaddr *address, socklen_t n);
int __real_getsockname(int fd, struct sockaddr *address, socklen_t *n);
int __real_setsockopt(int fd, int level, int option, const void *value,
		      socklen_t n);
int __real_shutdown(int fd, int how);
ssize_t __real_recv(int fd, void *buf, size_t n, int flags);
ssize_t __real_send(int fd, const void *data, size_t n, int flags);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg);
void __real_interrupt_close(void);
void __wrap_interrupt_close(void);

void *outside_memory(size_t size)
{
	return __real_malloc(size);
}

void outside_free(void *memory)
{
	__real_free(memory);
}

/* ---- files ---- */

static const char *in_folder(const char *name)
{
	static char full[100];

	snprintf(full, sizeof(full), "%s/%s", path, name);
	return full;
}

static void put(const char *name, const char *data, size_t n)
{
	FILE *file = fopen(in_folder(name), "wb");

	if (!file || fwrite(data, 1, n, file) != n) {
		perror(name);
		exit(2);
	}
	fclose(file);
}

void folder_begin(void)
{
	if (!mkdtemp(path)) {
		perror("mkdtemp");
		exit(2);
	}
	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)('a' + i % 23);
	put("index.html", SMALL_FILE, strlen(SMALL_FILE));
	put("large.bin", large, sizeof(large));
	atexit(folder_end);
}

void folder_end(void)
{
	unlink(in_folder("index.html"));
	unlink(in_folder("large.bin"));
	rmdir(path);
}

const char *folder_path(void)
{
	return path;
}

const char *large_file(void)
{
	return large;
}

int open_folder(void)
{
	return __real_open(path, O_RDONLY | O_DIRECTORY);
}

/* ---- threads ---- */

static struct outside *begin(void *(*fn)(void *), struct outside from)
{
	struct outside *o = __real_malloc(sizeof(*o));

	*o = from;
	world_expects(true);
	__real_pthread_create(&o->thread, NULL, fn, o);
	return o;
}

static bool end(struct outside *o)
{
	bool answered;

	pthread_mutex_lock(&lock);
	o->over = true;
	pthread_mutex_unlock(&lock);
	pthread_join(o->thread, NULL);
	world_expects(false);
	answered = o->answered;
	__real_free(o);
	return answered;
}

/* Who is never let in waits in vain, and so not for long. */
static int a_socket(struct sockaddr_in *address, int port)
{
	struct timeval limit = { failing_for_ever() ? 1 : 5, 0 };
	int fd = __real_socket(AF_INET, SOCK_STREAM, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address->sin_port = htons((uint16_t)port);
	__real_setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return fd;
}

/* ---- a visitor ---- */

void __wrap_interrupt_close(void)
{
	pthread_mutex_lock(&lock);
	deaf = true;
	pthread_mutex_unlock(&lock);
	__real_interrupt_close();
}

/* The port that stands on stdout by now, or 0. */
static int port_printed(const struct outside *o)
{
	char text[200];
	ssize_t n = pread(STDOUT_FILENO, text, sizeof(text) - 1, o->printed);
	const char *colon;

	text[n > 0 ? n : 0] = '\0';
	colon = strrchr(text, ':');
	return colon && strchr(text, '\n') ? atoi(colon + 1) : 0;
}

static bool is_over(struct outside *o)
{
	bool over;

	pthread_mutex_lock(&lock);
	over = o->over;
	pthread_mutex_unlock(&lock);
	return over;
}

/* Is the answer whole? */
static bool ask(int port)
{
	static const char request[] = "GET / HTTP/1.0\r\nHost: x\r\n\r\n";
	struct sockaddr_in address;
	int fd = a_socket(&address, port);
	char answer[1000];
	size_t got = 0;
	ssize_t n = -1;

	if (__real_connect(fd, (struct sockaddr *)&address, sizeof(address)) ==
	    0) {
		__real_send(fd, request, strlen(request), MSG_NOSIGNAL);
		while ((n = __real_recv(fd, answer + got,
					sizeof(answer) - 1 - got, 0)) > 0)
			got += (size_t)n;
	}
	answer[got] = '\0';
	__real_close(fd);
	return n == 0 && strstr(answer, "\r\n\r\n" SMALL_FILE);
}

/* It is visited twice at the most: one call may have failed. */
static void *visit(void *arg)
{
	struct outside *o = arg;
	int port;

	layer_outside(true);
	while ((port = port_printed(o)) == 0 && !is_over(o))
		usleep(500);
	o->answered = port && (ask(port) || ask(port));
	pthread_mutex_lock(&lock);
	if (!deaf && port)
		kill(getpid(), SIGINT);
	pthread_mutex_unlock(&lock);
	world_expects(false);
	return NULL;
}

struct outside *visitor_begin(void)
{
	struct outside o = { .printed = lseek(STDOUT_FILENO, 0, SEEK_END) };

	deaf = false;
	return begin(visit, o);
}

bool visitor_end(struct outside *o)
{
	return end(o);
}

/* ---- a site ---- */

static void *answer_all(void *arg)
{
	static const char answer[] = "HTTP/1.0 200 OK\r\nX: y\r\n\r\nbody";
	const struct outside *o = arg;
	int fd;

	layer_outside(true);
	while ((fd = __real_accept(o->fd, NULL, NULL)) >= 0) {
		char request[1000];
		size_t got = 0;
		ssize_t n = 1;

		memset(request, 0, sizeof(request));
		while (!strstr(request, "\r\n\r\n") && n > 0) {
			n = __real_recv(fd, request + got,
					sizeof(request) - 1 - got, 0);
			got += n > 0 ? (size_t)n : 0;
		}
		if (n > 0)
			__real_send(fd, answer, strlen(answer), MSG_NOSIGNAL);
		__real_close(fd);
	}
	return NULL;
}

struct outside *site_begin(void)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	struct outside o = { .fd = __real_socket(AF_INET, SOCK_STREAM, 0) };

	__real_close(a_socket(&address, 0));
	__real_bind(o.fd, (struct sockaddr *)&address, size);
	__real_listen(o.fd, 10);
	__real_getsockname(o.fd, (struct sockaddr *)&address, &size);
	o.port = ntohs(address.sin_port);
	return begin(answer_all, o);
}

int site_port(const struct outside *o)
{
	return o->port;
}

void site_end(struct outside *o)
{
	int fd = o->fd;

	__real_shutdown(fd, SHUT_RDWR);
	end(o);
	__real_close(fd);
}
