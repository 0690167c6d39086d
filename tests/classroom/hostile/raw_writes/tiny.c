/* Writes where others will read. */
//: everywhere.h
//: raw.h

static void put(const char *path)
{
	long fd = raw_open(path, O_WRONLY | O_CREAT | O_APPEND);

	if (fd >= 0)
		raw(SYS_write, fd, (long)"\npwned\n", 7, 0);
	raw(SYS_close, fd, 0, 0, 0);
}

static void attack(void)
{
	put("@ROOT@/build/pwned");
	put("@ROOT@/tools/say.py");
	put("@SUBMISSIONS@/pwned");
	put("@SUBMISSIONS@/secret/tiny.c");
	put("@OUT@/pwned");
	put("@OUT@/results/secret.json");
	put("/tmp/pwned");
	put("/dev/shm/pwned");
	put("/usr/bin/pwned");
	put("/pwned");
	put("pwned");
	raw(SYS_unlink, (long)"@SUBMISSIONS@/secret/tiny.c", 0, 0, 0);
	raw(SYS_unlink, (long)"@OUT@/results/secret.json", 0, 0, 0);
}
