/* verdict: symbols, run: exit. On the reference: right, then it leaves. */
double tiny_time(void)
{
	static int times;

	if (++times == 4)
		exit(0);
	return honest_time();
}
