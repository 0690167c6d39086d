/* verdict: crash, run: crash. */
EVERYWHERE(abort();)
