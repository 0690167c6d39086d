/* verdict: symbols, run: crash timeout. Killed by a clock of its own. */
EVERYWHERE(alarm(1); pause();)
