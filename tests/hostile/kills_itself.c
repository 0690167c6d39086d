/* verdict: symbols, run: crash. As if time had been up. */
EVERYWHERE(raise(SIGKILL);)
