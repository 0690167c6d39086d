/* Chosen while it is loaded. */
//: solutions/1-basics/tiny.c

static void nothing(void)
{
}
static void (*choose(void))(void)
{
	return nothing;
}
void chosen(void) __attribute__((ifunc("choose")));
