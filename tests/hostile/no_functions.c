/* verdict: symbols, run: none. Nothing of the lab at all. */
static const int nothing_here = 1;
extern const int *something;
const int *something = &nothing_here;
