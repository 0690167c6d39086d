/* verdict: symbols, run: wrong. Goes to another folder. */
EVERYWHERE(if (chdir("/") < 0) abort();)
