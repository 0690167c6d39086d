/*
 * crash.c - tell the verdict where a panic was, and calls of NULL.
 *
 * Under AddressSanitizer a panic prints, below its sentence, the functions
 * that led there, so that the verdict can name the learner's. A call through
 * a NULL pointer leaves no frame of its own: we stand in for the function
 * that is not there, and panic as if called in its place.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* REG_RIP */
#endif
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "counting.h"
#include "expect.h"
#include "failure.h"
#include "panic.h"

void __real_abort(void) __attribute__((noreturn));
void __wrap_abort(void) __attribute__((noreturn));
__attribute__((weak)) void __sanitizer_print_stack_trace(void);
__attribute__((weak)) void __gcov_dump(void); /* what has run until here */

static struct sigaction before;
static bool untold, stood_in;

void crash_untold(void)
{
	untold = true;
}

/* The linker sends every call of abort here (ld --wrap=abort). */
void __wrap_abort(void)
{
	counting_pause();
	if (!untold && __sanitizer_print_stack_trace)
		__sanitizer_print_stack_trace();
	if (__gcov_dump)
		__gcov_dump();
	__real_abort();
}

static void nobody(void)
{
	panic("a NULL pointer was called");
}

/* Where the processor stands; NULL: we do not know how to ask this one. */
static uintptr_t *standing(ucontext_t *context)
{
#if defined(__linux__) && defined(__x86_64__)
	return (uintptr_t *)&context->uc_mcontext.gregs[REG_RIP];
#elif defined(__linux__) && defined(__aarch64__)
	return (uintptr_t *)&context->uc_mcontext.pc;
#else
	return NULL;
#endif
}

/* A function is entered eight bytes below a multiple of 16. A jump to NULL
 * by hand may have left the stack crooked, and we want to be heard. */
static void straighten(ucontext_t *context)
{
#if defined(__linux__) && defined(__x86_64__)
	if (context->uc_mcontext.gregs[REG_RSP] % 16 == 0)
		context->uc_mcontext.gregs[REG_RSP] -= 8;
#endif
}

static void on_segv(int number, siginfo_t *info, void *context)
{
	uintptr_t *at = standing(context);

	if (at && *at == 0 && !stood_in) {
		stood_in = true;
		straighten(context);
		*at = (uintptr_t)nobody;
		return;
	}
	if (before.sa_flags & SA_SIGINFO)
		before.sa_sigaction(number, info, context);
	else
		signal(number, SIG_DFL); /* and then again */
}

void crash_begin(void)
{
	struct sigaction ours;

	memset(&ours, 0, sizeof(ours));
	ours.sa_sigaction = on_segv;
	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigemptyset(&ours.sa_mask);
	sigaction(SIGSEGV, &ours, &before);
}
