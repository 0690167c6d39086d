/* verdict: symbols, run: exit. Ends as if all were well. */
EVERYWHERE(exit(0);)
