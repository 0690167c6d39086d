/* registers.x86_64.S - see registers.h. */
#include "assembly.h"

/* kept in rdi, function in rsi, four arguments at rdx */
FUNCTION(with_registers)
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdi
	mov	0(%rdi), %rbx
	mov	8(%rdi), %rbp
	mov	16(%rdi), %r12
	mov	24(%rdi), %r13
	mov	32(%rdi), %r14
	mov	40(%rdi), %r15
	mov	%rsi, %rax
	mov	0(%rdx), %rdi
	mov	8(%rdx), %rsi
	mov	24(%rdx), %rcx
	mov	16(%rdx), %rdx
	call	*%rax
	pop	%rdi
	mov	%rbx, 0(%rdi)
	mov	%rbp, 8(%rdi)
	mov	%r12, 16(%rdi)
	mov	%r13, 24(%rdi)
	mov	%r14, 32(%rdi)
	mov	%r15, 40(%rdi)
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret
END(with_registers)
