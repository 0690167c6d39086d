/* verdict: compile, run: none. */
#include "hostile-includes_itself.c"

EVERYWHERE()
