/*
 * In echo, 3-networking/stream: closes without waiting for what has not gone.
 * many_clients=passed one_breaks_off=passed slow_reader=passed half_close=wrong the_end=nothing
 */
#include "writer.h"

#define writer_wait_closed(w) 0
#include "solutions/3-networking/stream.c"
