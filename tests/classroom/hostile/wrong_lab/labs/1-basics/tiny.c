/* The answer to another lab. */
//: solutions/1-basics/timers.c
