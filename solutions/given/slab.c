/*
 * slab.c - memory for stacks, many at a time. Given.
 *
 * One mmap(2) is cut into many pieces, from its low end to its high one. A
 * piece gets its guard page when it is taken:
 *
 * - a light one, by madvise(2), where the kernel has it (Linux 6.13). It is a
 *   mark in the page table;
 * - else mprotect(2). That splits the mapping in two, and of mappings a
 *   process may have no more than vm.max_map_count says.
 */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS */
#include "slab.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define AT_ONCE 64

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static char *next, *end; /* what is left of the last slab */
static size_t taken;

static void *refused(const char *call)
{
	static bool told;

	if (!told)
		fprintf(stderr,
			"no more stacks after %zu: %s: %s (the limits: memory, "
			"`ulimit -v`, vm.max_map_count)\n",
			taken, call, strerror(errno));
	told = true;
	return NULL;
}

static bool map(size_t size)
{
	char *slab = mmap(NULL, AT_ONCE * size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (slab == MAP_FAILED)
		return false;
	next = slab;
	end = slab + AT_ONCE * size;
	return true;
}

/*
 * Emulators say yes to any advice, so look whether it was taken: in a page that
 * is readable and all zero stands a sleep of no time. (Not a path: valgrind
 * reads those itself.)
 */
static bool guarded(void *page, size_t size)
{
	return madvise(page, size, MADV_GUARD_INSTALL) == 0 &&
	       nanosleep(page, NULL) < 0 && errno == EFAULT;
}

static bool guard(void *page)
{
	static enum { UNKNOWN, LIGHT, HEAVY } kind;
	size_t size = (size_t)sysconf(_SC_PAGESIZE);

	if (kind == UNKNOWN)
		kind = guarded(page, size) ? LIGHT : HEAVY;
	if (kind == LIGHT)
		return madvise(page, size, MADV_GUARD_INSTALL) == 0;
	return mprotect(page, size, PROT_NONE) == 0;
}

void *slab_take(size_t size)
{
	char *piece;

	if (next == end && !map(size))
		return refused("mmap");
	piece = next;
	if (!guard(piece))
		return refused("guard page");
	next += size;
	taken++;
	return piece;
}
