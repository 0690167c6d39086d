/* verdict: symbols, run: timeout wrong. Does not let itself be told of. */
void __sanitizer_print_stack_trace(void);

void __sanitizer_print_stack_trace(void)
{
	_exit(0);
}

static volatile unsigned int spin;

EVERYWHERE(for (;;) spin++;)
