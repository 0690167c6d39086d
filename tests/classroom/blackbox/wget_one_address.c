/*
 * In wget, 3-networking/resolve: every name is the same machine.
 * concurrent=exit names=nothing request=nothing header=nothing one_refuses=wrong early_end=nothing no_such_name=nothing
 */
#define async_getaddrinfo honest_getaddrinfo
#include "solutions/3-networking/resolve.c"
#undef async_getaddrinfo

int async_getaddrinfo(const char *host, const char *service,
		      const struct addrinfo *hints, struct addrinfo **result)
{
	return honest_getaddrinfo("127.0.0.1", service, hints, result);
}
