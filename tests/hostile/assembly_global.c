/* verdict: symbols, run: wrong. A name that C never saw. */
__asm__(".globl test_is_over\ntest_is_over:\n\tnop");

EVERYWHERE()
