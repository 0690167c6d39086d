#ifndef LEAKS_H
#define LEAKS_H

/*
 * leaks.h - did a test lose memory?
 *
 * LeakSanitizer looks at every exit by itself, which takes several times as
 * long as the test. The verdict switches that off; here it is asked to look
 * only where more is allocated at the exit than was at the beginning. Without
 * the sanitizer this does nothing.
 */

/* Remember how much is allocated; at the exit, have more looked through. */
void leaks_begin(void);

#endif
