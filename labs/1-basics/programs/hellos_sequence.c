/*
 * hellos_sequence.c - two hellos, one after the other.
 *
 * sleep holds the whole program: Alice waits until Bob is done.
 */
#include <stdio.h>
#include <unistd.h>

static void hello(const char *name)
{
	printf("Hello %s!\n", name);
	sleep(1);
	printf("Hello %s again!\n", name);
}

int main(void)
{
	setbuf(stdout, NULL);
	hello("Bob");
	hello("Alice");
	return 0;
}
