#ifndef RUN_H
#define RUN_H

#include "coro.h"

/*
 * run.h - lab run: the two names that a program begins with.
 */

/*
 * async_run - make a loop, run a coroutine to its end, clean up.
 *
 *   asyncio   asyncio.run(main())
 *   fn, arg   fn(arg, &result) runs as the task "main"
 *   value     *value is set when the result is 0; may be NULL
 *   returns   0
 *   errors    what fn returned
 *             -ENOMEM    no memory to begin; or select(2) has none later: who
 *                        waits is told, and everybody is cancelled
 *             -EMFILE, -ENFILE  no pipe to begin
 *             -EDEADLK   everybody waits and nothing can happen; who waits
 *                        for what is told on stderr
 *             -EINTR     Ctrl-C; main was cancelled first and cleaned up
 *             panics inside a running loop, and when the loop is stopped
 *             before main is done
 *   suspends  no: call it from main(). Tasks left over are cancelled in the
 *             turn after main's end, so one that main made last still begins;
 *             and awaited: who then waits for ever is told on stderr. Then
 *             every task is freed; in debug mode, more than a thousand that
 *             nobody detached (task_detach) are told, too
 *   differs   done-callbacks of what ends in the very last turn are not
 *             called; asyncio turns a few times more to tidy up
 */
int async_run(coro_fn *fn, void *arg, void **value);

/*
 * async_sleep - pause for some time, and let the others run.
 *
 *   asyncio   asyncio.sleep(delay)
 *   seconds   zero or less: pause for one turn; INFINITY: until cancelled
 *   returns   0
 *   errors    -ECANCELED  cancelled while asleep
 *             -EINVAL     seconds is not a number; -ENOMEM
 *   suspends  yes: only inside a coroutine
 *   differs   asyncio.sleep can hand a value through; here it is yours
 */
int async_sleep(double seconds);

#endif
