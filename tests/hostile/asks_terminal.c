/* verdict: symbols, run: wrong. It would wait for somebody who types. */
#include "/dev/stdin"

EVERYWHERE()
