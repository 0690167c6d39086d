/*
 * counting.c - the linker sends every allocation through here.
 *
 * ld --wrap=malloc turns calls of malloc into calls of __wrap_malloc, and
 * __real_malloc into malloc. It works with gcc and clang, with sanitizers
 * (whose malloc is then the real one) and without.
 */
#include "counting.h"

#include <errno.h>
#include <stddef.h>
#include <stdbool.h>
#include <sys/types.h>

static long calls, failing;
static bool paused = true; /* until the first test begins */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t most);
void *__real_slab_take(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
void *__wrap_slab_take(size_t size);

long allocations(void)
{
	return calls;
}

void allocation_fails(long n)
{
	failing = n;
}

void counting_begin(void)
{
	paused = false;
	failing = 0;
}

void counting_pause(void)
{
	paused = true;
}

void counting_go_on(void)
{
	paused = false;
}

/* Count this call; is it the one that must fail? */
static bool refused(void)
{
	if (paused)
		return false;
	calls++;
	if (failing == 0 || --failing > 0)
		return false;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return refused() ? NULL : __real_realloc(old, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	return refused() ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
	return refused() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t most)
{
	return refused() ? NULL : __real_strndup(text, most);
}

void *__wrap_slab_take(size_t size)
{
	return refused() ? NULL : __real_slab_take(size);
}
