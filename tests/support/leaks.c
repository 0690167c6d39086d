/*
 * leaks.c - did a test lose memory?
 *
 * The sanitizer tells us of every malloc and free, the C library's too. (Its
 * own count of bytes will not do: what was freed stays in it for a while.)
 * So we also see who asks for all the memory there is, before the machine does.
 */
#include "leaks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#define TOO_MUCH ((size_t)1 << 28) /* bytes at the same time */
#define FLOODED 94		   /* tools/judge.py knows it */

/* The sanitizer's own, where there is one. */
int __sanitizer_install_malloc_and_free_hooks(
	void (*malloc_hook)(const volatile void *, size_t),
	void (*free_hook)(const volatile void *)) __attribute__((weak));
void __lsan_do_leak_check(void) __attribute__((weak));
void __sanitizer_print_stack_trace(void) __attribute__((weak));
size_t __sanitizer_get_allocated_size(const volatile void *memory)
	__attribute__((weak));

static long live, before;
static size_t bytes; /* a thread may count wrongly; it does not matter */

static void too_much(void)
{
	bytes = 0; /* what follows may allocate, too */
	__sanitizer_print_stack_trace();
	_exit(FLOODED);
}

static void one_more(const volatile void *memory, size_t size)
{
	live++;
	bytes += size;
	if (bytes > TOO_MUCH)
		too_much();
}

static void one_less(const volatile void *memory)
{
	size_t size;

	if (!memory)
		return;
	live--;
	size = __sanitizer_get_allocated_size(memory);
	bytes -= size < bytes ? size : bytes;
}

/* A leak ends the process, with the sanitizer's exit status. */
static void at_the_exit(void)
{
	if (live > before && __lsan_do_leak_check)
		__lsan_do_leak_check();
}

void leaks_begin(void)
{
	static bool begun;

	if (!begun && __sanitizer_install_malloc_and_free_hooks) {
		__sanitizer_install_malloc_and_free_hooks(one_more, one_less);
		atexit(at_the_exit);
	}
	begun = true;
	before = live;
}
