/* No signal, no child, no file: then it waits. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	long all = -1;

	raw(SYS_rt_sigprocmask, 0, (long)&all, 0, 8);
	raw(SYS_setpgid, 0, 0, 0, 0);
	for (int fd = 0; fd < 1024; fd++)
		raw(SYS_close, fd, 0, 0, 0);
	for (;;)
		raw(SYS_pause, 0, 0, 0, 0);
}
