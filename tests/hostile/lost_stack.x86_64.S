/* verdict: memory crash wrong, run: memory crash wrong, lab: switch, alone. Leaves
 * no stack to stand on, or to tell it from. */
#include "assembly.h"

FUNCTION(context_make)
	mov	$8, %esp
	push	%rbx
	ret
END(context_make)
FUNCTION(context_switch)
	xor	%esp, %esp
	ret
END(context_switch)
