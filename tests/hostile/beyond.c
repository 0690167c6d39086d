/* verdict: memory, run: memory. */
static char *volatile text;

EVERYWHERE(text = malloc(4); strcpy(text, "four"); free(text);)
