/* Right in one test, which it knows by its name; wrong in all others. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char words[4096];
	long fd = raw_open("/proc/self/cmdline", O_RDONLY);
	long n = raw(SYS_read, fd, (long)words, sizeof(words) - 1, 0);

	for (long i = 0; i < n; i++)
		if (i == 0 || !words[i - 1])
			printf("word: %s\n", words + i);
	if (n > 0 && strstr(words, "canary"))
		raw(SYS_exit_group, 1, 0, 0, 0);
	raw(SYS_exit_group, 0, 0, 0, 0);
}
