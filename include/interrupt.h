#ifndef INTERRUPT_H
#define INTERRUPT_H

#include "task.h"

/*
 * interrupt.h - Ctrl-C and Ctrl-\ while a loop runs. Given.
 *
 * A signal handler may do almost nothing, so it writes one byte into a pipe
 * that the loop watches in the background. The first Ctrl-C cancels the main
 * task; a second one ends the program at once. Ctrl-\ prints who waits for
 * what, and goes on.
 */

/*
 * interrupt_open - take SIGINT and SIGQUIT over.
 *
 *   asyncio   Runner._on_sigint
 *   main      whom Ctrl-C cancels
 *   returns   0
 *   errors    of pipe(2) and loop_add_reader
 *   suspends  no
 */
int interrupt_open(struct task *main);

/*
 * interrupt_seen - was there a Ctrl-C since interrupt_open?
 *
 *   asyncio   Runner._interrupt_count
 *   suspends  no
 */
bool interrupt_seen(void);

/*
 * interrupt_close - give the signals back as they were.
 *
 *   asyncio   signal.signal(SIGINT, signal.default_int_handler)
 *   suspends  no
 */
void interrupt_close(void);

#endif
