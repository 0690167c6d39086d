/* A header that was compiled before: of whatever is found. */
//: everywhere.h

#pragma GCC pch_preprocess "@ROOT@/solutions/1-basics/tiny.c"
EVERYWHERE()
