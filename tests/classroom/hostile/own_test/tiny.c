/* Its own suite, in the place of ours. */
//: solutions/1-basics/tiny.c

struct Suite *lab_suite(void)
{
	return 0;
}
