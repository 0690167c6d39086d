/* verdict: unwritten, run: unwritten. */
EVERYWHERE(not_written(__func__);)
