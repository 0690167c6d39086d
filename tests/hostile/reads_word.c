/* verdict: wrong exit, run: wrong exit, lab: serve, instead. Looks for the word
 * of this run where a process shows how it was called. */
static void hostile(void)
{
	static char words[4096];
	int fd = open("/proc/self/cmdline", O_RDONLY);
	ssize_t n = read(fd, words, sizeof(words) - 1);

	close(fd);
	for (ssize_t i = 0; i < n; i++)
		if (i == 0 || !words[i - 1])
			fprintf(stderr, "\036%s-a_file_is_sent_as_it_is\n",
				words + i);
}
