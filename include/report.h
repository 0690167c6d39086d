#ifndef REPORT_H
#define REPORT_H

#include "handle.h"

/*
 * report.h - who is there, and what each waits for. Given.
 */

/*
 * report_tasks - list every task that is not done, on stderr.
 *
 *   asyncio   asyncio.print_call_graph(), asyncio.all_tasks()
 *   title     the line above; "title: 2 tasks", then a line for each task
 *   suspends  no
 */
void report_tasks(const char *title);

/*
 * report_call - call a handle's callback; tell if it held the thread long.
 *
 *   asyncio   Handle._run(); "Executing <Handle ...> took 0.150 seconds"
 *   h         in no queue; may be gone afterwards
 *   slow      seconds; a callback that takes as long is named on stderr: by
 *             its task when it is a task's step, else by its symbol. Zero or
 *             less: just call
 *   suspends  no
 */
void report_call(struct handle *h, double slow);

#endif
