/*
 * selector.c - which of these descriptors can be used now? By select(2).
 *
 * - We keep what is asked for in `read` and `write`, and hand copies to
 *   select(2), because it writes its answer over its question.
 * - Invariant: `limit` is one more than the highest watched descriptor.
 *   select(2) looks at no descriptor from there on.
 *
 * The only file that knows select(2). Mirrors class SelectSelector of
 * CPython's Lib/selectors.py.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/select.h>

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define A_DAY 86400.0

struct selector {
	fd_set read, write; /* what is asked for */
	int limit;
};

struct selector *selector_create(void)
{
	struct selector *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	FD_ZERO(&s->read);
	FD_ZERO(&s->write);
	return s;
}

void selector_destroy(struct selector *s)
{
	free(s);
}

/* lab: step 1
 * en: Two helpers. asked(s, fd): the events that fd is watched for, 0 when it
 *     is not watched or can not be. ask(s, fd, events): set and clear the
 *     bits of fd in both sets, then mend the invariant of `limit`, also when
 *     the highest descriptor leaves.
 * zh: 两个辅助函数。asked(s, fd)：fd 登记了哪些事件；没登记，或者根本不可能登记，返回 0。
 *     ask(s, fd, events)：在两个集合里，fd 的位该设的设，该清的清，再把 limit 改对；
 *     最大的描述符走了，也要改对。
 */
static int asked(const struct selector *s, int fd)
{
	int events = 0;

	if (fd < 0 || fd >= s->limit)
		return 0;
	if (FD_ISSET(fd, &s->read))
		events |= SELECTOR_READ;
	if (FD_ISSET(fd, &s->write))
		events |= SELECTOR_WRITE;
	return events;
}

static void ask(struct selector *s, int fd, int events)
{
	FD_CLR(fd, &s->read);
	FD_CLR(fd, &s->write);
	if (events & SELECTOR_READ)
		FD_SET(fd, &s->read);
	if (events & SELECTOR_WRITE)
		FD_SET(fd, &s->write);
	if (fd >= s->limit)
		s->limit = fd + 1;
	while (s->limit > 0 && !asked(s, s->limit - 1))
		s->limit--;
}

static int valid(int events)
{
	return events != 0 && (events & ~BOTH) == 0;
}

/* lab: end */
int selector_register(struct selector *s, int fd, int events)
{
	/* lab: step 2
	 * en: Refuse what selector.h says, in its order: -EINVAL, -EBADF,
	 *     -EMFILE, -EEXIST. FD_SET beyond FD_SETSIZE writes into
	 *     somebody else's memory and says nothing. Then ask.
	 * zh: 按 selector.h 的次序拒绝：-EINVAL、-EBADF、-EMFILE、-EEXIST。FD_SET
	 *     超过 FD_SETSIZE，会一声不响地写坏别人的内存。都没问题，再 ask。
	 */
	if (!valid(events))
		return -EINVAL;
	if (fd < 0)
		return -EBADF;
	if (fd >= FD_SETSIZE)
		return -EMFILE;
	if (asked(s, fd))
		return -EEXIST;
	ask(s, fd, events);
	return 0;
	/* lab: end */
}

int selector_modify(struct selector *s, int fd, int events)
{
	/* lab: step 3
	 * en: Only what is watched can be modified: else -ENOENT.
	 * zh: 登记过的才能改，否则返回 -ENOENT。
	 */
	if (!valid(events))
		return -EINVAL;
	if (!asked(s, fd))
		return -ENOENT;
	ask(s, fd, events);
	return 0;
	/* lab: end */
}

int selector_unregister(struct selector *s, int fd)
{
	/* lab: step 3
	 * en: The same, for no events at all.
	 * zh: 同上，只是一个事件也不留。
	 */
	if (!asked(s, fd))
		return -ENOENT;
	ask(s, fd, 0);
	return 0;
	/* lab: end */
}

/* lab: step 4
 * en: A helper, to_timeval(timeout, tv): what select(2) takes. INFINITY is a
 *     null pointer; below zero is zero; fractions of a microsecond round up;
 *     and more than a day is a day, so that no number is too large.
 * zh: 辅助函数 to_timeval(timeout, tv)：换成 select(2) 要的样子。INFINITY 就是空指针；
 *     负数当作零；不足一微秒向上取整；超过一天按一天算，数字再大也不会溢出。
 */
static struct timeval *to_timeval(double timeout, struct timeval *tv)
{
	long long us = 0;

	if (timeout == INFINITY)
		return NULL;
	if (timeout > 0)
		us = (long long)ceil(fmin(timeout, A_DAY) * 1e6);
	tv->tv_sec = (time_t)(us / 1000000);
	tv->tv_usec = (suseconds_t)(us % 1000000);
	return tv;
}

/* lab: end */
/* lab: step 5
 * en: A helper, collect(...): walk from descriptor 0 to limit and write down
 *     who is in one of the two sets, at most `max` of them.
 * zh: 辅助函数 collect(...)：从 0 号描述符走到 limit，谁在两个集合里就记下谁，最多记
 *     max 个。
 */
static int collect(int limit, const fd_set *read, const fd_set *write,
		   struct readiness ready[], int max)
{
	int n = 0;

	for (int fd = 0; fd < limit && n < max; fd++) {
		int events = 0;

		if (FD_ISSET(fd, read))
			events |= SELECTOR_READ;
		if (FD_ISSET(fd, write))
			events |= SELECTOR_WRITE;
		if (events)
			ready[n++] = (struct readiness){ fd, events };
	}
	return n;
}

/* lab: end */
int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	/* lab: step 6
	 * en: Copy both sets, call select(2) on the copies, collect. A signal
	 *     (EINTR) is nobody's failure: answer 0, the loop will ask again.
	 * zh: 复制两个集合，拿副本去调用 select(2)，再 collect。被信号打断（EINTR）不算谁
	 *     出错：返回 0，事件循环自会再来问。
	 */
	fd_set read = s->read, write = s->write;
	struct timeval tv;

	if (select(s->limit, &read, &write, NULL, to_timeval(timeout, &tv)) < 0)
		return errno == EINTR ? 0 : -errno;
	return collect(s->limit, &read, &write, ready, max);
	/* lab: end */
}
