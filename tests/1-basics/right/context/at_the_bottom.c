/*
 * at_the_bottom.c - the first context lies at the low end of its stack.
 *
 * Whoever comes to a stack for the first time finds what to begin in a variable,
 * written just before the jump, so that no pointer has to be cut in two. The
 * suite must not mind.
 */
#include "context.h"

#include <stdint.h>
#include <ucontext.h>

#include "panic.h"

struct context {
	ucontext_t registers;
	context_fn *entry; /* used once, by begin */
	void *arg;
};

static struct context *beginning;

static void begin(void)
{
	struct context *c = beginning;

	c->entry(c->arg);
	panic("context: the first function of a stack returned");
}

struct context *context_make(void *low, size_t size, context_fn *entry,
			     void *arg)
{
	size_t crooked = (uintptr_t)low % 16 ? 16 - (uintptr_t)low % 16 : 0;
	struct context *c = (struct context *)((char *)low + crooked);
	size_t taken = crooked + (sizeof(*c) + 15) / 16 * 16;

	getcontext(&c->registers);
	c->registers.uc_link = NULL;
	c->registers.uc_stack.ss_sp = (char *)low + taken;
	c->registers.uc_stack.ss_size = (size - taken) / 16 * 16;
	c->entry = entry;
	c->arg = arg;
	makecontext(&c->registers, begin, 0);
	return c;
}

void context_switch(struct context **save, struct context *to)
{
	struct context here;

	here.entry = NULL;
	*save = &here;
	beginning = to;
	swapcontext(&here.registers, &to->registers);
}
