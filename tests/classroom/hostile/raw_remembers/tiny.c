/* Leaves a word for the next test, and for the next student. */
//: everywhere.h
//: raw.h

static const char *const places[] = {
	"/tmp/kept", "/dev/shm/kept", "/var/tmp/kept", "/run/kept", "kept",
	"/kept", "/home/kept", "/workbook/kept", "/dev/kept", "/proc/kept",
};

static void attack(void)
{
	for (unsigned i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (raw(SYS_access, (long)places[i], 0, 0, 0) == 0)
			fprintf(stderr, "LEAKED of the test before: %s\n",
				places[i]);
		raw(SYS_close, raw_open(places[i], O_CREAT | O_WRONLY), 0, 0,
		    0);
	}
	if (raw(SYS_shmget, 4711, 4096, 0, 0) >= 0 ||
	    raw(SYS_msgget, 4711, 0, 0, 0) >= 0)
		fprintf(stderr, "LEAKED of the test before: System V\n");
	raw(SYS_shmget, 4711, 4096, 01600, 0);
	raw(SYS_msgget, 4711, 01600, 0, 0);
	if (raw(SYS_mq_open, (long)"kept", O_RDWR, 0600, 0) >= 0)
		fprintf(stderr, "LEAKED of the test before: mq\n");
	raw(SYS_mq_open, (long)"kept", O_RDWR | O_CREAT, 0600, 0);
}
