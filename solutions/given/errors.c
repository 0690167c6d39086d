/*
 * errors.c - what a negative result means, in words. Given.
 *
 * One promise: every number this runtime can return has a text of its own.
 * The codes of getaddrinfo(3) are small numbers, negative in glibc and
 * positive elsewhere, and would be mistaken for errno numbers; so they are
 * moved below GAI_BASE, where no errno number is.
 */
#include "errors.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#define GAI_BASE (-10000)
#define GAI_SPAN 1000

int async_gai_error(int eai)
{
	if (eai == 0)
		return 0;
	if (eai == EAI_SYSTEM && errno != 0)
		return -errno;
	return GAI_BASE + (eai < 0 ? eai : -eai);
}

static const char *gai_text(int eai)
{
	return gai_strerror(EAI_NONAME < 0 ? eai : -eai);
}

const char *async_strerror(int rc)
{
	if (rc >= 0)
		return "Success";
	if (rc < GAI_BASE && rc > GAI_BASE - GAI_SPAN)
		return gai_text(rc - GAI_BASE);
	return strerror(-rc);
}
