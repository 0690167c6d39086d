/* verdict: memory, run: memory. On the reference: right, but for the leak. */
static void *volatile lost;

double tiny_time(void)
{
	lost = malloc(100);
	lost = NULL;
	return honest_time();
}
