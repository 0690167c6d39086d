/* Answers for the sanitizer. */
//: solutions/1-basics/tiny.c

const char *__asan_default_options(void)
{
	return "exitcode=0:detect_leaks=0";
}
int __lsan_is_turned_off(void)
{
	return 1;
}
