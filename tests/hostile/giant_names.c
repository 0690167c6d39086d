/* verdict: symbols, run: wrong. More and longer names than a screen holds. */
#define TEN(x) x##x##x##x##x##x##x##x##x##x
#define TENS(x) TEN(x)
#define GIANT TENS(TENS(a_name_))
#define NAMED(a, b) a##b
#define NAME(a, b) NAMED(a, b)
#define FIVE(n)                                                      \
	int NAME(GIANT, n##1), NAME(GIANT, n##2), NAME(GIANT, n##3), \
		NAME(GIANT, n##4), NAME(GIANT, n##5)

FIVE(a);
FIVE(b);
FIVE(c);

EVERYWHERE()
