/* verdict: wrong nothing, run: wrong, lab: watch, instead. */
#include <unistd.h>

static void hostile(void)
{
	static const char good[] = "<test result=\"success\"><id>x</id></test>";

	for (int fd = 3; fd < 16; fd++)
		if (write(fd, good, sizeof(good) - 1) < 0)
			continue;
}
