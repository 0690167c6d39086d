/*
 * switch.aarch64.S - two stacks, and the jump between them. In assembly.
 *
 * A context that waits is twenty words on top of its own stack:
 *
 *	context -> | x29, x30 | x19 ... x28 | d8 ... d15 |
 *
 * They are what a function must leave as it found it (Procedure Call Standard
 * for the Arm 64-bit Architecture, section 6.1). Whoever calls context_switch
 * has already put away every other register that it still needs. x30 is where
 * to go on.
 *
 * A context that has not begun looks the same, as if begin had been called
 * before and had stopped: the first switch to it finds entry and arg in two
 * of the twenty.
 *
 * Mirrors lab context; the only other file that jumps.
 */
#include "assembly.h"

#define WORD 8
#define CONTEXT (20 * WORD)

returned:
	.asciz "context_make: entry returned; it must switch away for good"
	.balign 4

/*
 * Step 1. Where a new stack begins, OUTERMOST(begin). context_make has left
 * entry in x19 and arg in x20: blr x19 with arg as the first argument (x0).
 * If that returns: panic, whose first argument is the address of `returned`
 * (adr).
 * 第 1 步：新栈从这里开始：OUTERMOST(begin)。context_make 把 entry 留在 x19，
 * arg 留在 x20：以 arg 为第一个参数（x0），blr x19。它要是返回了，就 panic，
 * 第一个参数是 returned 的地址（adr）。
 */

/* low in x0, size in x1, entry in x2, arg in x3; the answer in x0 */
FUNCTION(context_make)
	/*
	 * Step 2. Lay the twenty words out below the top of the memory, at a
	 * multiple of 16: the processor refuses any other sp. entry where x19
	 * is loaded from, arg where x20 is, 0 where x29 is (there chains of
	 * frames end), and the address of begin where x30 is. The answer
	 * points to the lowest word. End with ret.
	 * 第 2 步：在这块内存的顶端下面摆好二十个字，地址是 16 的倍数：别的
	 * sp 处理器不认。entry 放在 x19 要取的地方，arg 放在 x20 的，x29 的放
	 * 0（栈帧链到此为止），begin 的地址放在 x30 的。返回最低那个字的地
	 * 址。末尾要有 ret。
	 */
	NOT_WRITTEN(context_make)
END(context_make)

/* save in x0, to in x1 */
FUNCTION(context_switch)
	/*
	 * Step 3. Make room for the context below sp and store the twenty
	 * words in the order of the picture, two at a time (stp). Write sp to
	 * *save, by way of x2; take `to` as sp: from here on we stand on the
	 * other stack. Load its twenty words, give the room back, and br x30.
	 * Not ret: the processor has noted where each call shall return to,
	 * and that note is about the other stack.
	 * 第 3 步：在 sp 下面给上下文腾出地方，照图上的次序存好二十个字，一次
	 * 两个（stp）。sp 经由 x2 写进 *save，再把 to 作为 sp：从此站在另一个
	 * 栈上。取回它的二十个字，归还地方，br x30。不要用 ret：处理器记着每
	 * 次调用该回到哪里，记的是另一个栈的事。
	 */
	NOT_WRITTEN(context_switch)
END(context_switch)
