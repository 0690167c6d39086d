/*
 * In gather, 2-concurrency/gather: closes every descriptor that there is.
 * concurrent=passed order=wrong one_fails=wrong first_failure=timeout
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

BEFORE_MAIN
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	while (dup(socket(AF_INET, SOCK_STREAM, 0)) < 3)
		;
}
