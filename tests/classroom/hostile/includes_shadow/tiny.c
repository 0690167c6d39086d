/* Without quotes that anybody looks for. */
#include </etc/shadow>
