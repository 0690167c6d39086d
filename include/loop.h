#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stddef.h>

#include "handle.h"
#include "selector.h"
#include "timers.h"

/*
 * loop.h - lab loop: the ready queue and the turn. And lab watch:
 * descriptors on the loop.
 *
 * The loop calls your callbacks, one after the other, on the thread that
 * runs it. There is one loop at a time.
 *
 * Handles and timers are yours. They stay where they are until they have run
 * or were cancelled, and are zero before their first use.
 */

/* Who waits for a descriptor. */
struct watch {
	struct handle *reader, *writer;
	bool background; /* keeps nobody alive: loop_unref */
};

/* Read it as you like; write it through the functions below. */
struct loop {
	/* loop.c */
	struct handles ready;  /* who runs next, first come, first served */
	struct timers *timers; /* who runs later */
	bool running, stopping;
	double slow;	     /* debug: name callbacks above this; else 0 */
	unsigned long turns; /* how many there were */

	/* watch.c */
	struct selector *selector;
	struct watch *watches; /* indexed by descriptor */
	int capacity;	       /* how many descriptors fit in watches */
	int waited;	       /* watched descriptors not in the background */
};

/*
 * loop_create - make the loop.
 *
 *   asyncio   asyncio.new_event_loop()
 *   returns   yours to loop_destroy; NULL: out of memory
 *   errors    panics if there is a loop already
 *   suspends  no
 *   differs   asyncio may have several, one running in a thread
 */
struct loop *loop_create(void);

/*
 * loop_destroy - free the loop. What it still had to call is not called.
 *
 *   asyncio   loop.close()
 *   l         not running; may be NULL
 *   errors    panics if it is running
 *   suspends  no
 */
void loop_destroy(struct loop *l);

/*
 * loop_current - the loop there is.
 *
 *   asyncio   asyncio.get_event_loop()
 *   returns   the loop; NULL when there is none
 *   suspends  no
 */
struct loop *loop_current(void);

/*
 * loop_time - the loop's clock.
 *
 *   asyncio   loop.time()
 *   returns   seconds; never less than the call before
 *   suspends  no
 */
double loop_time(const struct loop *l);

/*
 * loop_set_debug - name every callback that holds the thread too long.
 *
 *   asyncio   loop.set_debug(True), loop.slow_callback_duration
 *   slow      seconds, asyncio's default is 0.1; 0 switches it off. The
 *             environment variable ASYNC_DEBUG=1 asks for 0.1
 *   suspends  no
 */
void loop_set_debug(struct loop *l, double slow);

/*
 * loop_call_soon - have a callback called in the next turn.
 *
 *   asyncio   loop.call_soon(callback, *args)
 *   fn, arg   the loop calls fn(arg) once, never inside this call; callbacks
 *             run in the order in which they were given
 *   h         yours; in no queue, else this panics
 *   suspends  no
 */
void loop_call_soon(struct loop *l, callback_fn *fn, void *arg,
		    struct handle *h);

/*
 * loop_call_later - have a callback called after some time.
 *
 *   asyncio   loop.call_later(delay, callback, *args)
 *   delay     seconds; below zero: as soon as possible, still in the order
 *             of deadlines
 *   timer     yours; loop_cancel_timer takes it back
 *   returns   0
 *   errors    -EINVAL  delay is not a number; -EBUSY  the timer is set
 *             -ENOMEM
 *   suspends  no
 */
int loop_call_later(struct loop *l, double delay, callback_fn *fn, void *arg,
		    struct timer *timer);

/*
 * loop_call_at - have a callback called at some time of loop_time.
 *
 *   asyncio   loop.call_at(when, callback, *args)
 *   when      seconds of loop_time; INFINITY: never
 *   timer     yours; loop_cancel_timer takes it back
 *   returns   0
 *   errors    -EINVAL  when is not a number; -EBUSY  the timer is set
 *             -ENOMEM
 *   suspends  no
 */
