/* Its own headers: of Check, of the lab, of the suite. */
//: tests/hostile/idle.c
