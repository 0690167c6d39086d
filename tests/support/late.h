#ifndef LATE_H
#define LATE_H

/*
 * late.h - what a test was doing when its time was nearly up.
 *
 * Check kills a test that does not end; then nobody can be asked any more. So
 * shortly before, a copy of the process says where it stands and what its
 * tasks wait for. The process itself is not touched, and may still be in time.
 */

/* It has so many seconds from now on. */
void late_begin(double seconds);

/* A child of it has as many as are left, and says it on its parent's stderr. */
void late_in_child(void);

#endif
