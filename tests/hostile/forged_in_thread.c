/* verdict: wrong nothing timeout, run: wrong, lab: resolve, beside. While the
 * test goes on, a thread writes into every file of the harness. */
static void *write_everywhere(void *arg)
{
	for (;;)
		for (int fd = 3; fd < 16; fd++)
			if (write(fd, "\0\0\0\3\0\0\0\14", 8) < 0)
				continue;
	return NULL;
}

static void hostile(void)
{
	static pthread_t thread;

	if (!thread)
		pthread_create(&thread, NULL, write_everywhere, NULL);
}
