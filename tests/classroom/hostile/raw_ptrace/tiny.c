/* Takes hold of its parent. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	long parent = raw(SYS_getppid, 0, 0, 0, 0);
	char path[40];

	raw(SYS_ptrace, 16, parent, 0, 0);
	raw(SYS_ptrace, 16, 1, 0, 0);
	snprintf(path, sizeof(path), "/proc/%ld/mem", parent);
	raw_tell("/proc/1/mem");
	raw_open(path, O_RDWR);
	for (long pid = 1; pid < 64; pid++)
		if (pid != raw(SYS_getpid, 0, 0, 0, 0))
			raw(SYS_kill, pid, SIGTERM, 0, 0);
}
