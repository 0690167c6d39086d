/* It would wait for somebody who types. */
#include "/dev/tty"
#include "/dev/stdin"
