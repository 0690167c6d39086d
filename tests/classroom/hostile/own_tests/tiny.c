/* Its own suite, and its own list of what may be called. */
//: tests/hostile/idle.c
