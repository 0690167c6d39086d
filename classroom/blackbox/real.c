/*
 * real.c - under the names that a suite scripts, what the system does.
 *
 * A student's file is compiled once, for its suite; and there these three
 * calls of some labs have other names (RENAME in tools/build.mk).
 */
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

int scripted_select(int n, fd_set *in, fd_set *out, fd_set *other,
		    struct timeval *limit);
int scripted_epoll_wait(int fd, struct epoll_event *events, int most,
			int limit);
int scripted_clock_gettime(clockid_t clock, struct timespec *now);

int scripted_select(int n, fd_set *in, fd_set *out, fd_set *other,
		    struct timeval *limit)
{
	return select(n, in, out, other, limit);
}

int scripted_epoll_wait(int fd, struct epoll_event *events, int most, int limit)
{
	return epoll_wait(fd, events, most, limit);
}

int scripted_clock_gettime(clockid_t clock, struct timespec *now)
{
	return clock_gettime(clock, now);
}
