/* What other programs read by themselves. */
//: tests/hostile/idle.c
