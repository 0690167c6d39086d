#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>

/*
 * kernel.h - a system that says what a test wants it to say.
 *
 * Every test binary is linked with -Wl,--wrap=recv and its like, so that the
 * calls of our own objects come by here. Until a test asks for something they
 * go straight on. The names: "connect", "accept", "recv" (and recvmsg), "send"
 * (and sendmsg), "pipe", "pthread_create".
 */

/*
 * The next `times` calls fail with this error, and nothing has happened; but
 * a connect that fails with EINTR has begun, as it does in the system.
 */
void kernel_fails(const char *call, int error, int times);

/* How often it was called until now. */
int kernel_calls(const char *call);

/* From now on a send takes so many bytes at the most; 0: as many as fit. */
void kernel_takes(size_t n);

#endif
