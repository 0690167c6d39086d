/*
 * wget.c - the tutorial's third program: three sites at once. All of it is in
 * lab wget. Its twin is wget.py.
 *
 *	wget [-t SECONDS] [HOST[:PORT][/PATH]...]
 */
#include "wget.h"

int main(int argc, char *argv[])
{
	return wget_main(argc, argv);
}
