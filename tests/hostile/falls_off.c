/* verdict: exit, run: exit, lab: context, instead. The end of the last context
 * ends the process, with status 0. */
static void nothing(void)
{
}

static void hostile(void)
{
	static char stack[1 << 16];
	static ucontext_t last;

	getcontext(&last);
	last.uc_stack.ss_sp = stack;
	last.uc_stack.ss_size = sizeof(stack);
	last.uc_link = NULL;
	makecontext(&last, nothing, 0);
	setcontext(&last);
}
