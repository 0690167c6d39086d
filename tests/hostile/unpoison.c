/* verdict: symbols, run: . On the reference: freed memory is good again. */
void __asan_unpoison_memory_region(void const volatile *at, size_t size);

static char *volatile gone;

double tiny_time(void)
{
	gone = malloc(16);
	free(gone);
	__asan_unpoison_memory_region(gone, 16);
	gone[0] = 1;
	return honest_time();
}
