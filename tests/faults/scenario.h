#ifndef SCENARIO_H
#define SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * scenario.h - a piece of work that the runtime must do, or say why not.
 *
 * A scenario begins and ends with nothing: no loop, no task, no descriptor
 * more than before. It runs again and again, each time with another call
 * failing, and after each of these runs once more with none.
 */

/* What a scenario returns: 0, the answer was right; negative, an error ... */
#define WRONG 1 /* ... or this, from wrong() */

/* Exit statuses of a run that did not come back. */
#define WAITS_FOR_EVER 81
#define TURNS_FOR_EVER 82

struct scenario {
	const char *name;
	int (*run)(void);
	/* Errors that the one side sees when the other one broke. */
	int also[5];
	/* It goes on when these calls fail: "accept setsockopt". */
	const char *survives;
	/* What may stand in a line on stderr. */
	const char *says[2];
};

extern const struct scenario basics[], concurrency[], networking[], summary[];

/* Remember what was wrong, in words. Returns WRONG. */
int wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* 0 if this is what was wanted, else WRONG. */
int compare(const char *what, const char *got, const char *wanted);

/* What the program has printed since the run began. */
const char *printed(void);

/* Calls of our own, which never fail. */
void close_it(int fd);
void pair_of_sockets(int ends[2]);
ssize_t send_all(int fd, const char *text);

struct sockaddr_in;
void find_port(int fd, struct sockaddr_in *address);

/* Is it that one call fails, or none, and all others do what they should? */
bool failing_once(void);

/* Or does the same call fail from now on? */
bool failing_for_ever(void);

#endif
