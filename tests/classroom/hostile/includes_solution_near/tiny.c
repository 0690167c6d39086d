/* From where the file would lie. */
#include "../../solutions/1-basics/tiny.c"
