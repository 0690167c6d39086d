/* The wrong one of the two. */
//: tests/hostile/idle.c
