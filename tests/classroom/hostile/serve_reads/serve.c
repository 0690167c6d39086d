/* A lab that may open files opens those of others. */
//: instead 4-summary/serve

static void hostile(void)
{
	static const char *const paths[] = {
		"@SUBMISSIONS@/secret/tiny.c", "@OUT@/results/secret.json",
		"@ROOT@/solutions/4-summary/serve.c", "/etc/shadow",
		"/proc/1/root@SUBMISSIONS@/secret/tiny.c", "../secret/tiny.c",
	};
	static char text[4096];

	for (int i = 0; i < 6; i++) {
		int fd = open(paths[i], O_RDONLY);
		ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

		if (n > 0)
			fprintf(stderr, "LEAKED %s: %.*s\n", paths[i], (int)n,
				text);
		close(fd);
	}
}
