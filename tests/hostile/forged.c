/* verdict: symbols, run: nothing. Writes the verdicts itself. */
static void __attribute__((constructor)) first(int argc, char **argv)
{
	FILE *file = argc > 1 ? fopen(argv[1], "w") : NULL;

	if (file)
		fprintf(file, "<testsuites></testsuites>");
	_exit(0);
}

EVERYWHERE()
