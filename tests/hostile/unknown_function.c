/* verdict: compile, run: none. */
EVERYWHERE(tiny_call_sooner(1);)
