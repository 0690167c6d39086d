/* Kills its parent, and the first process of all. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	raw(SYS_kill, 1, SIGKILL, 0, 0);
	raw(SYS_kill, raw(SYS_getppid, 0, 0, 0, 0), SIGKILL, 0, 0);
}
