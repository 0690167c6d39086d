#ifndef QUEUE_H
#define QUEUE_H

#include <stddef.h>

/*
 * queue.h - lab queue: things handed from task to task. Elective.
 *
 * Items are pointers, borrowed. First in, first out; those who wait are
 * served in the order in which they came. Reports say queue_put, queue_get or
 * queue_join of one who waits.
 */

struct queue;

/*
 * queue_create - an empty queue.
 *
 *   asyncio   asyncio.Queue(maxsize)
 *   maxsize   how many items it holds; 0: no limit
 *   returns   yours to queue_destroy; NULL: out of memory
 *   suspends  no
 */
struct queue *queue_create(size_t maxsize);

/*
 * queue_destroy - free it. Items left in it are the owners' affair.
 *
 *   asyncio   (the collector's work)
 *   q         nobody waits for it, else this panics; may be NULL
 *   suspends  no
 */
void queue_destroy(struct queue *q);

/*
 * queue_put - add an item; wait while the queue is full.
 *
 *   asyncio   Queue.put(item)
 *   item      borrowed until somebody gets it; may be NULL
 *   returns   0
 *   errors    -ECANCELED  nothing was added; -ENOMEM
 *   suspends  yes, while it is full: only inside a coroutine
 */
int queue_put(struct queue *q, void *item);

/*
 * queue_get - take the oldest item; wait while the queue is empty.
 *
 *   asyncio   Queue.get()
 *   item      *item is set when the result is 0
 *   returns   0
 *   errors    -ECANCELED  nothing was taken
 *   suspends  yes, while it is empty: only inside a coroutine
 */
int queue_get(struct queue *q, void **item);

/*
 * queue_put_nowait - add an item, or fail.
 *
 *   asyncio   Queue.put_nowait(item)
 *   returns   0
 *   errors    -EAGAIN  it is full; -ENOMEM
 *   suspends  no
 *   differs   room that is left while somebody waits to put is promised to
 *             that one
 */
int queue_put_nowait(struct queue *q, void *item);

/*
 * queue_get_nowait - take the oldest item, or fail.
 *
 *   asyncio   Queue.get_nowait()
 *   item      *item is set when the result is 0
 *   returns   0
 *   errors    -EAGAIN  it is empty
 *   suspends  no
 *   differs   an item put while somebody waits is promised to that one: it
 *             is counted by queue_size until taken, and not for us
 */
int queue_get_nowait(struct queue *q, void **item);

/*
 * queue_size - how many items are in it?
 *
 *   asyncio   Queue.qsize()
 *   suspends  no
 */
size_t queue_size(const struct queue *q);

/*
 * queue_task_done - one item that was taken has been dealt with.
 *
 *   asyncio   Queue.task_done()
 *   errors    panics when called more often than items were put
 *   suspends  no
 */
void queue_task_done(struct queue *q);

/*
 * queue_join - wait until every item put has been dealt with.
 *
 *   asyncio   Queue.join()
 *   returns   0; at once when none was ever put
 *   errors    -ECANCELED
 *   suspends  yes, while some are left: only inside a coroutine
 */
int queue_join(struct queue *q);

#endif
