/* verdict: compile, run: none. */
EVERYWHERE(this is not C)
