/* verdict: symbols, run: none. Brings an expectation of its own. */
#include "../../../../tests/support/failure.h"

void fail_sentence(const char *file, int line, const char *en, const char *zh)
{
}

EVERYWHERE()
