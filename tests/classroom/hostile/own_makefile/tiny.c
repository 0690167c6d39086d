/* Its own Makefile says what a verdict is. */
//: tests/hostile/idle.c
