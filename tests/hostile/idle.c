/* verdict: wrong, run: wrong. Compiles, and does nothing. */
EVERYWHERE()
