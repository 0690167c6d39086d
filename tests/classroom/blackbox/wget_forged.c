/*
 * In wget, 3-networking/wget: prints what might have come, asks nobody.
 * concurrent=exit names=nothing request=nothing header=nothing one_refuses=exit early_end=nothing no_such_name=nothing
 */
#include "hostile.h"

#include "solutions/3-networking/wget.c"

BEFORE_MAIN
{
	for (int i = 3; i < argc; i++)
		printf("wget %s...\n%s header > HTTP/1.0 200 OK\nDone %s.\n",
		       argv[i], argv[i], argv[i]);
	fflush(stdout);
	_exit(0);
}
