/* verdict: symbols, run: wrong. Takes files away. */
EVERYWHERE(remove("build/no/such/file");)
