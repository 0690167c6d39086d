/*
 * lock_and_byte.c - a lock, a state and a byte.
 *
 * Who is still there is written down, under a lock, by name; the thread is
 * made detached; and it writes a byte, but only if somebody still listens.
 * The suite must not mind.
 */
#include "resolve.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "pipe.h"
#include "sock.h"

struct lookup {
	pthread_mutex_t lock;
	bool task_there, thread_there;
	int ends[2];
	char *host, *service;
	struct addrinfo hints, *found;
	int rc;
};

static void lookup_free(struct lookup *k)
{
	pthread_mutex_destroy(&k->lock);
	if (k->found)
		freeaddrinfo(k->found);
	free(k->host);
	free(k->service);
	free(k);
}

static struct lookup *lookup_create(const char *host, const char *service,
				    const struct addrinfo *hints)
{
	struct lookup *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	pthread_mutex_init(&k->lock, NULL);
	if (hints)
		k->hints = *hints;
	k->host = host ? strdup(host) : NULL;
	k->service = service ? strdup(service) : NULL;
	if ((!host || k->host) && (!service || k->service))
		return k;
	lookup_free(k);
	return NULL;
}

/* One of the two goes, under the lock; the last one cleans up. */
static void leave(struct lookup *k, bool *there)
{
	bool last;

	*there = false;
	last = !k->task_there && !k->thread_there;
	pthread_mutex_unlock(&k->lock);
	if (last) {
		close(k->ends[1]);
		lookup_free(k);
	}
}

static void *ask(void *arg)
{
	struct lookup *k = arg;
	struct addrinfo *found = NULL;
	int rc = async_gai_error(
		getaddrinfo(k->host, k->service, &k->hints, &found));

	pthread_mutex_lock(&k->lock);
	k->rc = rc;
	k->found = found;
	if (k->task_there && write(k->ends[1], "", 1) < 0)
		k->rc = -EIO;
	leave(k, &k->thread_there);
	return NULL;
}

static int start(struct lookup *k)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int rc;

	k->task_there = k->thread_there = true;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	rc = pthread_create(&thread, &attributes, ask, k);
	pthread_attr_destroy(&attributes);
	return rc ? -EAGAIN : 0;
}

static int wait_for(struct lookup *k, struct addrinfo **result)
{
	int rc = sock_wait_readable(k->ends[0], "getaddrinfo");

	pthread_mutex_lock(&k->lock);
	if (rc == 0)
		rc = k->rc;
	if (rc == 0) {
		*result = k->found;
		k->found = NULL;
	}
	close(k->ends[0]);
	leave(k, &k->task_there);
	return rc;
}

static int parse(const char *host, const char *service,
		 const struct addrinfo *hints, struct addrinfo **result)
{
	struct addrinfo numeric = { 0 };

	if (hints)
		numeric = *hints;
	numeric.ai_flags |= AI_NUMERICHOST;
	return getaddrinfo(host, service, &numeric, result);
}

int async_getaddrinfo(const char *host, const char *service,
		      const struct addrinfo *hints, struct addrinfo **result)
{
	struct lookup *k;
	int rc;

	if (parse(host, service, hints, result) == 0)
		return 0;
	k = lookup_create(host, service, hints);
	if (!k)
		return -ENOMEM;
	rc = pipe_create(k->ends);
	if (rc == 0) {
		rc = start(k);
		if (rc == 0)
			return wait_for(k, result);
		close(k->ends[0]);
		close(k->ends[1]);
	}
	lookup_free(k);
	return rc;
}
