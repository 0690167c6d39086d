/* verdict: symbols, run: wrong. Its address is code that stands there. */
static void call(void (*fn)(void))
{
	fn();
}

EVERYWHERE(volatile int times = 0; void inner(void) { times++; } call(inner);)
