/* The same by the operator. */
//: solutions/1-basics/tiny.c

_Pragma("weak exit = tiny_run")
