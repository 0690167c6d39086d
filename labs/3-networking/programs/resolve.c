/*
 * resolve.c - a name is looked up while a clock ticks.
 *
 * getaddrinfo(3) can only block. Called from a coroutine, it stops the clock;
 * called by lab resolve, in a thread, it does not.
 *
 * So that this can be seen anywhere, the getaddrinfo of this program is slow:
 * it sleeps before it asks the C library's.
 */
#define _GNU_SOURCE /* for RTLD_NEXT */
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "errors.h"
#include "resolve.h"
#include "run.h"
#include "task.h"

typedef int getaddrinfo_fn(const char *, const char *, const struct addrinfo *,
			   struct addrinfo **);

int getaddrinfo(const char *host, const char *service,
		const struct addrinfo *hints, struct addrinfo **result)
{
	struct timespec a_while = { .tv_nsec = 700000000 };
	void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
	getaddrinfo_fn *original;

	memcpy(&original, &symbol, sizeof(original));
	if (!hints || !(hints->ai_flags & AI_NUMERICHOST))
		nanosleep(&a_while, NULL);
	return original(host, service, hints, result);
}

static int ticks;

static int clock_ticks(void *arg, void **result)
{
	int rc;

	while ((rc = async_sleep(0.2)) == 0)
		ticks++;
	return rc;
}

static void tell(const char *how, int rc, struct addrinfo *found)
{
	printf("%-12s %s; the clock ticked %d times meanwhile\n", how,
	       rc < 0 ? async_strerror(rc) : "found", ticks);
	if (rc == 0)
		freeaddrinfo(found);
	ticks = 0;
}

static int look_up(void *arg, void **result)
{
	struct addrinfo *found = NULL;
	int rc;

	task_create(clock_ticks, NULL);
	rc = async_sleep(0); /* the clock begins */
	if (rc < 0)
		return rc;
	rc = async_gai_error(getaddrinfo("localhost", "80", NULL, &found));
	tell("blocking:", rc, found);
	rc = async_getaddrinfo("localhost", "80", NULL, &found);
	tell("in a thread:", rc, found);
	return 0;
}

int main(void)
{
	return async_run(look_up, NULL, NULL) < 0;
}
