/* verdict: symbols, run: exit. The same, without cleaning up. */
EVERYWHERE(_exit(0);)
