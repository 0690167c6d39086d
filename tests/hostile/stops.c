/* verdict: symbols, run: timeout wrong. Stands still, but is not dead. */
EVERYWHERE(raise(SIGSTOP);)
