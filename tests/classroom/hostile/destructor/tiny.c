/* At the end of every test. */
//: solutions/1-basics/tiny.c

void _exit(int status);
static void __attribute__((destructor)) last(void)
{
	_exit(0);
}
