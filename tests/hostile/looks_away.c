/* verdict: symbols, run: . On the reference: what it does is not looked at. */
static int *volatile gone;

static int __attribute__((no_sanitize("address"))) look(void)
{
	return *gone;
}

double tiny_time(void)
{
	gone = malloc(sizeof(*gone));
	free(gone);
	look();
	return honest_time();
}
