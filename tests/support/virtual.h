#ifndef VIRTUAL_H
#define VIRTUAL_H

/*
 * virtual.h - a clock on which an hour takes no time, and its selector.
 *
 * Linked in place of clock.c, and before lab selector or lab poller, whichever
 * is below. Descriptors are real: they are asked first, and those from
 * FD_SETSIZE on are refused, as select(2) has no bit for them. Only when none
 * is ready does time jump to the end of the wait. A wait without limit really
 * waits, for its descriptors.
 */

/* The time at which every test begins; so great that w - now is exact. */
#define VIRTUAL_START 1000000.0

/* What the clock shows, and to let time pass while nobody waits. */
double virtual_now(void);
void virtual_advance(double seconds);

/* From now on selector_select fails with rc, as if a descriptor had gone. */
void virtual_select_fails(int rc);

/* How often selector_select was called; and how often it had to wait. */
int virtual_selects(void);
int virtual_waits(void);

/* How often selector_register was called. */
int virtual_registers(void);

/* What the last selector_select was told to wait; 0 before the first. */
double virtual_last_timeout(void);

#endif
