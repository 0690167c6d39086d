/* verdict: symbols, run: wrong. Who loads a program stands in a section. */
static const char loader[] __attribute__((section(".interp"), used)) =
	"/no/such/loader";

EVERYWHERE()
