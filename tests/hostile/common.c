/* verdict: symbols, run: wrong. A variable that the C library has, too. */
char **environ;

EVERYWHERE(environ = NULL;)
