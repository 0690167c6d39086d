/*
 * memory.c - memory that is refused, and what was not given back.
 *
 * Every piece that the runtime asked for stands in a table until it is freed,
 * so a leak is found without a search, and named by who asked.
 */
#include "layer.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define PIECES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct piece {
	void *memory;
	void *asked; /* where in the runtime */
	size_t size;
} pieces[PIECES];

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *memory);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd,
		  off_t from);
int __real_madvise(void *at, size_t size, int advice);
int __real_mprotect(void *at, size_t size, int protection);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd,
		  off_t from);
int __wrap_madvise(void *at, size_t size, int advice);
int __wrap_mprotect(void *at, size_t size, int protection);

/* Who called, in words: the sanitizer's, where there is one. */
void __sanitizer_symbolize_pc(void *pc, const char *format, char *out,
			      size_t size) __attribute__((weak));

static struct piece *find(void *memory)
{
	for (size_t i = 0; i < PIECES; i++)
		if (pieces[i].memory == memory)
			return &pieces[i];
	return NULL;
}

static void *keep(void *memory, size_t size, void *asked)
{
	struct piece *p;

	if (!memory)
		return NULL;
	pthread_mutex_lock(&lock);
	p = find(NULL);
	if (p)
		*p = (struct piece){ memory, asked, size };
	else
		fprintf(stderr, "memory.c: PIECES is too small\n");
	pthread_mutex_unlock(&lock);
	return memory;
}

static void forget(void *memory)
{
	struct piece *p;

	if (!memory)
		return;
	pthread_mutex_lock(&lock);
	p = find(memory);
	if (p)
		p->memory = NULL;
	pthread_mutex_unlock(&lock);
}

void held_nothing(void)
{
	memset(pieces, 0, sizeof(pieces));
}

static void tell(const struct piece *p)
{
	char where[300] = "?";

	if (__sanitizer_symbolize_pc)
		__sanitizer_symbolize_pc(p->asked, "%f %S", where,
					 sizeof(where));
	fprintf(stderr, "never freed: %zu bytes, asked for in %s\n", p->size,
		where);
}

long held_memory(void)
{
	long n = 0;

	for (size_t i = 0; i < PIECES; i++)
		if (pieces[i].memory && n++ == 0)
			tell(&pieces[i]);
	return n;
}

/* ---- memory ---- */

void *__wrap_malloc(size_t size)
{
	if (layer_refuses("memory"))
		return NULL;
	return keep(__real_malloc(size), size, __builtin_return_address(0));
}

void *__wrap_calloc(size_t n, size_t size)
{
	if (layer_refuses("memory"))
		return NULL;
	return keep(__real_calloc(n, size), n * size,
		    __builtin_return_address(0));
}

void *__wrap_realloc(void *old, size_t size)
{
	void *memory;

	if (layer_refuses("memory"))
		return NULL;
	forget(old);
	memory = __real_realloc(old, size);
	return keep(memory, size, __builtin_return_address(0));
}

char *__wrap_strdup(const char *text)
{
	if (layer_refuses("memory"))
		return NULL;
	return keep(__real_strdup(text), strlen(text) + 1,
		    __builtin_return_address(0));
}

void __wrap_free(void *memory)
{
	forget(memory);
	__real_free(memory);
}

/* ---- stacks ---- */

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd,
		  off_t from)
{
	if (layer_refuses("mmap"))
		return MAP_FAILED;
	return __real_mmap(at, size, protection, flags, fd, from);
}

int __wrap_madvise(void *at, size_t size, int advice)
{
	if (layer_refuses("madvise"))
		return -1;
	return __real_madvise(at, size, advice);
}

int __wrap_mprotect(void *at, size_t size, int protection)
{
	if (layer_refuses("mprotect"))
		return -1;
	return __real_mprotect(at, size, protection);
}
