/*
 * run_once.c - one run of a scenario, in a process of its own.
 *
 * What the process finds out it writes into memory that it shares with us, so
 * that nothing is lost when it crashes. Its stdout and stderr are files.
 */
#include "run_once.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "layer.h"
#include "loop.h"
#include "outside.h"
#include "scenario.h"
#include "task.h"

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS 0x20
#endif

#define SECONDS 20
#define DESCRIPTORS 64

static struct outcome *shared;
static FILE *out, *err;
static off_t printed_before;
static bool search, once, for_ever;

int __real_close(int fd);
int __real_fcntl(int fd, int command, ...);
ssize_t __real_send(int fd, const void *data, size_t n, int flags);
int __real_getsockname(int fd, struct sockaddr *address, socklen_t *n);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd,
		  off_t from);
void __lsan_do_leak_check(void) __attribute__((weak));
void __gcov_dump(void) __attribute__((weak)); /* what has run till here */
const char *__asan_default_options(void);

/* The runtime's own pieces are counted: memory.c. A search takes long. */
const char *__asan_default_options(void)
{
	return "leak_check_at_exit=0";
}

void runs_begin(bool searching)
{
	const struct rlimit no_core = { 0, 0 };

	search = searching;
	setrlimit(RLIMIT_CORE, &no_core);
	out = tmpfile();
	err = tmpfile();
	shared = __real_mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!out || !err || shared == MAP_FAILED) {
		perror("faults");
		exit(2);
	}
	folder_begin();
}

/* ---- what a scenario may use ---- */

int wrong(const char *format, ...)
{
	va_list arguments;

	if (!*shared->wrong) {
		va_start(arguments, format);
		vsnprintf(shared->wrong, sizeof(shared->wrong), format,
			  arguments);
		va_end(arguments);
	}
	return WRONG;
}

int compare(const char *what, const char *got, const char *wanted)
{
	if (strcmp(got, wanted) == 0)
		return 0;
	return wrong("%s: \"%.150s\" instead of \"%.150s\"", what, got, wanted);
}

const char *printed(void)
{
	static char text[1 << 16];
	ssize_t n;

	fflush(stdout);
	n = pread(STDOUT_FILENO, text, sizeof(text) - 1, printed_before);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

void close_it(int fd)
{
	__real_close(fd);
}

void pair_of_sockets(int ends[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) {
		perror("socketpair");
		exit(2);
	}
	for (int i = 0; i < 2; i++)
		__real_fcntl(ends[i], F_SETFL, O_NONBLOCK);
}

ssize_t send_all(int fd, const char *text)
{
	return __real_send(fd, text, strlen(text), MSG_NOSIGNAL);
}

void find_port(int fd, struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);

	__real_getsockname(fd, (struct sockaddr *)address, &size);
}

bool failing_for_ever(void)
{
	return for_ever;
}

bool failing_once(void)
{
	return once;
}

/* ---- what is left over ---- */

static void descriptors(bool open[])
{
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		open[fd] = __real_fcntl(fd, F_GETFD) >= 0;
}

static void compare_descriptors(const bool before[])
{
	bool now[DESCRIPTORS];

	descriptors(now);
	for (int fd = 0; fd < DESCRIPTORS; fd++) {
		if (now[fd] && !before[fd])
			wrong("descriptor %d was never closed", fd);
		if (before[fd] && !now[fd])
			wrong("descriptor %d was closed, and is not its", fd);
	}
}

static void nothing_left(void)
{
	struct sigaction action;
	long n;

	if (loop_current())
		wrong("the loop is still there");
	if (task_first())
		wrong("the task %s is still there", task_name(task_first()));
	if ((n = held_stacks()) != 0)
		wrong("stacks: %ld were never given back", n);
	if ((n = held_memory()) != 0)
		wrong("memory: %ld pieces were never freed", n);
	if ((n = held_addresses()) != 0)
		wrong("addresses: %ld lists were never freed", n);
	sigaction(SIGINT, NULL, &action);
	if (action.sa_handler != SIG_DFL)
		wrong("SIGINT was not given back");
}

/* ---- one run ---- */

static int work(const struct scenario *s, const struct plan *p)
{
	bool before[DESCRIPTORS];
	int rc;

	descriptors(before);
	held_nothing();
	world_begins();
	fflush(stdout);
	printed_before = lseek(STDOUT_FILENO, 0, SEEK_END);
	once = !p->call || (p->mode == ONCE && strcmp(p->call, "select") != 0);
	for_ever = p->call && p->mode == ON;
	layer_arm(p);
	rc = s->run();
	layer_disarm();
	threads_end();
	shared->struck += layer_struck();
	compare_descriptors(before);
	nothing_left();
	return rc;
}

static _Noreturn void child(const struct scenario *s, const struct plan *p)
{
	const struct plan none = { NULL, 0, ONCE, 0 };

	dup2(fileno(out), STDOUT_FILENO);
	dup2(fileno(err), STDERR_FILENO);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	alarm(SECONDS);
	shared->rc = work(s, p);
	if (!*shared->wrong)
		shared->again = work(s, &none);
	if ((search || !p->call) && __lsan_do_leak_check)
		__lsan_do_leak_check();
	fflush(stdout);
	if (__gcov_dump)
		__gcov_dump();
	_exit(0);
}

static void empty(FILE *file)
{
	if (ftruncate(fileno(file), 0) < 0)
		perror("ftruncate");
	lseek(fileno(file), 0, SEEK_SET);
}

static void hear(void)
{
	ssize_t n =
		pread(fileno(err), shared->said, sizeof(shared->said) - 1, 0);
	char *last;

	shared->said[n > 0 ? n : 0] = '\0';
	last = strrchr(shared->said, '\n');
	if (n == sizeof(shared->said) - 1 && last)
		last[1] = '\0'; /* half a line says something else */
}

const struct outcome *run_once(const struct scenario *s, const struct plan *p)
{
	pid_t process;

	memset(shared, 0, sizeof(*shared));
	empty(out);
	empty(err);
	fflush(NULL);
	process = fork();
	if (process < 0) {
		perror("fork");
		exit(2);
	}
	if (process == 0)
		child(s, p);
	while (waitpid(process, &shared->status, 0) < 0 && errno == EINTR)
		;
	hear();
	return shared;
}
