/* verdict: symbols, run: exit. */
EVERYWHERE(exit(3);)
