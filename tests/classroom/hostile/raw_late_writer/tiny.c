/* Its child stays, holds the pipe, and writes verdicts later. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	struct { long seconds, nanoseconds; } wait = { 0, 200000000 };

	if (raw(SYS_fork, 0, 0, 0, 0) != 0)
		return;
	raw(SYS_setsid, 0, 0, 0, 0);
	raw(SYS_prctl, 15, (long)"hostile_kid", 0, 0);
	for (int i = 0; i < 100; i++) {
		raw(SYS_nanosleep, (long)&wait, 0, 0, 0);
		raw(SYS_write, 2, (long)"\036-tiny_run\nok 1\n", 16, 0);
		raw(SYS_write, 1, (long)"100%: Checks: 9\n", 16, 0);
	}
	raw(SYS_exit_group, 0, 0, 0, 0);
}
