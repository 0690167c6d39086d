/*
 * loop.c - witnesses round the loop: its queue, its timers, its descriptors
 * and its sleep.
 */
#include "loop.h"

#include <math.h>
#include <stdio.h>

#include "report.h"
#include "trace.h"

/* Who moves a handle to the ready queue: the lab that has the floor. */
static const char *mover = "loop";

#define L struct loop *l
#define CALLBACK callback_fn *fn, void *arg, struct handle *h
#define SET trace_callback(h, fn, arg)
#define TIMED trace_callback(&timer->handle, fn, arg)

SILENT("loop", loop_call_soon, (L, CALLBACK), (l, fn, arg, h), "\t%s", SET)
WITNESS(int, "loop", loop_call_later,
	(L, double delay, callback_fn *fn, void *arg, struct timer *timer),
	(l, delay, fn, arg, timer), "\t%g\t%s", delay, TIMED)
WITNESS(int, "loop", loop_call_at,
	(L, double when, callback_fn *fn, void *arg, struct timer *timer),
	(l, when, fn, arg, timer), "\t%s", TIMED)
SILENT("loop", loop_cancel_timer, (L, struct timer *timer), (l, timer), "\t%p",
       (void *)timer)
SILENT("loop", loop_stop, (L), (l))
WITNESS(int, "loop", loop_run_forever, (L), (l))
WITNESS(int, "loop", loop_run_once, (L), (l))

WITNESS(int, "watch", loop_add_reader, (L, int fd, CALLBACK),
	(l, fd, fn, arg, h), "\t%d\t%s", fd, SET)
WITNESS(int, "watch", loop_add_writer, (L, int fd, CALLBACK),
	(l, fd, fn, arg, h), "\t%d\t%s", fd, SET)
WITNESS(bool, "watch", loop_remove_reader, (L, int fd), (l, fd), "\t%d", fd)
WITNESS(bool, "watch", loop_remove_writer, (L, int fd), (l, fd), "\t%d", fd)

#define S struct selector *s
WITNESS(int, "selector", selector_register, (S, int fd, int events),
	(s, fd, events), "\t%d", fd)
WITNESS(int, "selector", selector_modify, (S, int fd, int events),
	(s, fd, events), "\t%d", fd)
WITNESS(int, "selector", selector_unregister, (S, int fd), (s, fd), "\t%d", fd)

#define T struct timers *ts
WITNESS(int, "timers", timers_add, (T, struct timer *timer, double when),
	(ts, timer, when))
WITNESS(bool, "timers", timers_cancel, (T, struct timer *timer), (ts, timer))

/* ---- into the ready queue, and out of it ---- */

void __real_loop_process_events(L, const struct readiness ready[], int n);
void __wrap_loop_process_events(L, const struct readiness ready[], int n);
void __wrap_loop_process_events(L, const struct readiness ready[], int n)
{
	mover = "watch";
	trace(mover, "call", "loop_process_events\t%d", n);
	__real_loop_process_events(l, ready, n);
	trace(mover, "back", "loop_process_events");
	mover = "loop";
}

struct timer *__real_timers_pop(T);
struct timer *__wrap_timers_pop(T);
struct timer *__wrap_timers_pop(T)
{
	trace("timers", "call", "timers_pop");
	trace("timers", "back", "timers_pop");
	return __real_timers_pop(ts);
}

static bool is_ready_queue(const struct handles *q)
{
	const struct loop *l = loop_current();

	return l && q == &l->ready;
}

static void say_ready(const char *lab, const struct handle *h)
{
	trace(lab, "ready", "%s", trace_callback(h, h->fn, h->arg));
}

void __real_handles_push(struct handles *q, struct handle *h);
void __wrap_handles_push(struct handles *q, struct handle *h);
void __wrap_handles_push(struct handles *q, struct handle *h)
{
	__real_handles_push(q, h);
	if (is_ready_queue(q))
		say_ready(mover, h);
}

/* A future that is done sends all who wait for it at once. */
void __real_handles_move(struct handles *to, struct handles *from);
void __wrap_handles_move(struct handles *to, struct handles *from);
void __wrap_handles_move(struct handles *to, struct handles *from)
{
	if (is_ready_queue(to))
		for (struct handle *h = from->ring.next; h != &from->ring;
		     h = h->next)
			say_ready("future", h);
	__real_handles_move(to, from);
}

void __real_handle_cancel(struct handle *h);
void __wrap_handle_cancel(struct handle *h);
void __wrap_handle_cancel(struct handle *h)
{
	if (handle_queued(h))
		trace("loop", "unready", "%p", (void *)h);
	__real_handle_cancel(h);
}

/* The handle may be gone when its callback returns. */
void __real_report_call(struct handle *h, double slow);
void __wrap_report_call(struct handle *h, double slow);
void __wrap_report_call(struct handle *h, double slow)
{
	const void *address = h;

	trace("loop", "run", "%s", trace_callback(h, h->fn, h->arg));
	__real_report_call(h, slow);
	trace("loop", "ran", "%p", address);
}

/* ---- asleep ---- */

static void put_events(char *text, size_t size, int fd, bool r, bool w)
{
	size_t length = 0;

	while (text[length])
		length++;
	snprintf(text + length, size - length, "%s%d%s%s",
		 length > 0 ? " " : "", fd, r ? "r" : "", w ? "w" : "");
}

static void say_asked(const struct loop *l, double timeout)
{
	const struct timer *first = timers_first(l->timers);
	char asked[4096] = "";

	for (int fd = 0; fd < l->capacity; fd++)
		if (l->watches[fd].reader || l->watches[fd].writer)
			put_events(asked, sizeof(asked), fd,
				   l->watches[fd].reader,
				   l->watches[fd].writer);
	trace("selector", "call", "selector_select\t%g\t%p\t%s", timeout,
	      (const void *)first, asked);
}

int __real_selector_select(S, double timeout, struct readiness ready[],
			   int max);
int __wrap_selector_select(S, double timeout, struct readiness ready[],
			   int max);
int __wrap_selector_select(S, double timeout, struct readiness ready[], int max)
{
	char answer[4096] = "";
	int n;

	say_asked(loop_current(), timeout);
	n = __real_selector_select(s, timeout, ready, max);
	for (int i = 0; i < n; i++)
		put_events(answer, sizeof(answer), ready[i].fd,
			   ready[i].events & SELECTOR_READ,
			   ready[i].events & SELECTOR_WRITE);
	trace("selector", "back", "selector_select\t%d\t%s", n, answer);
	return n;
}
