/* Its grandchild leaves the session and stays behind, for a minute. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	struct { long seconds, nanoseconds; } wait = { 60, 0 };

	if (raw(SYS_fork, 0, 0, 0, 0) != 0)
		return;
	raw(SYS_setsid, 0, 0, 0, 0);
	if (raw(SYS_fork, 0, 0, 0, 0) != 0)
		raw(SYS_exit_group, 0, 0, 0, 0);
	raw(SYS_prctl, 15, (long)"hostile_kid", 0, 0);
	for (int fd = 0; fd < 1024; fd++)
		raw(SYS_close, fd, 0, 0, 0);
	raw(SYS_nanosleep, (long)&wait, 0, 0, 0);
	raw(SYS_exit_group, 0, 0, 0, 0);
}
