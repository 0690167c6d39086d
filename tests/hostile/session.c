/* verdict: symbols, run: wrong timeout. Its child leaves even the session. */
EVERYWHERE(if (fork() == 0) {
	setsid();
	for (;;)
		pause();
})
