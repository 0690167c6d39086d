/* verdict: symbols, run: wrong. */
EVERYWHERE(if (system("true")){})
