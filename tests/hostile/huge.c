/* verdict: memory, run: memory. More than there is, at once. */
static volatile size_t most = (size_t)-1 / 4;
static char *volatile piece;

EVERYWHERE(piece = malloc(most); piece[0] = 1;)
