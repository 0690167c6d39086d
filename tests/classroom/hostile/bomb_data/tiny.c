/* A program of four gigabytes, in a line. */
//: everywhere.h

static char much[1ul << 32] = { 1 };

EVERYWHERE(much[0]++;)
