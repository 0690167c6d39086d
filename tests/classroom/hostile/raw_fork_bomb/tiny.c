/* Each child has children. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	for (;;)
		if (raw(SYS_fork, 0, 0, 0, 0) < 0)
			raw(SYS_sched_yield, 0, 0, 0, 0);
}
