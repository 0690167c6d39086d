#ifndef ASSEMBLY_H
#define ASSEMBLY_H

/*
 * assembly.h - what an assembly file says round its instructions. Given.
 *
 *	FUNCTION(context_make)		its name, for C to call
 *		instructions
 *	END(context_make)
 *
 * END is no closing brace: it does not return. Whoever runs on to it stops
 * there, with an instruction that does not exist, and not somewhere in the
 * function behind it.
 *
 * OUTERMOST begins a function that nobody called: there a debugger stops
 * looking for callers. NOT_WRITTEN stands where you have not yet written
 * anything.
 */

/* clang-format off */

/* No part of this program wants to execute its stack. */
.section .note.GNU-stack, "", %progbits
.text

#define LABEL(name)              \
	.balign 16;              \
	.type name, STT_FUNC;    \
	name:                    \
	.cfi_startproc

#define FUNCTION(name)           \
	.globl name;             \
	LABEL(name)

#define END(name)                \
	NOTHING_HERE;            \
	.cfi_endproc;            \
	.size name, . - name

#ifdef __x86_64__
#define NOTHING_HERE ud2
#define OUTERMOST(name) LABEL(name); .cfi_undefined rip
#define NOT_WRITTEN(name)        \
	.pushsection .rodata;    \
	9:                       \
	.asciz #name;            \
	.popsection;             \
	lea 9b(%rip), %rdi;      \
	and $-16, %rsp;          \
	call not_written@PLT
#else
#define NOTHING_HERE .inst 0
#define OUTERMOST(name) LABEL(name); .cfi_undefined x30
#define NOT_WRITTEN(name)        \
	.pushsection .rodata;    \
	9:                       \
	.asciz #name;            \
	.popsection;             \
	adrp x0, 9b;             \
	add x0, x0, :lo12:9b;    \
	bl not_written
#endif

#endif
