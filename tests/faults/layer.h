#ifndef LAYER_H
#define LAYER_H

#include <stdbool.h>

/*
 * layer.h - a system that fails when it is told to.
 *
 * The linker sends every fallible call of the runtime by here (--wrap). A
 * plan says which call fails, how, and when; every other one goes straight on
 * to the system. What can be planned stands in faults.c.
 */

/* Beside the errno numbers: one byte only; what getaddrinfo(3) says. */
#define SHORT 100000
#define GAI(eai) (200000 - (eai))

enum mode {
	ONCE,	     /* the n-th call */
	ON,	     /* the n-th and all that follow */
	EACH_SECOND, /* the first, the third, the fifth ... */
};

struct plan {
	const char *call; /* NULL: nothing fails */
	int error;
	enum mode mode;
	long n; /* from 1 */
};

/* From now on; and how many calls have failed since. */
void layer_arm(const struct plan *plan);
void layer_disarm(void);
long layer_struck(void);

/* No call of this thread fails from now on; or every one may, again. */
void layer_outside(bool outside);

/* Did a signal come: a wait ended, and time has not passed? */
bool layer_interrupted(void);
void layer_interrupts(bool is);

/* Count a call; the error that it must fail with, or 0. */
int layer_says(const char *call);

/* The same for a call that fails by -1 and errno. */
bool layer_refuses(const char *call);

/* ---- what the runtime holds: memory.c, calls.c, world.c ---- */

/* How much of it is there now. The first that is there is told on stderr. */
long held_memory(void);
long held_addresses(void);
long held_stacks(void);

/* Nothing is held; the clock begins anew. */
void held_nothing(void);
void world_begins(void);

/* Wait until no thread of the runtime runs any more. */
void threads_end(void);

/* From now on somebody outside the loop may be on his way to it. */
void world_expects(bool somebody);

#endif
