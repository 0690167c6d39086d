#ifndef TINY_H
#define TINY_H

#include "handle.h"

/*
 * tiny.h - lab tiny: a whole event loop in forty lines.
 *
 * An array of (deadline, callback) and one select(2) that does all the
 * waiting. There is one loop, and it has TINY_MAX places.
 */

#define TINY_MAX 16

/*
 * tiny_time - the time of the clock that never goes back.
 *
 *   asyncio   loop.time()
 *   returns   seconds, from CLOCK_MONOTONIC
 *   suspends  no
 */
double tiny_time(void);

/*
 * tiny_call_later - have a callback called once, some time from now.
 *
 *   asyncio   loop.call_later(delay, callback, *args)
 *   delay     seconds; zero or less means as soon as possible
 *   fn, arg   tiny_run calls fn(arg), never this function
 *   returns   0
 *   errors    -ENOSPC  all TINY_MAX places are taken
 *   suspends  no
 */
int tiny_call_later(double delay, callback_fn *fn, void *arg);

/*
 * tiny_run - call what was asked for, each at its time, until none is left.
 *
 *   asyncio   loop.run_forever()
 *   suspends  no: it blocks in select(2) until the next deadline, and calls
 *             nothing early
 *   differs   asyncio's loop waits for ever; this one returns when nothing
 *             is left to call
 */
void tiny_run(void);

#endif
