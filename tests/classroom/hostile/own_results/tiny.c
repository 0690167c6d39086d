/* Verdicts that it brings with it. */
//: tests/hostile/idle.c
