/* verdict: symbols, run: wrong timeout. Its child lives on with the pipe. */
EVERYWHERE(if (fork() == 0) {
	setpgid(0, 0);
	for (;;)
		pause();
})
