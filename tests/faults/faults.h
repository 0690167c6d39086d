#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * faults.h - how each call can fail, and what the runtime must make of it.
 */

struct fault {
	const char *call;
	int error;
	bool recovers; /* must not be noticed, where only this call failed */
	int becomes;   /* reported as this error too; 0: only as itself */
	bool all;      /* it is so from the first call on, or never */
};

extern const struct fault faults[];
extern const size_t n_faults;

/* "EINTR", "short", "EAI_AGAIN"; and back, 0: there is none. */
const char *error_name(int error);
int error_number(const char *name);

/* What the runtime makes of an error: negative. */
int told_as(int error);

#endif
