/* 谁都不该因为中文而出错。 */
//: tests/hostile/idle.c
