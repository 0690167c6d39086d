/* verdict: symbols, run: wrong exit. The harness's descriptors, too. */
EVERYWHERE(for (int fd = 0; fd < 64; fd++) close(fd);)
