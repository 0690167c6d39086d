/*
 * In gather, 2-concurrency/gather: a caller's bug.
 * concurrent=crash order=nothing one_fails=crash first_failure=crash
 */
#include "gather.h"
#include "panic.h"

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	panic("async_gather: %d", n);
}
