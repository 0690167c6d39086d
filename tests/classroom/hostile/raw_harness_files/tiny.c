/* Writes into every file that it inherited. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	for (int fd = 3; fd < 64; fd++) {
		raw(SYS_write, fd, (long)"<testsuites></testsuites>\n", 26, 0);
		raw(SYS_ftruncate, fd, 0, 0, 0);
	}
}
