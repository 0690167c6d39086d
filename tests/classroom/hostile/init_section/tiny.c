/* Before every test, and no attribute says so. */
//: solutions/1-basics/tiny.c

static void first(void)
{
}
static void (*const early)(void)
	__attribute__((section(".init_array"), used)) = first;
