/*
 * ours_memory.c - how often is memory asked for while tasks sleep, await and
 * wake? The linker hands us every call (--wrap).
 */
#include "ours.h"

#include "bench.h"
#include "run.h"
#include "task.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static unsigned long asked;

void *__wrap_malloc(size_t size)
{
	asked++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	asked++;
	return __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	asked++;
	return __real_realloc(old, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	asked++;
	return __real_aligned_alloc(alignment, size);
}

static int nap(void *arg, void **result)
{
	return async_sleep(1e-4);
}

/* Create, suspend, sleep, wake, await: n times. */
static int naps(void *arg, void **result)
{
	long n = *(long *)arg;

	for (long i = 0; i < n; i++) {
		struct task *t = task_create(nap, NULL);

		if (task_await(t, NULL) < 0)
			return -1;
		task_detach(t);
	}
	return 0;
}

/* Once to warm up; then it counts. */
static int count_naps(void *arg, void **result)
{
	static double count;
	long warm = 3;
	unsigned long before;

	naps(&warm, NULL);
	before = asked;
	if (naps(arg, NULL) < 0)
		return -1;
	count = (double)(asked - before);
	*result = &count;
	return 0;
}

double allocations(long n)
{
	void *count = NULL;

	return async_run(count_naps, &n, &count) < 0 ? -1 : *(double *)count;
}
