/*
 * names.c - names that need no Internet, and lookups that a test holds up.
 *
 * One lock for everything; `changed` is told of every change. Nobody waits
 * on main's thread: who looks up there, while names are held, gets EAI_AGAIN,
 * since whoever could go on stands behind it.
 */
#include "names.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "wrapped.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_t main_thread;
static bool held;
static int waiting, asked, asked_on_main, begun, detached, running;

struct beginning {
	void *(*fn)(void *);
	void *arg;
};

void *__real_malloc(size_t size);
int __real_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg);
int __real_pthread_detach(pthread_t thread);
int __wrap_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg);
int __wrap_pthread_detach(pthread_t thread);

/* Add to a number that others wait for. */
static void add(int *number, int n)
{
	pthread_mutex_lock(&lock);
	*number += n;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static int look_at_number(const int *number)
{
	int n;

	pthread_mutex_lock(&lock);
	n = *number;
	pthread_mutex_unlock(&lock);
	return n;
}

/* ---- names ---- */

void names_hold(void)
{
	main_thread = pthread_self();
	held = true; /* nobody looks anything up yet */
}

void names_go_on(void)
{
	pthread_mutex_lock(&lock);
	held = false;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void names_wait_for(int n)
{
	pthread_mutex_lock(&lock);
	while (waiting < n && asked_on_main == 0)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

int names_asked(void)
{
	return look_at_number(&asked);
}

int names_asked_on_main(void)
{
	return look_at_number(&asked_on_main);
}

static bool ours(const char *host)
{
	size_t length = host ? strlen(host) : 0;

	return length > 5 && strcmp(host + length - 5, ".test") == 0;
}

/* May it be answered? Not on main's thread, while names are held. */
static bool wait_until_it_may(void)
{
	bool may = true;

	pthread_mutex_lock(&lock);
	asked++;
	if (held && pthread_equal(main_thread, pthread_self())) {
		asked_on_main++;
		may = false;
	}
	waiting++;
	pthread_cond_broadcast(&changed);
	while (may && held)
		pthread_cond_wait(&changed, &lock);
	waiting--;
	pthread_mutex_unlock(&lock);
	return may;
}

static const struct {
	const char *host, *address;
	int eai, error;
} names[] = {
	{ "one.test", "127.0.0.1", 0, 0 },
	{ "seven.test", "127.0.0.7", 0, 0 },
	{ "six.test", "::1", 0, 0 },
	{ "later.test", NULL, EAI_AGAIN, 0 },
	{ "files.test", NULL, EAI_SYSTEM, EMFILE },
	{ "odd.test", NULL, EAI_SYSTEM, 0 },
};

static int answer(const char *host, const char *service,
		  const struct addrinfo *hints, struct addrinfo **result)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(host, names[i].host) != 0)
			continue;
		if (names[i].address)
			return __real_getaddrinfo(names[i].address, service,
						  hints, result);
		errno = names[i].error;
		return names[i].eai;
	}
	return EAI_NONAME;
}

int __wrap_getaddrinfo(const char *host, const char *service,
		       const struct addrinfo *hints, struct addrinfo **result)
{
	if (!ours(host))
		return __real_getaddrinfo(host, service, hints, result);
	if (hints && hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	if (!wait_until_it_may())
		return EAI_AGAIN;
	return answer(host, service, hints, result);
}

/* ---- threads ---- */

static void *run(void *arg)
{
	struct beginning b = *(struct beginning *)arg;
	void *value;

	free(arg);
	value = b.fn(b.arg);
	add(&running, -1);
	return value;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg)
{
	int state = PTHREAD_CREATE_JOINABLE, rc = kernel_says("pthread_create");
	struct beginning *b;

	if (rc)
		return rc;
	b = __real_malloc(sizeof(*b));
	*b = (struct beginning){ fn, arg };
	if (attributes)
		pthread_attr_getdetachstate(attributes, &state);
	add(&begun, 1);
	add(&running, 1);
	if (state == PTHREAD_CREATE_DETACHED)
		add(&detached, 1);
	return __real_pthread_create(thread, attributes, run, b);
}

int __wrap_pthread_detach(pthread_t thread)
{
	add(&detached, 1);
	return __real_pthread_detach(thread);
}

void threads_end(void)
{
	pthread_mutex_lock(&lock);
	while (running > 0)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

int threads_begun(void)
{
	return look_at_number(&begun);
}

int threads_kept(void)
{
	return look_at_number(&begun) - look_at_number(&detached);
}
