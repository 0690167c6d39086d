/*
 * switch.x86_64.S - two stacks, and the jump between them. In assembly.
 *
 * A context that waits is seven words on top of its own stack:
 *
 *	context -> | r15 | r14 | r13 | r12 | rbx | rbp | where to go on |
 *
 * The six registers are those that a function must leave as it found them
 * (System V ABI for AMD64, section 3.2.1). Whoever calls context_switch has
 * already put away every other one that it still needs.
 *
 * A context that has not begun looks the same, as if begin had been called
 * before and had stopped: the first switch to it finds entry and arg in two
 * of the six.
 *
 * Mirrors lab context; the only other file that jumps.
 */
#include "assembly.h"

#define WORD 8
#define CONTEXT (7 * WORD)

returned:
	.asciz "context_make: entry returned; it must switch away for good"

/*
 * Step 1. Where a new stack begins, OUTERMOST(begin). context_make has left
 * entry in r12 and arg in rbx: call *%r12 with arg as the first argument
 * (rdi). If that returns: panic, whose first argument is the address of
 * `returned`, relative to rip. panic takes a variable number of arguments, so
 * it wants to know in al how many are floating point: none.
 * 第 1 步：新栈从这里开始：OUTERMOST(begin)。context_make 把 entry 留在 r12，
 * arg 留在 rbx：以 arg 为第一个参数（rdi），call *%r12。它要是返回了，就
 * panic，第一个参数是 returned 的地址（相对 rip）。panic 的参数个数不定，它要
 * 在 al 里看浮点参数有几个：没有。
 */

/* low in rdi, size in rsi, entry in rdx, arg in rcx; the answer in rax */
FUNCTION(context_make)
	/*
	 * Step 2. Lay the seven words out below the top of the memory, at
	 * such an address that rsp is a multiple of 16 once all seven are
	 * popped: that is how begin may call. entry where r12 is popped from,
	 * arg where rbx is, 0 where rbp is (there chains of frames end), and
	 * the address of begin where to go on. The answer points to the
	 * lowest word. End with ret.
	 * 第 2 步：在这块内存的顶端下面摆好七个字。位置要让七个都弹出之后，
	 * rsp 正好是 16 的倍数：begin 才能调用别人。entry 放在 r12 要弹的地
	 * 方，arg 放在 rbx 的，rbp 的放 0（栈帧链到此为止），begin 的地址放在
	 * “从哪里继续”。返回最低那个字的地址。末尾要有 ret。
	 */
	NOT_WRITTEN(context_make)
END(context_make)

/* save in rdi, to in rsi */
FUNCTION(context_switch)
	/*
	 * Step 3. The caller's `call` has pushed where to go on. Push the
	 * six, in the order of the picture, the highest first. Write rsp to
	 * *save; take `to` as rsp: from here on we stand on the other stack.
	 * Pop its six, then where to go on, and jmp there. Not ret: the
	 * processor has noted where each call shall return to, and that note
	 * is about the other stack.
	 * 第 3 步：调用者的 call 已经压好了“从哪里继续”。照图上的次序压那六
	 * 个，高的先压。把 rsp 写进 *save，再把 to 作为 rsp：从此站在另一个栈
	 * 上。弹出它的六个，再弹出“从哪里继续”，jmp 过去。不要用 ret：处理器
	 * 记着每个 call 该回到哪里，记的是另一个栈的事。
	 */
	NOT_WRITTEN(context_switch)
END(context_switch)
