/* verdict: memory, run: memory. */
static volatile int most = 2147483647;

EVERYWHERE(most = most + 1;)
