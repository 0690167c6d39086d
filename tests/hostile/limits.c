/* verdict: symbols, run: crash nothing wrong. No file may grow any more. */
#include <sys/resource.h>

EVERYWHERE(struct rlimit none; none.rlim_cur = none.rlim_max = 0;
	   setrlimit(RLIMIT_FSIZE, &none);)
