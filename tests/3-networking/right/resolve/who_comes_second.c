/*
 * resolve.c - another correct one: who comes second cleans up.
 *
 * Task and thread meet once, in an atomic exchange: the thread with its
 * answer, the task when it goes. The first leaves everything to the second.
 * One block of memory holds the question with its strings, the pipe is made
 * before it, and the thread is born detached.
 */
#include "resolve.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "pipe.h"
#include "sock.h"

struct meeting {
	atomic_flag met;
	int bell; /* the thread's end of the pipe */
	int rc;
	struct addrinfo *answer;
	struct addrinfo hints;
	const char *host, *service; /* in text, or NULL */
	char text[];
};

static void clean_up(struct meeting *m)
{
	if (m->answer)
		freeaddrinfo(m->answer);
	free(m);
}

static struct meeting *meeting_create(const char *host, const char *service,
				      const struct addrinfo *hints)
{
	size_t h = host ? strlen(host) + 1 : 0;
	size_t s = service ? strlen(service) + 1 : 0;
	struct meeting *m = malloc(sizeof(*m) + h + s);

	if (!m)
		return NULL;
	memset(m, 0, sizeof(*m));
	atomic_flag_clear(&m->met);
	if (host)
		m->host = memcpy(m->text, host, h);
	if (service)
		m->service = memcpy(m->text + h, service, s);
	if (hints)
		m->hints = *hints;
	return m;
}

static void *look_up(void *arg)
{
	struct meeting *m = arg;
	int bell = m->bell, rc;

	rc = getaddrinfo(m->host, m->service, &m->hints, &m->answer);
	m->rc = async_gai_error(rc);
	if (rc != 0)
		m->answer = NULL;
	if (atomic_flag_test_and_set(&m->met))
		clean_up(m);
	close(bell);
	return NULL;
}

static int begin(struct meeting *m)
{
	pthread_attr_t detached;
	pthread_t thread;
	int rc;

	if (pthread_attr_init(&detached) != 0)
		return -ENOMEM;
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	rc = pthread_create(&thread, &detached, look_up, m);
	pthread_attr_destroy(&detached);
	return rc == 0 ? 0 : -EAGAIN;
}

static int meet(struct meeting *m, int end, struct addrinfo **result)
{
	int rc = sock_wait_readable(end, "getaddrinfo");

	if (!atomic_flag_test_and_set(&m->met))
		return rc < 0 ? rc : -EAGAIN; /* the thread comes second */
	if (rc == 0)
		rc = m->rc;
	if (rc == 0) {
		*result = m->answer;
		m->answer = NULL;
	}
	clean_up(m);
	return rc;
}

static int ask(const char *host, const char *service,
	       const struct addrinfo *hints, const int ends[2],
	       struct addrinfo **result)
{
	struct meeting *m = meeting_create(host, service, hints);
	int rc = m ? 0 : -ENOMEM;

	if (m) {
		m->bell = ends[1];
		rc = begin(m);
	}
	if (rc == 0)
		return meet(m, ends[0], result);
	free(m);
	close(ends[1]);
	return rc;
}

int async_getaddrinfo(const char *host, const char *service,
		      const struct addrinfo *hints, struct addrinfo **result)
{
	struct addrinfo number = { 0 };
	int ends[2], rc;

	if (hints)
		number = *hints;
	number.ai_flags |= AI_NUMERICHOST;
	if (getaddrinfo(host, service, &number, result) == 0)
		return 0;
	rc = pipe_create(ends);
	if (rc < 0)
		return rc;
	rc = ask(host, service, hints, ends, result);
	close(ends[0]);
	return rc;
}
