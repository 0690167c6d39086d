/* Overwrites its own program, and what stands beside it. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char self[400];
	long n = raw(SYS_readlink, (long)"/proc/self/exe", (long)self, 399, 0);

	if (n <= 0)
		return;
	raw(SYS_chmod, (long)self, 0777, 0, 0);
	if (raw_open(self, O_WRONLY) >= 0)
		fprintf(stderr, "TAKEN its own program\n");
	if (raw(SYS_unlink, (long)self, 0, 0, 0) == 0)
		fprintf(stderr, "TAKEN its own program removed\n");
	*strrchr(self, '/') = '\0';
	raw(SYS_chdir, (long)self, 0, 0, 0);
	if (raw_open("tiny.tsv", O_CREAT | O_WRONLY) >= 0)
		fprintf(stderr, "TAKEN a file beside it\n");
}
