/* A pragma that renames: nobody else may leave. */
//: solutions/1-basics/tiny.c

#pragma weak _exit = tiny_run
