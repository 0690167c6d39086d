#ifndef SANITIZER_H
#define SANITIZER_H

/*
 * sanitizer.h - what AddressSanitizer must be told about stacks. Given.
 *
 * It keeps notes on every byte of the stack it believes we stand on. Without
 * these calls it loses track at the first switch, and no longer reports a
 * leak inside a coroutine. In a build without it they are empty.
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

#define STACK_SIZE (256 * 1024)		/* its frames are larger */

static inline void leaving(void **fake, const void *low, size_t size)
{
	__sanitizer_start_switch_fiber(fake, low, size);
}

static inline void arrived(void *fake, const void **low, size_t *size)
{
	__sanitizer_finish_switch_fiber(fake, low, size);
}

/* What only a paused coroutine's locals point to is no leak. */
static inline void stack_in_use(void *low, size_t size)
{
	__asan_unpoison_memory_region(low, size);
	__lsan_register_root_region(low, size);
}

/* What only the remains of a finished one point to is. */
static inline void stack_out_of_use(void *low, size_t size)
{
	__lsan_unregister_root_region(low, size);
}

#else

#define STACK_SIZE (64 * 1024)

static inline void leaving(void **fake, const void *low, size_t size)
{
}

static inline void arrived(void *fake, const void **low, size_t *size)
{
}

static inline void stack_in_use(void *low, size_t size)
{
}

static inline void stack_out_of_use(void *low, size_t size)
{
}

#endif
#endif
