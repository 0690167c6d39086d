/*
 * Another right answer. The words are moved to their places, in another
 * order, rather than pushed; entry and arg wait on the new stack, above the
 * registers, and begin pops them; and it ends in ret.
 */
#include "assembly.h"

#define CONTEXT 56

returned:
	.asciz "context_make: somebody's entry returned"

OUTERMOST(begin)
	pop	%rax
	pop	%rdi
	call	*%rax
	lea	returned(%rip), %rdi
	mov	$0, %eax
	call	panic@PLT
END(begin)

FUNCTION(context_make)
	mov	%rdi, %rax
	add	%rsi, %rax
	sub	$(16 + CONTEXT), %rax
	sub	$8, %rax
	and	$-16, %rax
	add	$8, %rax
	movq	$0, 0(%rax)
	lea	begin(%rip), %r8
	mov	%r8, 48(%rax)
	mov	%rdx, 56(%rax)
	mov	%rcx, 64(%rax)
	ret
END(context_make)

FUNCTION(context_switch)
	sub	$48, %rsp
	mov	%rbp, 0(%rsp)
	mov	%rbx, 8(%rsp)
	mov	%r12, 16(%rsp)
	mov	%r13, 24(%rsp)
	mov	%r14, 32(%rsp)
	mov	%r15, 40(%rsp)
	xchg	%rsp, %rsi
	mov	%rsi, (%rdi)
	mov	0(%rsp), %rbp
	mov	8(%rsp), %rbx
	mov	16(%rsp), %r12
	mov	24(%rsp), %r13
	mov	32(%rsp), %r14
	mov	40(%rsp), %r15
	add	$48, %rsp
	ret
END(context_switch)
