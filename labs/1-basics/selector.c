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

#include "panic.h"

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

/*
 * Step 1. Two helpers. asked(s, fd): the events that fd is watched for, 0
 * when it is not watched or can not be. ask(s, fd, events): set and clear the
 * bits of fd in both sets, then mend the invariant of `limit`, also when the
 * highest descriptor leaves.
 * 第 1 步：两个辅助函数。asked(s, fd)：fd 登记了哪些事件；没登记，或者根本不
 * 可能登记，返回 0。ask(s, fd, events)：在两个集合里，fd 的位该设的设，该清的
 * 清，再把 limit 改对；最大的描述符走了，也要改对。
 */

int selector_register(struct selector *s, int fd, int events)
{
	/*
	 * Step 2. Refuse what selector.h says, in its order: -EINVAL, -EBADF,
	 * -EMFILE, -EEXIST. FD_SET beyond FD_SETSIZE writes into somebody
	 * else's memory and says nothing. Then ask.
	 * 第 2 步：按 selector.h 的次序拒绝：-EINVAL、-EBADF、-EMFILE、
	 * -EEXIST。FD_SET 超过 FD_SETSIZE，会一声不响地写坏别人的内存。都没问
	 * 题，再 ask。
	 */
	not_written(__func__);
}

int selector_modify(struct selector *s, int fd, int events)
{
	/*
	 * Step 3. Only what is watched can be modified: else -ENOENT.
	 * 第 3 步：登记过的才能改，否则返回 -ENOENT。
	 */
	not_written(__func__);
}

int selector_unregister(struct selector *s, int fd)
{
	/*
	 * Step 3. The same, for no events at all.
	 * 第 3 步：同上，只是一个事件也不留。
	 */
	not_written(__func__);
}

/*
 * Step 4. A helper, to_timeval(timeout, tv): what select(2) takes. INFINITY
 * is a null pointer; below zero is zero; fractions of a microsecond round up;
 * and more than a day is a day, so that no number is too large.
 * 第 4 步：辅助函数 to_timeval(timeout, tv)：换成 select(2) 要的样子。
 * INFINITY 就是空指针；负数当作零；不足一微秒向上取整；超过一天按一天算，数字
 * 再大也不会溢出。
 */

/*
 * Step 5. A helper, collect(...): walk from descriptor 0 to limit and write
 * down who is in one of the two sets, at most `max` of them.
 * 第 5 步：辅助函数 collect(...)：从 0 号描述符走到 limit，谁在两个集合里就记
 * 下谁，最多记 max 个。
 */

int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	/*
	 * Step 6. Copy both sets, call select(2) on the copies, collect. A
	 * signal (EINTR) is nobody's failure: answer 0, the loop will ask
	 * again.
	 * 第 6 步：复制两个集合，拿副本去调用 select(2)，再 collect。被信号打
	 * 断（EINTR）不算谁出错：返回 0，事件循环自会再来问。
	 */
	not_written(__func__);
}
