/* What another student handed in. */
#include "@SUBMISSIONS@/secret/tiny.c"
