/* verdict: memory, run: memory. */
EVERYWHERE(volatile char *p = malloc(4); free((char *)p); p[0] = 1;)
