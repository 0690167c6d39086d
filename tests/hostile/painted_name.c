/* verdict: symbols, run: wrong. Its control codes come from the linker. */
int painted __asm__("passed\u202e\u2066") = 1;

EVERYWHERE()
