/*
 * layer.c - a system that fails when it is told to.
 *
 * A lookup has a thread of its own, so one lock stands round everything.
 */
#include "layer.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct plan plan;
static long calls, struck;
static bool interrupted;
static _Thread_local bool outside;

void layer_arm(const struct plan *p)
{
	plan = *p;
	calls = struck = 0;
	interrupted = false;
}

void layer_disarm(void)
{
	pthread_mutex_lock(&lock);
	plan.call = NULL;
	pthread_mutex_unlock(&lock);
}

long layer_struck(void)
{
	return struck;
}

bool layer_interrupted(void)
{
	return interrupted;
}

void layer_interrupts(bool is)
{
	interrupted = is;
}

void layer_outside(bool is)
{
	outside = is;
}

static bool strikes(void)
{
	switch (plan.mode) {
	case ONCE:
		return calls == plan.n;
	case ON:
		return calls >= plan.n;
	default:
		return calls % 2 == 1;
	}
}

/* A plan for mprotect(2) needs a kernel without light guard pages. */
static int of_another(const char *call)
{
	bool old = plan.call && strcmp(plan.call, "mprotect") == 0 &&
		   strcmp(call, "madvise") == 0;

	return old ? EINVAL : 0;
}

static int says(const char *call)
{
	if (!plan.call || strcmp(plan.call, call) != 0)
		return of_another(call);
	calls++;
	if (!strikes())
		return 0;
	struck++;
	return plan.error;
}

int layer_says(const char *call)
{
	int error;

	if (outside)
		return 0;
	pthread_mutex_lock(&lock);
	error = says(call);
	pthread_mutex_unlock(&lock);
	return error;
}

bool layer_refuses(const char *call)
{
	int error = layer_says(call);

	if (error)
		errno = error;
	return error != 0;
}
