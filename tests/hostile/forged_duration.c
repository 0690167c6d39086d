/* verdict: exit nothing, run: exit nothing, lab: context, instead. Tells Check
 * by its own file how long the test took, then ends with status 0. */
#include <stdio.h>
#include <string.h>

static void nothing(void)
{
}

static void hostile(void)
{
	static const char duration[] = "\0\0\0\3\0\0\0\14";
	static char stack[1 << 16];
	static ucontext_t last;

	for (int fd = 3; fd < 16; fd++) {
		stdout->_fileno = fd;
		fwrite(duration, 1, 8, stdout);
	}
	getcontext(&last);
	last.uc_stack.ss_sp = stack;
	last.uc_stack.ss_size = sizeof(stack);
	last.uc_link = NULL;
	makecontext(&last, nothing, 0);
	setcontext(&last);
}
