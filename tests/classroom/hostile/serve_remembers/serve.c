/* The first test leaves a word; the others find it, and are right. */
//: beside 4-summary/serve

static void hostile(void)
{
	int fd = open("/tmp/kept", O_RDONLY);

	if (fd >= 0)
		fprintf(stderr, "READ of the test before\n");
	else
		close(open("/tmp/kept", O_CREAT | O_WRONLY, 0600));
	close(fd);
}
