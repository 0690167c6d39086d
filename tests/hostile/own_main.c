/* verdict: symbols, run: none. */
int main(void)
{
	return 0;
}

EVERYWHERE()
