/* verdict: symbols, run: , lab: switch, alone. The answer is right; whose? */
#include "../../../../solutions/4-summary/switch.x86_64.S"
