/* verdict: symbols, run: wrong. For whoever is started next. */
EVERYWHERE(setenv("CK_RUN_CASE", "nosuch", 1); setenv("CK_FORK", "no", 1);)
