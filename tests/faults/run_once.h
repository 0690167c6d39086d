#ifndef RUN_ONCE_H
#define RUN_ONCE_H

#include <stdbool.h>

/*
 * run_once.h - one run of a scenario, in a process of its own.
 */

struct plan;
struct scenario;

struct outcome {
	int status;	 /* of the process, as wait(2) says it */
	int rc;		 /* what the scenario returned */
	int again;	 /* and when it ran once more, and nothing failed */
	long struck;	 /* how many calls were made to fail */
	char wrong[400]; /* a wrong answer, or something left over; or "" */
	char said[4000]; /* on stderr */
};

/* Once, before the first. searching: the sanitizer looks for leaks, too. */
void runs_begin(bool searching);

/* The outcome; gone with the next run. */
const struct outcome *run_once(const struct scenario *s, const struct plan *p);

#endif
