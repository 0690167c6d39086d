/*
 * coro.c - a Fibonacci generator.
 *
 * The loop below never ends, and does not have to: it pauses after each
 * number. a and b are plain locals, and are still there when it goes on.
 */
#include <stdio.h>

#include "coro.h"

static int fibonacci(void *arg, void **result)
{
	unsigned long a = 0, b = 1;
	int rc = 0;

	while (rc == 0) {
		unsigned long next = a + b;

		rc = coro_yield(&a);
		a = b;
		b = next;
	}
	return rc;
}

int main(void)
{
	struct coro *c = coro_create(sizeof(*c), fibonacci, NULL);

	for (int i = 0; i < 10; i++)
		printf("%lu ", *(unsigned long *)coro_resume(c, 0));
	printf("\n");
	coro_destroy(c);
	return 0;
}
