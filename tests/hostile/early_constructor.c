/* verdict: symbols, run: nothing. Hides where the sanitizer's own stands. */
static void __attribute__((constructor(99))) first(void)
{
	_exit(0);
}

EVERYWHERE()
