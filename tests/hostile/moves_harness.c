/* verdict: wrong exit nothing, run: wrong, lab: sock, instead. Each descriptor
 * of the harness becomes another one. */
static void hostile(void)
{
	for (int fd = 3; fd < 16; fd++) {
		fcntl(fd, F_SETFL, O_RDONLY | O_APPEND | O_NONBLOCK);
		close(fd);
		fcntl(1, F_DUPFD, fd);
	}
}
