/*
 * shared.c - a Fibonacci generator without a stack of its own.
 *
 * a and b outlive the call because they are static. So there is one pair of
 * them, and two readers take the numbers out of each other's hands.
 */
#include <stdio.h>

static unsigned long fibonacci(void)
{
	static unsigned long a = 0, b = 1;
	unsigned long now = a;

	a = b;
	b = now + a;
	return now;
}

int main(void)
{
	for (int i = 0; i < 5; i++) {
		printf("Bob %lu, ", fibonacci());
		printf("Alice %lu\n", fibonacci());
	}
	return 0;
}
