/*
 * leaks.c - did a test lose memory?
 *
 * The sanitizer tells us of every malloc and free, the C library's too. (Its
 * own count of bytes will not do: what was freed stays in it for a while.)
 */
#include "leaks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* The sanitizer's own, where there is one. */
int __sanitizer_install_malloc_and_free_hooks(
	void (*malloc_hook)(const volatile void *, size_t),
	void (*free_hook)(const volatile void *)) __attribute__((weak));
void __lsan_do_leak_check(void) __attribute__((weak));

static long live, before;

static void one_more(const volatile void *memory, size_t size)
{
	live++;
}

static void one_less(const volatile void *memory)
{
	if (memory)
		live--;
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
