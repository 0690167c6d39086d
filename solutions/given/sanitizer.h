#ifndef SANITIZER_H
#define SANITIZER_H

/*
 * sanitizer.h - what AddressSanitizer and valgrind must be told about stacks.
 * Given.
 *
 * Both keep notes on every byte of the stack they believe we stand on. Without
 * these calls the first loses track at the first switch, and no longer reports
 * a leak inside a coroutine; the second takes a stack that is used again for
 * one that was popped. In a build or a run without them they do nothing.
 */

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#endif

#ifdef HAVE_ASAN

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>

#define STACK_SIZE (256 * 1024) /* its frames are larger */

static inline void leaving(void **fake, const void *low, size_t size)
{
	__sanitizer_start_switch_fiber(fake, low, size);
}

static inline void arrived(void *fake, const void **low, size_t *size)
{
	__sanitizer_finish_switch_fiber(fake, low, size);
}

static inline void stack_is_new(void *low, size_t size)
{
}

/* What only a paused coroutine's locals point to is no leak. */
static inline void stack_in_use(void *low, size_t size)
{
	__asan_unpoison_memory_region(low, size);
	__lsan_register_root_region(low, size);
}

/* What only the remains of a finished one point to is; to look is a bug. */
static inline void stack_out_of_use(void *low, size_t size, void *head)
{
	__lsan_unregister_root_region(low, size);
	__asan_poison_memory_region(low, (size_t)((char *)head - (char *)low));
}

#else

#if defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define HAVE_VALGRIND 1
#endif
#endif

#define STACK_SIZE (64 * 1024)

static inline void leaving(void **fake, const void *low, size_t size)
{
}

static inline void arrived(void *fake, const void **low, size_t *size)
{
}

/* Memory comes for good: it is registered once. */
static inline void stack_is_new(void *low, size_t size)
{
#ifdef HAVE_VALGRIND
	VALGRIND_STACK_REGISTER(low, (char *)low + size);
#endif
}

static inline void stack_in_use(void *low, size_t size)
{
#ifdef HAVE_VALGRIND
	VALGRIND_MAKE_MEM_UNDEFINED(low, size);
#endif
}

static inline void stack_out_of_use(void *low, size_t size, void *head)
{
#ifdef HAVE_VALGRIND
	VALGRIND_MAKE_MEM_NOACCESS(low, (size_t)((char *)head - (char *)low));
#endif
}

#endif
#endif
