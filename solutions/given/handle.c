/*
 * handle.c - a callback that waits for its turn. Given.
 *
 * A queue is a ring: its one extra link stands before the first and behind
 * the last handle, so that no function has to ask whether it is at an end.
 * A handle knows its neighbours, so it can leave without anyone searching.
 */
#include "handle.h"

#include <stddef.h>

#include "panic.h"

/* A ring of zeros, or one whose neighbours point at another ring. */
static void must_be_a_queue(const struct handles *q)
{
	if (!q->ring.next || q->ring.next->prev != &q->ring)
		panic("handles: this is no queue; begin with handles_init, "
		      "and never copy one with =");
}

void handles_init(struct handles *q)
{
	q->ring.next = &q->ring;
	q->ring.prev = &q->ring;
}

bool handles_empty(const struct handles *q)
{
	return q->ring.next == &q->ring;
}

bool handle_queued(const struct handle *h)
{
	return h->next != NULL;
}

void handles_push(struct handles *q, struct handle *h)
{
	if (handle_queued(h))
		panic("handles_push: this handle waits in a queue already");
	must_be_a_queue(q);
	h->next = &q->ring;
	h->prev = q->ring.prev;
	h->prev->next = h;
	h->next->prev = h;
}

void handle_cancel(struct handle *h)
{
	if (!handle_queued(h))
		return;
	h->prev->next = h->next;
	h->next->prev = h->prev;
	h->next = NULL;
	h->prev = NULL;
}

struct handle *handles_pop(struct handles *q)
{
	struct handle *h = q->ring.next;

	must_be_a_queue(q);
	if (h == &q->ring)
		return NULL;
	handle_cancel(h);
	return h;
}

void handles_move(struct handles *to, struct handles *from)
{
	must_be_a_queue(to);
	must_be_a_queue(from);
	if (handles_empty(from))
		return;
	from->ring.next->prev = to->ring.prev;
	to->ring.prev->next = from->ring.next;
	from->ring.prev->next = &to->ring;
	to->ring.prev = from->ring.prev;
	handles_init(from);
}
