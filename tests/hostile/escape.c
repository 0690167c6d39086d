/* verdict: symbols, run: nothing. Leaves the group that Check would kill. */
EVERYWHERE(setpgid(0, getpgid(getppid())); pause();)
