/*
 * gather.c - the tutorial's second program, line by line.
 *
 * The tutorial prints threading.current_thread without calling it, which is
 * the same text in every thread. thread_id() below is called, and differs
 * from thread to thread.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include "gather.h"
#include "run.h"

static unsigned long thread_id(void)
{
	return (unsigned long)(uintptr_t)pthread_self();
}

static int hello(void *arg, void **result)
{
	const char *name = arg;
	int rc;

	printf("Hello %s! (%lx)\n", name, thread_id());
	rc = async_sleep(1);
	if (rc < 0)
		return rc;
	printf("Hello %s again! (%lx)\n", name, thread_id());
	*result = arg;
	return 0;
}

static int both(void *arg, void **result)
{
	struct task *hellos[] = {
		task_create(hello, "Bob"),
		task_create(hello, "Alice"),
	};
	void *names[2];
	int rc = async_gather(hellos, 2, names, NULL);

	if (rc < 0)
		return rc;
	printf("['%s', '%s']\n", (char *)names[0], (char *)names[1]);
	return 0;
}

int main(void)
{
	return async_run(both, NULL, NULL) < 0;
}
