/* verdict: exit memory, run: exit memory. Returns to its caller's caller: the
 * rest of the test never runs, and nobody calls exit. */
static void past(void **frame)
{
	void **caller = frame[0];

	frame[1] = caller[1];
	frame[0] = caller[0];
}

EVERYWHERE(past(__builtin_frame_address(0));)
