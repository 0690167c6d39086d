/* verdict: symbols, run: . On the reference: what is lost is not missed. */
void __lsan_disable(void);

static void *volatile lost;

double tiny_time(void)
{
	__lsan_disable();
	lost = malloc(100);
	lost = NULL;
	return honest_time();
}
