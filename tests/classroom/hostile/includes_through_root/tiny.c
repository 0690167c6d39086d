/* Out by the root that a process keeps. */
#include "/proc/thread-self/root@ROOT@/solutions/1-basics/tiny.c"
