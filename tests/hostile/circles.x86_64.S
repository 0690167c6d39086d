/* verdict: timeout wrong, run: timeout wrong, lab: switch, alone. */
#include "assembly.h"

FUNCTION(context_make)
1:	jmp	1b
END(context_make)
FUNCTION(context_switch)
1:	jmp	1b
END(context_switch)
