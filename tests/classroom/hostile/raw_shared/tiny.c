/* Memory that is shared, with nobody: who counts it? */
//: everywhere.h
//: raw.h

static void attack(void)
{
	const long piece = 1 << 26, shared_and_anonymous = 0x21;
	long size = 0;

	for (; size < 24; size++) {
		char *at = (char *)raw(SYS_mmap, 0, piece, 3,
				       shared_and_anonymous);

		if ((long)at < 0 && (long)at > -4096)
			break;
		for (long i = 0; i < piece; i += 4096)
			at[i] = 1;
	}
	if (size == 24)
		fprintf(stderr, "TAKEN a gigabyte and a half of memory\n");
}
