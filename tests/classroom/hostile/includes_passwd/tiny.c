/* A message of the compiler would show it. */
#include "/etc/passwd"
