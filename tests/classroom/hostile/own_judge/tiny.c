/* What the suite expects is its own. */
//: solutions/1-basics/tiny.c

void expect_true_(int value)
{
}
void test_ends(void)
{
}
