/* Asks for a name space in which it would be root, and more. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	if (raw(SYS_unshare, 0x10000000 | 0x00020000, 0, 0, 0) == 0)
		fprintf(stderr, "TAKEN a user name space\n");
	if (raw(SYS_mount, (long)"x", (long)"/tmp", (long)"tmpfs", 0) == 0)
		fprintf(stderr, "TAKEN a mount\n");
	if (raw(SYS_chroot, (long)"/tmp", 0, 0, 0) == 0)
		fprintf(stderr, "TAKEN another root\n");
	if (raw(SYS_setuid, 0, 0, 0, 0) == 0)
		fprintf(stderr, "TAKEN root\n");
	if (raw(SYS_sethostname, (long)"pwned", 5, 0, 0) == 0)
		fprintf(stderr, "TAKEN the host's name\n");
	if (raw_open("/dev/tty", O_RDWR) >= 0)
		fprintf(stderr, "TAKEN the terminal\n");
	if (raw_open("/dev/mem", O_RDWR) >= 0 || raw_open("/dev/sda", 0) >= 0)
		fprintf(stderr, "TAKEN a device\n");
	raw_tell("/proc/sys/kernel/core_pattern_");
	if (raw_open("/proc/sys/kernel/hostname", O_WRONLY) >= 0)
		fprintf(stderr, "TAKEN /proc/sys\n");
	if (raw_open("/proc/sysrq-trigger", O_WRONLY) >= 0)
		fprintf(stderr, "TAKEN sysrq\n");
}
