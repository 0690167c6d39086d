/*
 * context.c - two stacks, and the jump between them. By ucontext.
 *
 * A context that waits is a ucontext_t, the registers as they were, in the
 * frame of the context_switch that saved it. A context that has not begun
 * lies on top of its own, still empty, stack.
 *
 * The only file that knows ucontext.
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

/* lab: step 1
 * en: Where a new stack begins: begin(high, low). makecontext hands over ints
 *     only, so the pointer to the context came in two halves: put it
 *     together, call entry(arg), and panic if that returns.
 * zh: 新栈从这里开始：begin(high, low)。makecontext 只肯传 int，所以指向上下文的指针
 *     被拆成两半：拼回来，调用 entry(arg)；它要是返回了，就 panic。
 */
static void begin(unsigned int high, unsigned int low)
{
	uintptr_t address = (uintptr_t)((uint64_t)high << 32 | low);
	struct context *self = (struct context *)address;

	self->entry(self->arg);
	panic("context_make: entry returned; it must switch away for good");
}

/* lab: end */
struct context *context_make(void *low, size_t size, context_fn *entry,
			     void *arg)
{
	/* lab: step 2
	 * en: The context takes the top of the memory, at an address that 16
	 *     divides; the stack is what lies below it. getcontext fills the
	 *     registers in, makecontext points them at begin.
	 * zh: 上下文放在这块内存的顶端，地址要能被 16 整除；它下面都是栈。getcontext 填好
	 *     寄存器，makecontext 再让它们指向 begin。
	 */
	uintptr_t top = (uintptr_t)low + size - sizeof(struct context);
	struct context *c = (struct context *)(top & ~(uintptr_t)15);
	uint64_t address = (uintptr_t)c;

	if (getcontext(&c->registers) < 0)
		panic("context_make: getcontext failed");
	c->entry = entry;
	c->arg = arg;
	c->registers.uc_stack.ss_sp = low;
	c->registers.uc_stack.ss_size = (size_t)((char *)c - (char *)low);
	c->registers.uc_link = NULL;
	makecontext(&c->registers, (void (*)(void))begin, 2,
		    (unsigned int)(address >> 32), (unsigned int)address);
	return c;
	/* lab: end */
}

void context_switch(struct context **save, struct context *to)
{
	/* lab: step 3
	 * en: The context that comes back to here is a local of this very
	 *     frame: the frame stays as long as nobody comes back. Write its
	 *     address down before you jump.
	 * zh: 能回到这里的上下文，就是这个栈帧里的局部变量：没人回来，栈帧就一直在。跳走之前
	 *     先把它的地址记下。
	 */
	struct context here;

	*save = &here;
	if (swapcontext(&here.registers, &to->registers) < 0)
		panic("context_switch: swapcontext failed");
	/* lab: end */
}
