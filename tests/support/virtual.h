#ifndef VIRTUAL_H
#define VIRTUAL_H

/*
 * virtual.h - a clock on which an hour takes no time, and its selector.
 *
 * Linked in place of clock.c and of lab selector. Descriptors are real: they
 * are asked first. Only when none is ready does time jump to the end of the
 * wait. A wait without limit really waits, for its descriptors.
 */

/* The time at which every test begins; so great that w - now is exact. */
#define VIRTUAL_START 1000000.0

/* What the clock shows, and to let time pass while nobody waits. */
double virtual_now(void);
void virtual_advance(double seconds);

/* How often selector_select was called; and how often it had to wait. */
int virtual_selects(void);
int virtual_waits(void);

/* What the last selector_select was told to wait; 0 before the first. */
double virtual_last_timeout(void);

#endif
