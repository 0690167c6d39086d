/* verdict: symbols, run: wrong crash, lab: switch, alone. The assembler can
 * include files, too. */
#include "assembly.h"

	.section .rodata
	.incbin	"solutions/4-summary/switch.x86_64.S"
	.text
FUNCTION(context_make)
	ret
END(context_make)
FUNCTION(context_switch)
	ret
END(context_switch)
