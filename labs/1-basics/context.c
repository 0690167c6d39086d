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

/*
 * Step 1. Where a new stack begins: begin(high, low). makecontext hands over
 * ints only, so the pointer to the context came in two halves: put it
 * together, call entry(arg), and panic if that returns.
 * 第 1 步：新栈从这里开始：begin(high, low)。makecontext 只肯传 int，所以指向
 * 上下文的指针被拆成两半：拼回来，调用 entry(arg)；它要是返回了，就 panic。
 */

struct context *context_make(void *low, size_t size, context_fn *entry,
			     void *arg)
{
	/*
	 * Step 2. The context takes the top of the memory, at an address that
	 * 16 divides; the stack is what lies below it. getcontext fills the
	 * registers in, makecontext points them at begin.
	 * 第 2 步：上下文放在这块内存的顶端，地址要能被 16 整除；它下面都是
	 * 栈。getcontext 填好寄存器，makecontext 再让它们指向 begin。
	 */
	not_written(__func__);
}

void context_switch(struct context **save, struct context *to)
{
	/*
	 * Step 3. The context that comes back to here is a local of this very
	 * frame: the frame stays as long as nobody comes back. Write its
	 * address down before you jump.
	 * 第 3 步：能回到这里的上下文，就是这个栈帧里的局部变量：没人回来，栈
	 * 帧就一直在。跳走之前先把它的地址记下。
	 */
	not_written(__func__);
}
