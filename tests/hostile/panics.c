/* verdict: crash, run: crash. */
EVERYWHERE(panic("tiny: %s", "enough");)
