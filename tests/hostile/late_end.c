/* verdict: timeout wrong, run: timeout wrong, lab: stream, instead. A line now
 * and then, so that it never looks dead. */
#include "clock.h"

static void hostile(void)
{
	for (double now = monotonic(); monotonic() < now + 1e9;)
		fputs(".", stderr);
}
