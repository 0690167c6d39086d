/*
 * two_calls.c - the jump is made of getcontext and setcontext.
 *
 * getcontext returns twice: once to say that the place is kept, and once when
 * somebody comes back to it. The suite must not mind.
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

static void begin(unsigned high, unsigned low)
{
	uintptr_t bits = ((uintptr_t)high << 16 << 16) | low;
	const struct context *c = (const struct context *)bits;
	context_fn *entry = c->entry;
	void *arg = c->arg;

	entry(arg);
	panic("context: entry returned");
}

struct context *context_make(void *low, size_t size, context_fn *entry,
			     void *arg)
{
	uintptr_t top = ((uintptr_t)low + size - sizeof(struct context)) &
			~(uintptr_t)63;
	struct context *c = (struct context *)top;

	c->entry = entry;
	c->arg = arg;
	if (getcontext(&c->registers) < 0)
		panic("context_make: getcontext");
	c->registers.uc_link = NULL;
	c->registers.uc_stack.ss_sp = low;
	c->registers.uc_stack.ss_size = (size_t)(top - (uintptr_t)low);
	makecontext(&c->registers, (void (*)(void))begin, 2,
		    (unsigned)(top >> 16 >> 16), (unsigned)top);
	return c;
}

void context_switch(struct context **save, struct context *to)
{
	volatile int back = 0;
	struct context here;

	*save = &here;
	getcontext(&here.registers);
	if (back++ == 0)
		setcontext(&to->registers);
}
