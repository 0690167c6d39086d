#ifndef REGISTERS_H
#define REGISTERS_H

/*
 * registers.h - which registers does a function leave as they were?
 *
 * C cannot name a register, and what a compiler keeps in which is its own
 * affair. So the question is asked in assembly, once for each processor.
 */
#include <stdint.h>

#ifdef __x86_64__
#define REGISTERS "rbx", "rbp", "r12", "r13", "r14", "r15"
#else
#define REGISTERS                                                             \
	"x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", \
		"x29", "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15"
#endif

/* Load the registers from kept, call fn(args[0], ..., args[3]), and write to
 * kept what is in them then. Returns what fn returns. */
uint64_t with_registers(uint64_t *kept, void (*fn)(void),
			const uint64_t args[4]);

#endif
