/* verdict: symbols, run: wrong. The last to be called says that all is well. */
static void last(void)
{
	_exit(0);
}

static void (*const lasts[])(void)
	__attribute__((section(".fini_array"), used)) = { last };

EVERYWHERE()
