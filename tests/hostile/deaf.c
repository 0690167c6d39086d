/* verdict: wrong, run: wrong, lab: run, beside. No child is ever heard of. */
#include <signal.h>

static void hostile(void)
{
	signal(SIGCHLD, SIG_IGN);
	signal(SIGABRT, SIG_IGN);
	signal(SIGSEGV, SIG_IGN);
}
