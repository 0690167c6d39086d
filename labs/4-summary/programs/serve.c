/*
 * serve.c - a small HTTP/1.1 server for a folder. All of it is in lab serve.
 *
 *	serve [-b ADDRESS] [-p PORT] [-t SECONDS] [FOLDER]
 */
#include "serve.h"

int main(int argc, char *argv[])
{
	return serve_main(argc, argv);
}
