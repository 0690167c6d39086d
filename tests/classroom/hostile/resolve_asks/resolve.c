/* A lab that asks for names tells one to whoever hears. */
//: instead 3-networking/resolve
#include <stdio.h>

static void hostile(void)
{
	struct addrinfo *found;

	if (getaddrinfo("secret.example.com", "80", NULL, &found) == 0)
		fprintf(stderr, "LEAKED an address from outside\n");
}
