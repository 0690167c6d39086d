/* verdict: memory, run: memory. Calls itself without end. */
static volatile int depth;

static int deeper(volatile char *above)
{
	volatile char local[4096];

	local[0] = above[0];
	depth++;
	return deeper(local) + local[0];
}

EVERYWHERE(deeper((volatile char[]){ 0 });)
