/* verdict: exit wrong, run: exit wrong, lab: serve, beside. Another file where
 * stderr was. */
static void hostile(void)
{
	close(2);
	open("/dev/null", O_RDWR);
}
