/*
 * In wget, 3-networking/wget: prints for each site what the first one sent.
 * concurrent=passed names=passed request=passed header=wrong one_refuses=wrong early_end=wrong no_such_name=passed
 */
#include <stdio.h>
#include <string.h>

static size_t replay(const void *line, size_t one, size_t n, FILE *to)
{
	static char first[9000];
	static size_t length;

	if (length == 0 && strncmp(line, "HTTP/", 5)) {
		length = n < 40 ? n : 40;
		memcpy(first, line, length);
	}
	if (strncmp(line, "HTTP/", 5))
		return fwrite(first, one, length, to);
	return fwrite(line, one, n, to);
}

#define fwrite replay
#include "solutions/3-networking/wget.c"
