/* Kills everybody whom it may kill. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	raw(SYS_kill, -1, SIGKILL, 0, 0);
}
