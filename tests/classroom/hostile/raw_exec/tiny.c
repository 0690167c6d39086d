/* Becomes another program, which ends with status 0. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char *argv[] = { "true", NULL }, *none[] = { NULL };

	raw(SYS_execve, (long)"/bin/true", (long)argv, (long)none, 0);
	raw(SYS_execve, (long)"/usr/bin/true", (long)argv, (long)none, 0);
	raw(SYS_exit_group, 0, 0, 0, 0);
}
