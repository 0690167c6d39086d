/* A hundred children that do nothing but work: neighbours wait. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	for (int i = 0; i < 100; i++)
		if (raw(SYS_fork, 0, 0, 0, 0) == 0) {
			raw(SYS_setsid, 0, 0, 0, 0);
			for (;;)
				raw(SYS_getpid, 0, 0, 0, 0);
		}
	for (;;)
		raw(SYS_getpid, 0, 0, 0, 0);
}
