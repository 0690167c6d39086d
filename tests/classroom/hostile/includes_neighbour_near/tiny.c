/* The same, from beside it. */
#include "../secret/tiny.c"
