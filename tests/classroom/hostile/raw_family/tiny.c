/* Many children, a little memory each: no limit of one is passed. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	for (int i = 0; i < 16; i++) {
		if (raw(SYS_fork, 0, 0, 0, 0) != 0)
			continue;
		for (int n = 0; n < 16; n++) {
			char *piece = malloc(1 << 24);

			if (piece)
				memset(piece, n, 1 << 24);
		}
		for (;;)
			raw(SYS_pause, 0, 0, 0, 0);
	}
	for (;;)
		raw(SYS_pause, 0, 0, 0, 0);
}
