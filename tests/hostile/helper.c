/* verdict: symbols, run: wrong. A helper that is not static. */
int helper(void);

int helper(void)
{
	return 0;
}

EVERYWHERE(helper();)
