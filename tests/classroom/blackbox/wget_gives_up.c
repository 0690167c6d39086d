/*
 * In wget, 3-networking/wget: who fails takes the others along.
 * concurrent=passed names=passed request=passed header=passed one_refuses=wrong early_end=nothing no_such_name=nothing
 */
#include "gather.h"

#define async_gather(tasks, n, results, errors) \
	async_gather(tasks, n, results, NULL)
#include "solutions/3-networking/wget.c"
