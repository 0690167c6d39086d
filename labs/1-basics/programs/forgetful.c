/*
 * forgetful.c - ping-pong by plain calls.
 *
 * pong means to count its strokes. But it returns after each of them, and the
 * next call begins from the top: to return is to forget.
 */
#include <stdio.h>

static void pong(const char *word)
{
	for (int i = 1;; i++) {
		printf("  %s %d\n", word, i);
		return;
	}
}

int main(void)
{
	for (int i = 1; i <= 3; i++) {
		printf("ping %d\n", i);
		pong("pong");
	}
	return 0;
}
