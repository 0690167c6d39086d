/* verdict: symbols, run: none. */
void *__wrap_malloc(size_t size)
{
	return NULL;
}

EVERYWHERE()
