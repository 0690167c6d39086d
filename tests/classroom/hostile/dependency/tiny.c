/* A pragma that compares with another file. */
//: everywhere.h

#pragma GCC dependency "@SUBMISSIONS@/secret/tiny.c" LEAKED
EVERYWHERE()
