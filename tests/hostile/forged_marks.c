/* verdict: wrong, run: wrong. Says what a test says at its end. */
EVERYWHERE(fputs("\036-the_earliest_deadline_comes_first\n", stderr);
	   fputs("\036+\n\036-\n\036", stderr);)
