/* verdict: symbols, run: memory crash exit. Into Check, where a test without a
 * process of its own would go on. */
#include <setjmp.h>

extern jmp_buf error_jmp_buffer;

EVERYWHERE(longjmp(error_jmp_buffer, 1);)
