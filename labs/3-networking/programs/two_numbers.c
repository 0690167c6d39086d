/*
 * two_numbers.c - "no such name", in two families of error numbers.
 */
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "errors.h"

int main(void)
{
	printf("as an errno: %s\n", strerror(-EAI_NONAME));
	printf("folded:      %s\n",
	       async_strerror(async_gai_error(EAI_NONAME)));
	return 0;
}
