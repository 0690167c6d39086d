/* verdict: timeout wrong, run: wrong, lab: run, instead. Takes every signal, so
 * that nobody can ask where it stands. */
#include <signal.h>

static void ignore(int number)
{
}

static void hostile(void)
{
	for (int i = 1; i < 65; i++)
		signal(i, ignore);
	for (;;)
		always++;
}
