/*
 * impatient.c - a lookup that is given up, and a thread that knows nothing
 * of it.
 *
 * The getaddrinfo of this program finds no name at all, and takes half a
 * second for it.
 */
#include <netdb.h>
#include <stdio.h>
#include <time.h>

#include "errors.h"
#include "resolve.h"
#include "run.h"
#include "timeout.h"

int getaddrinfo(const char *host, const char *service,
		const struct addrinfo *hints, struct addrinfo **result)
{
	struct timespec half = { .tv_nsec = 500000000 };

	if (hints && hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	nanosleep(&half, NULL);
	puts("thread: there is no such name. Is anybody there?");
	return EAI_NONAME;
}

static int look_up(void *arg, void **result)
{
	struct addrinfo *found;

	return async_getaddrinfo(arg, NULL, NULL, &found);
}

static int impatient(void *arg, void **result)
{
	struct task *lookup = task_create(look_up, "nobody.test");
	int rc = async_wait_for(lookup, 0.1, NULL);

	printf("task:   %s\n", async_strerror(rc));
	return async_sleep(1);
}

int main(void)
{
	return async_run(impatient, NULL, NULL) < 0;
}
