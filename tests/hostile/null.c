/* verdict: memory, run: memory. */
static int *volatile nowhere;

EVERYWHERE(*nowhere = 1;)
