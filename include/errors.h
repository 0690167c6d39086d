#ifndef ERRORS_H
#define ERRORS_H

/*
 * errors.h - what a negative result means, in words. Given.
 *
 * Every function that can fail returns a value >= 0, or a negative error
 * number. Most are errno numbers with a minus sign. Name resolution has
 * numbers of its own (EAI_NONAME, ...), which are not errno numbers and
 * overlap them; they are kept apart in a range far below.
 */

/*
 * async_strerror - the text of any negative result of this runtime.
 *
 *   asyncio   str(exception)
 *   rc        what a function returned; 0 or more gives "Success"
 *   returns   a string that you do not free; the next call may overwrite it
 *   suspends  no
 */
const char *async_strerror(int rc);

/*
 * async_gai_error - fold a result of getaddrinfo(3) into one error number.
 *
 *   asyncio   socket.gaierror
 *   eai       what getaddrinfo returned: EAI_NONAME, EAI_AGAIN, ...
 *   returns   0 for 0, else a negative number that async_strerror explains
 *   suspends  no
 */
int async_gai_error(int eai);

#endif
