/*
 * interrupt.c - Ctrl-C and Ctrl-\ while a loop runs. Given.
 *
 * The handlers write the signal's number into a pipe and return. All the
 * rest happens in `heard`, an ordinary callback, when the loop finds the
 * pipe readable. The pipe is watched in the background: it must not hide a
 * deadlock.
 */
#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "loop.h"
#include "pipe.h"
#include "report.h"

static int ends[2] = { -1, -1 };
static struct handle reader;
static struct task *main_task;
static bool seen;
static struct sigaction interrupt_before, quit_before;

static void handler(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t ignored = write(ends[1], &byte, 1);

	(void)ignored;
	errno = saved;
}

static void heard(void *arg)
{
	unsigned char byte;

	while (read(ends[0], &byte, 1) == 1) {
		if (byte == SIGQUIT) {
			report_tasks("Ctrl-\\");
		} else {
			seen = true;
			task_cancel(main_task);
		}
	}
}

static void close_pipe(void)
{
	close(ends[0]);
	close(ends[1]);
	ends[0] = ends[1] = -1;
}

/* A program started with the signal ignored (nohup) keeps it ignored. */
static void take(int number, int flags, struct sigaction *previous)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	sigaction(number, NULL, previous);
	if (previous->sa_handler == SIG_DFL)
		sigaction(number, &action, NULL);
}

int interrupt_open(struct task *main)
{
	struct loop *l = loop_current();
	int rc = pipe_create(ends);

	if (rc < 0)
		return rc;
	rc = loop_add_reader(l, ends[0], heard, NULL, &reader);
	if (rc < 0) {
		close_pipe();
		return rc;
	}
	loop_unref(l, ends[0]);
	main_task = main;
	seen = false;
	take(SIGINT, SA_RESTART | (int)SA_RESETHAND, &interrupt_before);
	take(SIGQUIT, SA_RESTART, &quit_before);
	return 0;
}

bool interrupt_seen(void)
{
	return seen;
}

void interrupt_close(void)
{
	if (ends[0] < 0)
		return;
	sigaction(SIGINT, &interrupt_before, NULL);
	sigaction(SIGQUIT, &quit_before, NULL);
	loop_remove_reader(loop_current(), ends[0]);
	close_pipe();
}
