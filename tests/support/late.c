/*
 * late.c - what a test was doing when its time was nearly up.
 *
 * A signal handler may do next to nothing: whoever it interrupted may hold any
 * lock. But a copy of the process may try. fork(2) would wait for locks
 * itself; the bare system call does not. A copy that hangs or crashes is lost,
 * and nothing with it. So there is one for each thing to say.
 */
#define _GNU_SOURCE /* for syscall */
#include "late.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

/* Of the time for a test: what is left must be enough to say it, also where
 * many others are at work. */
#define NEARLY 0.3

__attribute__((weak)) void __sanitizer_print_stack_trace(void);
__attribute__((weak)) void report_tasks(const char *title);

#ifdef __linux__

static pid_t parent; /* 0: our own stderr is heard */
static struct timespec when;

/* tools/judge.py reads from this word on. */
static void say_where(void)
{
	ssize_t ignored = write(STDERR_FILENO, "late at:\n", 9);

	(void)ignored;
	if (__sanitizer_print_stack_trace)
		__sanitizer_print_stack_trace();
}

static void say_tasks(void)
{
	if (report_tasks)
		report_tasks("late with");
}

/* A descriptor kept for this would be one that a test does not expect. */
static void speak_up(void)
{
	char path[40];
	int fd;

	if (parent == 0)
		return;
	snprintf(path, sizeof(path), "/proc/%ld/fd/2", (long)parent);
	fd = open(path, O_WRONLY);
	if (fd >= 0)
		dup2(fd, STDERR_FILENO);
}

/* No signal is sent when it ends: the test may have children of its own. */
static void in_a_copy(void (*say)(void))
{
	if (syscall(SYS_clone, 0, 0, 0, 0, 0) != 0)
		return;
	speak_up();
	say();
	syscall(SYS_exit_group, 0);
}

static void on_late(int number)
{
	int saved = errno;

	in_a_copy(say_tasks);
	in_a_copy(say_where);
	errno = saved;
}

/* A time of the clock is the same in a child. */
static void count_from_now(double seconds)
{
	long long ns = (long long)(seconds * NEARLY * 1e9);

	clock_gettime(CLOCK_MONOTONIC, &when);
	ns += when.tv_nsec;
	when.tv_sec += (time_t)(ns / 1000000000);
	when.tv_nsec = (long)(ns % 1000000000);
}

static void set_timer(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGRTMAX - 1 };
	struct sigaction action = { .sa_handler = on_late,
				    .sa_flags = SA_RESTART };
	struct itimerspec once = { .it_value = when };
	timer_t timer;

	sigaction(SIGRTMAX - 1, &action, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
		timer_settime(timer, TIMER_ABSTIME, &once, NULL);
}

void late_begin(double seconds)
{
	count_from_now(seconds);
	set_timer();
}

void late_in_child(void)
{
	parent = getppid();
	set_timer();
}

#else

void late_begin(double seconds)
{
}

void late_in_child(void)
{
}

#endif
