/*
 * In wget, 3-networking/wget: asks without saying whom.
 * concurrent=passed names=passed request=wrong header=passed one_refuses=passed early_end=passed no_such_name=passed
 */
#include "stream.h"

#define writer_printf(w, format, path, host) \
	writer_printf(w, "GET %s HTTP/1.0\r\n\r\n", path)
#include "solutions/3-networking/wget.c"
