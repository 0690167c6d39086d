/*
 * In wget, 3-networking/wget: a header that breaks off is done, too.
 * concurrent=passed names=passed request=passed header=passed one_refuses=passed early_end=wrong no_such_name=passed
 */
#include <errno.h>
#undef ENODATA
#define ENODATA 0
#include "solutions/3-networking/wget.c"
