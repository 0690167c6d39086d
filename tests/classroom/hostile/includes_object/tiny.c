/* What make left there. */
#include "@ROOT@/build/try/1-basics/tiny/honest.c"
