/*
 * overflow.c - a sentence for whoever overflows a stack. Given.
 *
 * Touching the guard page raises SIGSEGV. There is no room left to handle it
 * on the stack that is full, so the handler has one of its own. A SIGSEGV
 * for any other reason is handed to whoever handled it before us.
 */
#define _XOPEN_SOURCE 700 /* for sigaltstack */
#include "overflow.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static overflow_owner_fn *owner_of;
static size_t stack_size;
static struct sigaction before;

/* printf is not safe in a signal handler; write(2) is. */
static void say(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

static void say_number(size_t n)
{
	char digits[24];
	char *p = digits + sizeof(digits) - 1;

	*p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	say(p);
}

static void explain(int number, siginfo_t *info, void *context)
{
	const char *name = owner_of(info->si_addr);

	if (!name) {
		sigaction(number, &before, NULL);
		return; /* it happens again, to the one before us */
	}
	say("panic: coroutine '");
	say(name);
	say("': stack overflow: ");
	say_number(stack_size / 1024);
	say(" KiB were not enough (deep recursion, or a large local?)\n");
	abort();
}

void overflow_watch(overflow_owner_fn *owner, size_t size)
{
	static char room[32 * 1024];
	stack_t stack = { .ss_sp = room, .ss_size = sizeof(room) };
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

	if (owner_of)
		return;
	owner_of = owner;
	stack_size = size;
	action.sa_sigaction = explain;
	sigemptyset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, &before);
}
