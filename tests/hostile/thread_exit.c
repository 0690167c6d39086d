/* verdict: symbols, run: exit memory timeout. The last thread takes the
 * process along. */
#include <pthread.h>

EVERYWHERE(pthread_exit(NULL);)
