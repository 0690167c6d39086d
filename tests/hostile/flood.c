/* verdict: timeout wrong, run: timeout wrong. */
EVERYWHERE(for (;;) puts("and on, and on, and on, and on, and on, and on");)
