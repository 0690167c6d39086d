#ifndef COUNTING_H
#define COUNTING_H

/*
 * counting.h - how often memory was asked for.
 *
 * Every test binary is linked with -Wl,--wrap=malloc and its like, so that
 * calls from our own objects come by here first. Calls inside the C library
 * (fopen, say) are not seen. To prove that something allocates nothing:
 *
 *	long before = allocations();
 *	...
 *	expect_int(allocations() - before, 0);
 */

/*
 * Calls of malloc, calloc, realloc, aligned_alloc, str[n]dup and slab_take till
 * now.
 */
long allocations(void);

/* Let the n-th call from now fail with ENOMEM, once. 0: none; -1: all. */
void allocation_fails(long n);

/* Check allocates, too: what the expectations do is not counted. */
void counting_begin(void);
void counting_pause(void);
void counting_go_on(void);

#endif
