#ifndef SCRIPTED_H
#define SCRIPTED_H

/*
 * scripted.h - select(2), epoll_wait(2) and a clock that a test can script.
 *
 * The files of the labs tiny, selector and poller are compiled for their suites
 * with -Dselect=scripted_select and the like. Until a test calls
 * scripted_begin, all pass through to the real ones and count.
 * From then on time is virtual: descriptors are still real, but where one
 * would wait, the clock jumps instead. Only a wait without any time limit
 * really waits, for its descriptors. A time that POSIX calls invalid is refused
 * in both.
 */

/* Make time virtual. It starts at SCRIPTED_START. */
#define SCRIPTED_START 1000.0
void scripted_begin(void);

/* The virtual time, and to let some of it pass. */
double scripted_now(void);
void scripted_advance(double seconds);

/* From now on so much time passes behind every look at the clock. */
void scripted_look_takes(double seconds);

/* The next `times` waits end after `seconds` at most, with EINTR. */
void scripted_interrupt(int times, double seconds);

/* How often select or epoll_wait, and the clock, were called in this test. */
int scripted_selects(void);
int scripted_clock_reads(void);

/*
 * How often select refused the time to wait, with EINVAL: below zero, or with
 * a million microseconds or more. POSIX allows it, and not every system is as
 * patient as Linux.
 */
int scripted_refused(void);

/*
 * What the last of them was given, in seconds: INFINITY for no limit; 0 before
 * the first. The other only select is given.
 */
double scripted_last_timeout(void);
int scripted_last_nfds(void);

#endif
