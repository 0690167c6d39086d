/* A hundred thousand complaints. */
//: everywhere.h

#define A(x) x x x x x x x x x x
#define B(x) A(A(A(A(A(x)))))
static void never(void)
{
	B(nobody();)
}
EVERYWHERE(never();)
