/* verdict: compile, run: none. Something that has no end. */
#include "/dev/zero"

EVERYWHERE()
