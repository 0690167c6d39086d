/* Memory that no limit on the heap knows. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char zeros[1 << 20];
	long fd = raw(SYS_memfd_create, (long)"kept", 0, 0, 0), size = 0;

	for (; size < 4096; size++)
		if (raw(SYS_write, fd, (long)zeros, sizeof(zeros), 0) <= 0)
			break;
	if (size >= 2048)
		fprintf(stderr, "TAKEN two gigabytes of memory\n");
}
