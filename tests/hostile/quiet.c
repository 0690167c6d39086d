/* verdict: exit wrong, run: wrong, lab: stream, beside. Nobody hears it. */
static void hostile(void)
{
	close(1);
	close(2);
}
