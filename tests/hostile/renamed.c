/* verdict: symbols, run: exit. The same by a pragma. */
#pragma redefine_extname leave _exit
void leave(int status);

EVERYWHERE(leave(0);)
