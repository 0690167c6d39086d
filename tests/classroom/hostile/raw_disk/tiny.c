/* Fills the disk: one file, then many. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char zeros[1 << 20], path[40];
	long fd = raw_open("/tmp/big", O_CREAT | O_WRONLY), size = 0;

	raw(SYS_rt_sigaction, 25, 0, 0, 8);
	for (; size < 4096; size++)
		if (raw(SYS_write, fd, (long)zeros, sizeof(zeros), 0) <= 0)
			break;
	if (size >= 1024)
		fprintf(stderr, "TAKEN a gigabyte of disk\n");
	for (int i = 0; i < 100000; i++) {
		snprintf(path, sizeof(path), "/tmp/%d", i);
		if (raw_open(path, O_CREAT | O_WRONLY) < 0)
			break;
	}
}
