#ifndef OVERFLOW_H
#define OVERFLOW_H

#include <stddef.h>

/*
 * overflow.h - a sentence for whoever overflows a stack. Given.
 */

/*
 * overflow_watch - be ready to explain a stack overflow. Cheap after the
 * first call.
 *
 *   suspends  no
 */
void overflow_watch(void);

/*
 * overflow_name - whose guard page is this? stack.c answers.
 *
 *   address   what could not be touched
 *   returns   the name of the stack; NULL when it is no guard page
 *   suspends  no: safe in a signal handler
 */
const char *overflow_name(const void *address);

/*
 * overflow_size - how large is a stack? stack.c answers.
 *
 *   returns   bytes, guard page included
 *   suspends  no: safe in a signal handler
 */
size_t overflow_size(void);

#endif
