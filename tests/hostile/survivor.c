/* verdict: symbols, run: wrong. Its child lives on and holds the pipe. */
EVERYWHERE(if (fork() == 0) {
	setpgid(0, 0);
	for (;;)
		pause();
})
