/* Its own judge, and what Python would load by itself. */
//: tests/hostile/idle.c
