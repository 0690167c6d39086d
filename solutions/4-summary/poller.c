/*
 * poller.c - which of these descriptors can be used now? By epoll(7).
 *
 * - The kernel keeps the table of what is watched, and who becomes ready is
 *   put into a list there. A wait costs what is ready, not what is watched,
 *   and no descriptor is too large.
 * - Beside each descriptor the kernel keeps one word of ours, and gives it
 *   back with the answer. It holds the descriptor and what we asked for.
 *
 * The only file that knows epoll(7). Mirrors class EpollSelector of CPython's
 * Lib/selectors.py.
 */
#include "selector.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BOTH (SELECTOR_READ | SELECTOR_WRITE)
#define A_DAY 86400.0
#define AT_ONCE 256 /* answers in one system call */

struct selector {
	int epoll; /* a descriptor itself: the kernel's table */
};

struct selector *selector_create(void)
{
	struct selector *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	/* lab: step 1
	 * en: epoll_create1(2), closed on exec. None to be had: give back what
	 *     you have, NULL.
	 * zh: epoll_create1(2)，exec 时关闭。要不到：到手的还回去，返回 NULL。
	 */
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0) {
		free(s);
		return NULL;
	}
	return s;
	/* lab: end */
}

void selector_destroy(struct selector *s)
{
	if (!s)
		return;
	/* lab: step 1
	 * en: Close the table, too.
	 * zh: 表也要关掉。
	 */
	close(s->epoll);
	free(s);
	/* lab: end */
}

/* lab: step 2
 * en: Two helpers. tell(s, operation, fd, events): one epoll_ctl(2). SELECTOR_READ
 *     is EPOLLIN, SELECTOR_WRITE is EPOLLOUT. The word of ours, data.u64: fd in
 *     its lower half, events above. 0, or what went wrong, negative.
 *     valid(events): is it one of the two events, or both, and nothing else?
 * zh: 两个辅助函数。tell(s, operation, fd, events)：调用一次 epoll_ctl(2)。SELECTOR_READ 就是
 *     EPOLLIN，SELECTOR_WRITE 就是 EPOLLOUT。留给我们的那个字 data.u64：低半边放 fd，上面放
 *     events。返回 0，或者出了什么错，取负。valid(events)：是不是两种事件之一，或者两种都有，再没有
 *     别的。
 */
static int tell(struct selector *s, int operation, int fd, int events)
{
	struct epoll_event event = {
		.events = (events & SELECTOR_READ ? EPOLLIN : 0u) |
			  (events & SELECTOR_WRITE ? EPOLLOUT : 0u),
		.data.u64 = (uint64_t)events << 32 | (uint32_t)fd,
	};

	return epoll_ctl(s->epoll, operation, fd, &event) < 0 ? -errno : 0;
}

static bool valid(int events)
{
	return events != 0 && (events & ~BOTH) == 0;
}

/* lab: end */
int selector_register(struct selector *s, int fd, int events)
{
	/* lab: step 3
	 * en: -EINVAL is ours to find: the kernel has nothing against watching
	 *     for nothing. All the rest it says itself.
	 * zh: -EINVAL 要我们自己查：什么事件都不看，内核并不反对。其余的它自己会说。
	 */
	return valid(events) ? tell(s, EPOLL_CTL_ADD, fd, events) : -EINVAL;
	/* lab: end */
}

int selector_modify(struct selector *s, int fd, int events)
{
	/* lab: step 3
	 * en: The same; but whatever the kernel has against it, fd was not
	 *     watched: -ENOENT.
	 * zh: 同上；不过内核不管因为什么不答应，都是 fd 没登记：-ENOENT。
	 */
	if (!valid(events))
		return -EINVAL;
	return tell(s, EPOLL_CTL_MOD, fd, events) < 0 ? -ENOENT : 0;
	/* lab: end */
}

int selector_unregister(struct selector *s, int fd)
{
	/* lab: step 3
	 * en: The same, for no events at all.
	 * zh: 同上，只是一个事件也不留。
	 */
	return tell(s, EPOLL_CTL_DEL, fd, 0) < 0 ? -ENOENT : 0;
	/* lab: end */
}

/* lab: step 4
 * en: A helper, to_milliseconds(timeout): what epoll_wait(2) takes. INFINITY is
 *     -1; below zero is zero; fractions round up; more than a day is a day.
 * zh: 辅助函数 to_milliseconds(timeout)：换成 epoll_wait(2) 要的样子。INFINITY 就是
 *     -1；负数当作零；不足一毫秒向上取整；超过一天按一天算。
 */
static int to_milliseconds(double timeout)
{
	if (timeout == INFINITY)
		return -1;
	return timeout > 0 ? (int)ceil(fmin(timeout, A_DAY) * 1e3) : 0;
}

/* lab: end */
/* lab: step 5
 * en: A helper, understood(event): a struct readiness out of an answer. Take our
 *     word apart again. Anything but EPOLLOUT means: you can read, if only the
 *     end or an error; anything but EPOLLIN: you can write. But nobody hears of
 *     what he did not ask for.
 * zh: 辅助函数 understood(event)：把一个回答变成 struct readiness。先把我们那个字拆回来。
 *     只要不单是 EPOLLOUT，就能读，哪怕读到的是结尾或错误；只要不单是 EPOLLIN，就能写。没问的
 *     不告诉。
 */
static struct readiness understood(const struct epoll_event *event)
{
	int asked = (int)(event->data.u64 >> 32), found = 0;

	if (event->events & ~(uint32_t)EPOLLOUT)
		found |= SELECTOR_READ;
	if (event->events & ~(uint32_t)EPOLLIN)
		found |= SELECTOR_WRITE;
	return (struct readiness){ (int)(uint32_t)event->data.u64,
				   found & asked };
}

/* lab: end */
int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	/* lab: step 6
	 * en: epoll_wait(2) writes its answers, AT_ONCE or max of them at most,
	 *     into an array of ours. A signal (EINTR) is nobody's failure: 0.
	 * zh: epoll_wait(2) 把回答写进我们的数组，最多 AT_ONCE 个，也不超过 max。被信号打断
	 *     （EINTR）不算谁出错：返回 0。
	 */
	struct epoll_event events[AT_ONCE];
	int n = epoll_wait(s->epoll, events, max < AT_ONCE ? max : AT_ONCE,
			   to_milliseconds(timeout));

	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < n; i++)
		ready[i] = understood(&events[i]);
	return n;
	/* lab: end */
}
