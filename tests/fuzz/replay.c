/*
 * replay.c - every file of a corpus through a fuzzer, once. No libFuzzer.
 *
 *	reader.replay FILE...
 *
 * Its name is said before a file is tried: the last one is the culprit.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/* A fuzzer may have something to prepare. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

static void replay(const char *path)
{
	static char data[1 << 20];
	FILE *file = fopen(path, "rb");
	uint8_t *copy;
	size_t n;

	if (!file)
		finding("%s: %s", path, strerror(errno));
	n = fread(data, 1, sizeof(data), file);
	fclose(file);
	copy = malloc(n ? n : 1); /* so that a byte too far is seen */
	if (!copy)
		finding("no memory for %zu bytes", n);
	memcpy(copy, data, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

int main(int argc, char **argv)
{
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		dprintf(1, "%s\n", argv[i]);
		replay(argv[i]);
	}
	return argc < 2;
}
