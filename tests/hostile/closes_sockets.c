/* verdict: exit wrong, run: wrong, lab: writer, instead. Every descriptor, one
 * after the other, as if it were its own socket. */
static void hostile(void)
{
	for (int fd = 0; fd < 64; fd++) {
		shutdown(fd, SHUT_RDWR);
		close(fd);
	}
}
