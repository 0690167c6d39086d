/* By its whole path. */
#include "@ROOT@/solutions/1-basics/tiny.c"
