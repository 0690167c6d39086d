#ifndef CLOCK_H
#define CLOCK_H

/*
 * clock.h - the clock that never goes back. Given.
 *
 * Time is a double, in seconds. Where it counts from is not said; only
 * differences mean something.
 */

/*
 * monotonic - read the clock.
 *
 *   asyncio   time.monotonic()
 *   returns   seconds; never less than the call before
 *   suspends  no
 */
double monotonic(void);

#endif
