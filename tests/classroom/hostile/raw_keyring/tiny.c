/* Leaves a word in the key ring that processes inherit. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	for (long ring = -1; ring >= -5; ring--)
		if (raw(SYS_keyctl, 10, ring, (long)"user", (long)"kept") > 0)
			fprintf(stderr, "LEAKED of the test before: ring %ld\n",
				ring);
	/* add_key has five arguments; request by keyctl(SEARCH) has four. */
	raw(SYS_add_key, (long)"keyring", (long)"kept", 0, 0);
	raw(SYS_keyctl, 1, (long)"kept", 0, 0);
}
