/* verdict: memory wrong, run: memory wrong. All the memory that there is. */
static char *volatile piece;

EVERYWHERE(for (;;) {
	piece = malloc(1 << 24);
	piece[0] = 1;
})
