/* verdict: timeout wrong, run: timeout wrong, lab: resolve, beside. Waits for a
 * lock that it holds. */
static void hostile(void)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
}
