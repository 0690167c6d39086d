/* Says itself what a lab is worth. */
//: tests/hostile/idle.c
