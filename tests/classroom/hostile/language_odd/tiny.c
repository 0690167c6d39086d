//: tests/hostile/idle.c
