/* verdict: symbols, run: , lab: tiny, alone. */
#define ANSWER "../../../../solutions/1-basics/tiny.c"
#include ANSWER
