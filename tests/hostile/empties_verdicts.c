/* verdict: nothing, run: nothing, lab: serve, instead. Finds the file of the
 * verdicts by its name, and empties it. */
static void hostile(void)
{
	static char words[4096];
	int fd = open("/proc/self/cmdline", O_RDONLY);
	ssize_t n = read(fd, words, sizeof(words) - 1);

	close(fd);
	for (ssize_t i = 1; i < n; i++)
		if (!words[i - 1] && words[i] == '/')
			close(open(words + i, O_WRONLY | O_TRUNC));
}
