/* verdict: exit wrong, run: exit wrong, lab: sock, instead. What it was told to
 * close are sockets. */
static void hostile(void)
{
	for (int fd = 2; fd < 64; fd++)
		close(fd);
}
