/* verdict: timeout wrong, run: timeout wrong. */
static volatile unsigned int spin;

EVERYWHERE(for (;;) spin++;)
