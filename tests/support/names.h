#ifndef NAMES_H
#define NAMES_H

/*
 * names.h - names that need no Internet, and lookups that a test holds up.
 *
 * Every test binary is linked with -Wl,--wrap=getaddrinfo. A name that ends
 * in ".test" is answered here, every other one by the system:
 *
 *	one.test, seven.test	127.0.0.1, 127.0.0.7
 *	six.test		::1
 *	none.test		EAI_NONAME
 *	later.test		EAI_AGAIN
 *	files.test		EAI_SYSTEM, and errno is EMFILE
 *	odd.test		EAI_SYSTEM, and errno is 0
 *
 * Threads are counted from the pthread_create that began them until their
 * function has returned.
 */

/* From now on, and until names_go_on, whoever looks up a ".test" waits. */
void names_hold(void);
void names_go_on(void);

/* Wait until so many wait; or until one asked on main's thread. */
void names_wait_for(int n);

/* How many lookups of a ".test" there were, and how many on main's thread. */
int names_asked(void);
int names_asked_on_main(void);

/* Wait until no thread runs any more. */
void threads_end(void);

/* How many were begun; and how many of them nobody has detached. */
int threads_begun(void);
int threads_kept(void);

#endif
