/*
 * context.c - ping-pong between two stacks.
 *
 * Each keeps its own `i`, and neither ever returns while they play.
 */
#include <stdio.h>
#include <stdlib.h>

#include "context.h"

#define SIZE (256 * 1024)

static struct context *player, *referee;

static void pong(void *arg)
{
	const char *word = arg;

	for (int i = 1;; i++) {
		printf("  %s %d\n", word, i);
		context_switch(&player, referee);
	}
}

int main(void)
{
	char *memory = malloc(SIZE);

	player = context_make(memory, SIZE, pong, "pong");
	for (int i = 1; i <= 3; i++) {
		printf("ping %d\n", i);
		context_switch(&referee, player);
	}
	free(memory);
	return 0;
}
