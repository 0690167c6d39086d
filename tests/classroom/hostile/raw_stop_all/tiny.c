/* Stops everybody: they are not dead, but do nothing. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	raw(SYS_kill, raw(SYS_getppid, 0, 0, 0, 0), SIGSTOP, 0, 0);
	raw(SYS_kill, -1, SIGSTOP, 0, 0);
}
