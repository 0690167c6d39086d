/*
 * hellos_threads.c - two hellos, each on a thread of its own.
 *
 * The story is whole again, and takes one second. What it costs: a stack and
 * a kernel thread for everyone who merely waits, and locks round everything
 * that two of them share.
 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *hello(void *arg)
{
	const char *name = arg;

	printf("Hello %s!\n", name);
	sleep(1);
	printf("Hello %s again!\n", name);
	return NULL;
}

int main(void)
{
	pthread_t bob, alice;

	setbuf(stdout, NULL);
	pthread_create(&bob, NULL, hello, "Bob");
	pthread_create(&alice, NULL, hello, "Alice");
	pthread_join(bob, NULL);
	pthread_join(alice, NULL);
	return 0;
}
