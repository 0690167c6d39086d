#ifndef PANIC_H
#define PANIC_H

/*
 * panic.h - how a program ends when its author made a mistake. Given.
 *
 * The world's failures (refused, timed out, no memory) are return values. A
 * broken contract is not: it ends the program with a sentence, where it was
 * broken.
 */

/*
 * panic - say what was done wrong on stderr, and abort.
 *
 *   asyncio   InvalidStateError, RuntimeError
 *   format    as for printf, "function: what is wrong", no newline
 *   suspends  no: it never returns
 */
_Noreturn void panic(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/*
 * not_written - stand in for the body that a lab asks you to write.
 *
 *   asyncio   raise NotImplementedError
 *   function  the name of the function around it: __func__
 *   suspends  no: it says which function is missing and ends the program
 */
_Noreturn void not_written(const char *function);

#endif
