/* verdict: symbols, run: wrong nothing. Code that runs while it is loaded. */
static int one(void)
{
	return 1;
}

static void *choose(void)
{
	return one;
}

static int chosen(void) __attribute__((ifunc("choose")));

EVERYWHERE(chosen();)
