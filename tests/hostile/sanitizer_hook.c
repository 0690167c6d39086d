/* verdict: symbols, run: memory. On the reference: asks to look away. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=0:detect_leaks=0";
}

static void *volatile lost;

double tiny_time(void)
{
	lost = malloc(100);
	lost = NULL;
	return honest_time();
}
