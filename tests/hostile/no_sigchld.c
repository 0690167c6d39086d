/* verdict: symbols, run: wrong. Check waits for ever for its children. */
static void __attribute__((constructor)) first(void)
{
	signal(SIGCHLD, SIG_IGN);
}

EVERYWHERE()
