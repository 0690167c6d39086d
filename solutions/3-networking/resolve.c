/*
 * resolve.c - names to addresses, in a thread.
 *
 * One lookup: a thread that calls getaddrinfo(3), writes down its answer and
 * closes its end of a pipe; a task that waits at the other end. What both of
 * them see is a struct lookup, which has two owners; the last one frees it.
 * So a task that is cancelled can go at once, and the thread, which nothing
 * can stop, never writes into memory that is gone.
 *
 * The only file of the runtime with a thread in it. Mirrors getaddrinfo in
 * CPython's Lib/asyncio/base_events.py, which asks a pool of threads.
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

struct lookup {
	atomic_int owners;
	int ends[2]; /* the pipe: the task's end, the thread's end */
	char *host, *service;
	struct addrinfo hints;
	struct addrinfo *found; /* the answer */
	int rc;
};

/* ---- the question, and who owns it ---- */

static void lookup_free(struct lookup *k)
{
	if (k->found)
		freeaddrinfo(k->found);
	free(k->host);
	free(k->service);
	free(k);
}

/* lab: step 1
 * en: static void let_go(struct lookup *k): one owner less. The last one
 *     frees it, and nobody knows who that will be: atomic_fetch_sub gives the
 *     count before.
 * zh: static void let_go(struct lookup *k)：少一个主人。最后走的负责释放，而谁
 *     最后走，事先不知道：atomic_fetch_sub 返回减之前的数。
 */
static void let_go(struct lookup *k)
{
	if (atomic_fetch_sub(&k->owners, 1) == 1)
		lookup_free(k);
}

/* lab: end */
static char *copy(const char *text, int *failed)
{
	char *copied = text ? strdup(text) : NULL;

	if (text && !copied)
		*failed = 1;
	return copied;
}

/* Copies everything: the thread may outlive the caller's strings. */
static struct lookup *lookup_create(const char *host, const char *service,
				    const struct addrinfo *hints)
{
	struct lookup *k = calloc(1, sizeof(*k));
	int failed = 0;

	if (!k)
		return NULL;
	atomic_init(&k->owners, 1);
	if (hints)
		k->hints = *hints;
	k->host = copy(host, &failed);
	k->service = copy(service, &failed);
	if (!failed)
		return k;
	lookup_free(k);
	return NULL;
}

/* ---- the thread ---- */

/* lab: step 2
 * en: What the thread runs, static void *ask(void *lookup): getaddrinfo with
 *     what the lookup says; its answer folded by async_gai_error, in this
 *     thread, since errno is a thread's own. Close the thread's end of the
 *     pipe: to the task that is the end of the stream, and it wakes. Then let
 *     go.
 * zh: 线程里跑的 static void *ask(void *lookup)：按 lookup 里写的调用 getaddrinfo；结果用
 *     async_gai_error 折成错误码，要在本线程里折，因为 errno 各线程各有一份。然后关掉
 *     线程这一端的管道：在任务看来，流到头了，它就醒。最后 let_go。
 */
static void *ask(void *arg)
{
	struct lookup *k = arg;

	k->rc = async_gai_error(
		getaddrinfo(k->host, k->service, &k->hints, &k->found));
	close(k->ends[1]);
	let_go(k);
	return NULL;
}

/* lab: end */
/* lab: step 3
 * en: static int start(struct lookup *k): one more owner, and a detached
 *     thread, since nobody will join it; 0. -EAGAIN when there is none to be
 *     had: then the thread's end of the pipe and its share of the lookup are
 *     ours again.
 * zh: static int start(struct lookup *k)：主人加一个；线程要分离的，因为没人会 join
 *     它；返回 0。线程起不来，返回 -EAGAIN：它那一端管道、它那一份 lookup，都得我们来收。
 */
static int start(struct lookup *k)
{
	pthread_t thread;

	atomic_fetch_add(&k->owners, 1);
	if (pthread_create(&thread, NULL, ask, k) == 0) {
		pthread_detach(thread);
		return 0;
	}
	close(k->ends[1]);
	let_go(k);
	return -EAGAIN;
}

/* lab: end */
/* ---- the task ---- */

/* A number is no question: no thread, no pipe. */
static int parse(const char *host, const char *service,
		 const struct addrinfo *hints, struct addrinfo **result)
{
	struct addrinfo numeric = { 0 };

	if (hints)
		numeric = *hints;
	numeric.ai_flags |= AI_NUMERICHOST;
	return getaddrinfo(host, service, &numeric, result);
}

/* lab: step 4
 * en: The task's part, static int wait_for(struct lookup *k, struct addrinfo
 *     **result). Wait until its end of the pipe is readable (sock.h), for
 *     "getaddrinfo": that works for pipes, too. Close it. Unless we were
 *     cancelled, the answer is there, and ours: take it out of the lookup, so
 *     that nobody else frees it. Let go in any case.
 * zh: 任务这一边，static int wait_for(struct lookup *k, struct addrinfo **result)。
 *     等自己这一端的管道可读（sock.h 里那个，对管
 *     道也管用），关掉它。只要没被取消，答案就在，而且归我们：从 lookup 里拿出来，免得
 *     别人把它释放了。无论如何都要 let_go。
 */
static int wait_for(struct lookup *k, struct addrinfo **result)
{
	int rc = sock_wait_readable(k->ends[0], "getaddrinfo");

	close(k->ends[0]);
	if (rc == 0)
		rc = k->rc;
	if (rc == 0) {
		*result = k->found;
		k->found = NULL;
	}
	let_go(k);
	return rc;
}

/* lab: end */
int async_getaddrinfo(const char *host, const char *service,
		      const struct addrinfo *hints, struct addrinfo **result)
{
	struct lookup *k;

	if (parse(host, service, hints, result) == 0)
		return 0;
	k = lookup_create(host, service, hints);
	if (!k)
		return -ENOMEM;
	/* lab: step 5
	 * en: Put it together: pipe_create, start the thread, wait. What fails
	 *     half-way closes what is open, and lets go of the lookup.
	 * zh: 合起来：pipe_create 开管道，启动线程，然后等。半路失败，开了的要关掉，
	 *     lookup 也要放手。
	 */
	int rc = pipe_create(k->ends);

	if (rc < 0) {
		let_go(k);
		return rc;
	}
	rc = start(k);
	if (rc < 0) {
		close(k->ends[0]);
		let_go(k);
		return rc;
	}
	return wait_for(k, result);
	/* lab: end */
}
