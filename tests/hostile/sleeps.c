/* verdict: symbols, run: timeout wrong. With every signal blocked. */
EVERYWHERE(sigset_t all; sigfillset(&all); sigprocmask(SIG_SETMASK, &all, NULL);
	   for (;;) sleep(1000);)
