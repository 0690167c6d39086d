/*
 * timers.c - a heap of deadlines, the earliest on top.
 *
 * An array read as a tree: the children of place i are 2i and 2i + 1, the
 * root is place 1. To add, walk a gap from the end towards the root; to
 * remove, walk a gap from there towards the leaves.
 *
 * - Invariant: nobody is before its parent.
 * - Each entry carries its key, so that comparing touches only the array.
 * - Each timer knows its place (`slot`), so that cancelling needs no search.
 *
 * Mirrors Lib/heapq.py, and what BaseEventLoop does with it.
 */
#include "timers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "panic.h"

struct entry {
	double when;
	unsigned long long order; /* among equals, who came first */
	struct timer *timer;
};

struct timers {
	struct entry *heap; /* heap[1..count]; heap[0] is unused */
	size_t count, capacity;
	unsigned long long added;
};

struct timers *timers_create(void)
{
	return calloc(1, sizeof(struct timers));
}

void timers_destroy(struct timers *ts)
{
	if (!ts)
		return;
	for (size_t i = 1; i <= ts->count; i++)
		ts->heap[i].timer->slot = 0;
	free(ts->heap);
	free(ts);
}

size_t timers_count(const struct timers *ts)
{
	return ts->count;
}

static int make_room(struct timers *ts)
{
	size_t capacity = ts->capacity ? 2 * ts->capacity : 16;
	struct entry *heap;

	if (ts->count < ts->capacity)
		return 0;
	heap = realloc(ts->heap, (capacity + 1) * sizeof(*heap));
	if (!heap)
		return -ENOMEM;
	ts->heap = heap;
	ts->capacity = capacity;
	return 0;
}

/*
 * Step 1. Four helpers. put(ts, place, entry): write an entry, and its place
 * into its timer; let no other function write, and `slot` never lies.
 * before(a, b): is a due before b? Among equals the one that came first is.
 * rise(ts, place, entry): there is a gap at `place`; move parents down into
 * it until entry may stand there. sink(ts, place, entry): the same downwards,
 * with the earlier child moving up.
 * 第 1 步：四个辅助函数。put(ts, place, entry)：把一项写进 place，再把 place
 * 记进它的定时器；别的函数一概不写数组，slot 就不会说谎。before(a, b)：a 是不
 * 是比 b 先到期？同时到期，先来的在前。rise(ts, place, entry)：place 是空位；
 * 父结点一层层往下填，直到 entry 能放下。sink(ts, place, entry)：反过来往下
 * 走，两个孩子里较早的往上填。
 */

int timers_add(struct timers *ts, struct timer *timer, double when)
{
	int rc;

	if (isnan(when))
		return -EINVAL;
	if (timer->slot)
		return -EBUSY;
	rc = make_room(ts);
	if (rc < 0)
		return rc;
	/*
	 * Step 2. There is room. A gap opens behind the last place, and the
	 * new entry rises from there.
	 * 第 2 步：地方有了。最后一项后面开出一个空位，新来的从那里往上升。
	 */
	not_written(__func__);
}

struct timer *timers_first(const struct timers *ts)
{
	/*
	 * Step 3. The root; NULL when there is none.
	 * 第 3 步：根；没有就返回 NULL。
	 */
	not_written(__func__);
}

bool timers_cancel(struct timers *ts, struct timer *timer)
{
	/*
	 * Step 4. Take the last entry off the end and let it fill the gap. It
	 * may have to sink from there, or to rise: it need not be a
	 * descendant of the one that left.
	 * 第 4 步：取下末尾那一项，拿它去补空位。它可能要往下沉，也可能要往上
	 * 升：它不一定是走掉那一项的后代。
	 */
	not_written(__func__);
}

struct timer *timers_pop(struct timers *ts)
{
	/*
	 * Step 5. The first one, cancelled and handed out.
	 * 第 5 步：最早的一项：取消它，交出去。
	 */
	not_written(__func__);
}
