/*
 * queue.c - things handed from task to task.
 *
 * Two semaphores count: `room`, how many more items fit, and `items`, how
 * many are there. A put takes room and gives an item; a get takes an item
 * and gives room. So waiting, order and cancelling are the semaphore's
 * affair, and the rest is a ring of pointers. An event is set while nothing
 * is unfinished.
 *
 * Invariant: whoever has acquired an item finds one in the ring, also when
 * others come first; and whoever has acquired room may put one in.
 *
 * Mirrors CPython's Lib/asyncio/queues.py, which keeps its own two lines.
 */
#include "queue.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "locks.h"
#include "panic.h"

struct queue {
	void **ring; /* grows; `first` is the oldest item */
	size_t capacity, first, n;
	struct semaphore items, room;
	size_t maxsize;
	size_t unfinished;
	struct event finished; /* unfinished is 0 */
};

struct queue *queue_create(size_t maxsize)
{
	struct queue *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	if (maxsize == 0 || maxsize > INT_MAX)
		maxsize = INT_MAX;
	q->maxsize = maxsize;
	semaphore_init(&q->items, 0);
	semaphore_init(&q->room, (int)maxsize);
	event_init(&q->finished);
	q->items.what = "queue_get";
	q->room.what = "queue_put";
	q->finished.what = "queue_join";
	event_set(&q->finished);
	return q;
}

/* To one who was woken and has not run yet: it stands in no line any more. */
static bool promised(const struct queue *q)
{
	return (size_t)q->items.value != q->n ||
	       (size_t)q->room.value != q->maxsize - q->n;
}

static bool awaited(const struct queue *q)
{
	return !handles_empty(&q->items.waiters) ||
	       !handles_empty(&q->room.waiters) ||
	       !handles_empty(&q->finished.waiters);
}

void queue_destroy(struct queue *q)
{
	if (!q)
		return;
	if (awaited(q))
		panic("queue_destroy: somebody still waits for it");
	if (promised(q))
		panic("queue_destroy: somebody still waits for it, or items "
		      "and room do not add up");
	free(q->ring);
	free(q);
}

size_t queue_size(const struct queue *q)
{
	return q->n;
}

/* lab: step 1
 * en: Two helpers for the ring. append(q, item): behind the newest; a ring
 *     that is full grows first, and its items keep their order; -ENOMEM
 *     leaves everything as it was. take(q): the oldest.
 * zh: 环的两个辅助函数。append(q, item)：接在最新的后面；环满了先长大，里面的次序
 *     不变；-ENOMEM 时一切照旧。take(q)：取出最老的。
 */
static int grow(struct queue *q)
{
	size_t capacity = q->capacity ? 2 * q->capacity : 16;
	void **ring = malloc(capacity * sizeof(*ring));

	if (!ring)
		return -ENOMEM;
	for (size_t i = 0; i < q->n; i++)
		ring[i] = q->ring[(q->first + i) % q->capacity];
	free(q->ring);
	q->ring = ring;
	q->capacity = capacity;
	q->first = 0;
	return 0;
}

static int append(struct queue *q, void *item)
{
	int rc = q->n == q->capacity ? grow(q) : 0;

	if (rc < 0)
		return rc;
	q->ring[(q->first + q->n) % q->capacity] = item;
	q->n++;
	return 0;
}

static void *take(struct queue *q)
{
	void *item = q->ring[q->first];

	q->first = (q->first + 1) % q->capacity;
	q->n--;
	return item;
}

/* lab: end */
/* lab: step 2
 * en: There is room, and it is ours: put_item(q, item). The item is unfinished
 *     from now on, and whoever waits for one is told. Nothing was added? Give
 *     the room back.
 * zh: 空位已经要到手：put_item(q, item)。东西放进去，从此它算未完成，等着取的人得到
 *     通知。没放成？空位还回去。
 */
static int put_item(struct queue *q, void *item)
{
	int rc = append(q, item);

	if (rc < 0) {
		semaphore_release(&q->room);
		return rc;
	}
	q->unfinished++;
	event_clear(&q->finished);
	semaphore_release(&q->items);
	return 0;
}

/* lab: end */
int queue_put(struct queue *q, void *item)
{
	/* lab: step 2
	 * en: Room first: that is where a full queue makes us wait. Then the
	 *     item.
	 * zh: 先要空位：队列满了，就等在这里。再放东西。
	 */
	int rc = semaphore_acquire(&q->room);

	return rc < 0 ? rc : put_item(q, item);
	/* lab: end */
}

/* lab: step 3
 * en: There is an item, and it is ours: get_item(q). Taken out, it leaves
 *     room.
 * zh: 东西已经要到手：get_item(q)。取走，空出位置。
 */
static void *get_item(struct queue *q)
{
	void *item = take(q);

	semaphore_release(&q->room);
	return item;
}

/* lab: end */
int queue_get(struct queue *q, void **item)
{
	/* lab: step 3
	 * en: An item first: that is where an empty queue makes us wait.
	 * zh: 先要到一件：队列空着，就等在这里。
	 */
	int rc = semaphore_acquire(&q->items);

	if (rc == 0)
		*item = get_item(q);
	return rc;
	/* lab: end */
}

int queue_put_nowait(struct queue *q, void *item)
{
	/* lab: step 4
	 * en: The same, if there is room now.
	 * zh: 同上，前提是此刻有空位。
	 */
	int rc = semaphore_acquire_nowait(&q->room);

	return rc < 0 ? rc : put_item(q, item);
	/* lab: end */
}

int queue_get_nowait(struct queue *q, void **item)
{
	/* lab: step 4
	 * en: The same, if there is an item now.
	 * zh: 同上，前提是此刻有东西。
	 */
	int rc = semaphore_acquire_nowait(&q->items);

	if (rc == 0)
		*item = get_item(q);
	return rc;
	/* lab: end */
}

void queue_task_done(struct queue *q)
{
	if (q->unfinished == 0)
		panic("queue_task_done: called more often than items were put");
	/* lab: step 5
	 * en: One less. Was it the last? Then those who join go on.
	 * zh: 少一件。是最后一件？join 的人可以走了。
	 */
	if (--q->unfinished == 0)
		event_set(&q->finished);
	/* lab: end */
}

int queue_join(struct queue *q)
{
	/* lab: step 5
	 * en: Wait until nothing is unfinished; at once if nothing is.
	 * zh: 等到没有未完成的；现在就没有，立刻返回。
	 */
	return event_wait(&q->finished);
	/* lab: end */
}
