/* What the first process was called with. */
#include "/proc/1/cmdline"
