/*
 * switch.c - ping-pong between two stacks, and then a million times.
 *
 * On the basic floor it is ucontext that jumps, on the fast one assembly:
 *
 *	make run LAB=switch FLOOR=basic
 *	make run LAB=switch
 */
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "context.h"

#define SIZE (256 * 1024)
#define MANY 1000000

static struct context *player, *referee;

static void pong(void *arg)
{
	const char *word = arg;

	for (int i = 1;; i++) {
		if (i <= 3)
			printf("  %s %d\n", word, i);
		context_switch(&player, referee);
	}
}

int main(void)
{
	char *memory = malloc(SIZE);
	double start;

	player = context_make(memory, SIZE, pong, "pong");
	for (int i = 1; i <= 3; i++) {
		printf("ping %d\n", i);
		context_switch(&referee, player);
	}
	start = monotonic();
	for (int i = 0; i < MANY; i++)
		context_switch(&referee, player);
	printf("there and back, %d times: %.0f ns each\n", MANY,
	       (monotonic() - start) / MANY * 1e9);
	free(memory);
	return 0;
}
