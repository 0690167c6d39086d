/* verdict: symbols, run: nothing. */
EVERYWHERE(kill(getppid(), SIGKILL);)