int loop_call_at(struct loop *l, double when, callback_fn *fn, void *arg,
		 struct timer *timer);

/*
 * loop_cancel_timer - never call it.
 *
 *   asyncio   TimerHandle.cancel()
 *   timer     set, due, run or cancelled before: always harmless
 *   suspends  no
 */
void loop_cancel_timer(struct loop *l, struct timer *timer);

/*
 * loop_run_once - one turn: sleep until something can happen, then call
 * everything that is ready: what was queued before, then descriptors, then
 * what is due.
 *
 *   asyncio   BaseEventLoop._run_once()
 *   returns   0
 *   errors    -EDEADLK  nothing is ready, no timer is set, no descriptor is
 *             watched: nothing can ever happen
 *             -EBADF  a watched descriptor was closed; nobody was called
 *             -ENOMEM  select(2); nobody was called
 *   suspends  no: it blocks in selector_select
 *   differs   asyncio would sleep for ever instead of -EDEADLK
 */
int loop_run_once(struct loop *l);

/*
 * loop_run_forever - turn until loop_stop.
 *
 *   asyncio   loop.run_forever()
 *   returns   0 when it was stopped
 *   errors    those of loop_run_once; panics if the loop is running
 *   suspends  no: call it from main, not from a callback
 */
int loop_run_forever(struct loop *l);

/*
 * loop_stop - end loop_run_forever after the turn that is under way.
 *
 *   asyncio   loop.stop()
 *   l         running or not: then the next run is one turn, without sleep
 *   suspends  no
 */
void loop_stop(struct loop *l);

/*
 * loop_add_reader - call back while a descriptor can be read.
 *
 *   asyncio   loop.add_reader(fd, callback, *args)
 *   fd        open; remove the reader before you close it
 *   fn, arg   called once a turn as long as there is something to read
 *   h         yours; takes the place of the reader there was, if any
 *   returns   0
 *   errors    -EBADF  fd is negative; -EMFILE  the selector has no room
 *             -ENOMEM; -ENOSPC  epoll(7): nor has the kernel
 *   suspends  no
 */
int loop_add_reader(struct loop *l, int fd, callback_fn *fn, void *arg,
		    struct handle *h);

/*
 * loop_add_writer - call back while a descriptor can be written.
 *
 *   asyncio   loop.add_writer(fd, callback, *args)
 *   fd        as for loop_add_reader; the two do not touch each other
 *   fn, arg   called once a turn as long as there is room to write
 *   h         yours; takes the place of the writer there was, if any
 *   returns   0
 *   errors    as loop_add_reader
 *   suspends  no
 */
int loop_add_writer(struct loop *l, int fd, callback_fn *fn, void *arg,
		    struct handle *h);

/*
 * loop_remove_reader - stop calling back. Also what is already queued.
 *
 *   asyncio   loop.remove_reader(fd)
 *   returns   true: there was a reader; false: there was none
 *   suspends  no
 */
bool loop_remove_reader(struct loop *l, int fd);

/*
 * loop_remove_writer - stop calling back. Also what is already queued.
 *
 *   asyncio   loop.remove_writer(fd)
 *   returns   true: there was a writer; false: there was none
 *   suspends  no
 */
bool loop_remove_writer(struct loop *l, int fd);

/*
 * loop_unref - watch a descriptor in the background.
 *
 *   asyncio   (no counterpart; libuv's uv_unref)
 *   fd        watched; it no longer counts as something to wait for, so it
 *             cannot hide a deadlock
 *   suspends  no
 */
void loop_unref(struct loop *l, int fd);

/*
 * loop_process_events - queue the callbacks of descriptors that are ready.
 *
 *   asyncio   BaseSelectorEventLoop._process_events(event_list)
 *   ready, n  what selector_select answered; of one descriptor the reader comes
 *             before the writer
 *   suspends  no. Only the turn calls it; lab watch writes it
 */
void loop_process_events(struct loop *l, const struct readiness ready[], int n);

#endif
