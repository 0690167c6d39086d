/* verdict: symbols, run: exit. Forges Check's own message; only names tell. */
void send_duration_info(int duration);

EVERYWHERE(send_duration_info(12); exit(0);)
