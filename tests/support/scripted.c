/*
 * scripted.c - select(2), epoll_wait(2) and a clock that a test can script.
 *
 * Time is kept in whole nanoseconds, so that schedules are exact.
 */
#include "scripted.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif
#include <sys/select.h>
#include <time.h>

#include "expect.h"
#include "failure.h"

#define SECOND 1000000000LL
#define MANY 100000
#define A_DATE 1700000000

int scripted_select(int nfds, fd_set *reads, fd_set *writes, fd_set *excepts,
		    struct timeval *timeout);
int scripted_clock_gettime(clockid_t clock, struct timespec *now);

#ifdef __linux__
int scripted_epoll_wait(int epoll, struct epoll_event *events, int max,
			int milliseconds);
#endif

static bool on;
static long long now_ns, look_ns;
static int selects, clock_reads, last_nfds, interrupts, idle, refused;
static double last_timeout, interrupt_after;

void support_begins(void)
{
	on = false;
	look_ns = 0;
	selects = clock_reads = last_nfds = interrupts = idle = refused = 0;
	last_timeout = interrupt_after = 0;
}

void scripted_begin(void)
{
	on = true;
	now_ns = (long long)SCRIPTED_START * SECOND;
}

double scripted_now(void)
{
	return (double)now_ns / (double)SECOND;
}

void scripted_advance(double seconds)
{
	now_ns += llround(seconds * (double)SECOND);
}

void scripted_look_takes(double seconds)
{
	look_ns = llround(seconds * (double)SECOND);
}

void scripted_interrupt(int times, double seconds)
{
	interrupts = times;
	interrupt_after = seconds;
}

int scripted_selects(void)
{
	return selects;
}

int scripted_clock_reads(void)
{
	return clock_reads;
}

double scripted_last_timeout(void)
{
	return last_timeout;
}

int scripted_refused(void)
{
	return refused;
}

int scripted_last_nfds(void)
{
	return last_nfds;
}

int scripted_clock_gettime(clockid_t clock, struct timespec *now)
{
	clock_reads++;
	if (!on || (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME))
		return clock_gettime(clock, now);
	now->tv_sec = (time_t)(now_ns / SECOND);
	if (clock == CLOCK_REALTIME) /* as virtual, but not the same */
		now->tv_sec += A_DATE;
	now->tv_nsec = (long)(now_ns % SECOND);
	now_ns += look_ns;
	return 0;
}

/* Looking again and again while time stands still would never end. */
static void count_idle(bool progress)
{
	idle = progress ? 0 : idle + 1;
	if (idle <= MANY)
		return;
	if (refused > 0)
		fail_sentence(
			__FILE__, __LINE__,
			"a busy loop: select was called 100000 times, "
			"and refused the time to wait (EINVAL)",
			"忙等：select 被调用了 100000 次，要等的时间它不收"
			"（EINVAL）");
	else
		fail_sentence(__FILE__, __LINE__,
			      "a busy loop: select was called 100000 times, "
			      "and it never waited",
			      "忙等：select 被调用了 100000 次，一次也没有等");
}

/* Nobody is ready. Does a signal end the wait? Then the script says when. */
static bool interrupted(double limit)
{
	if (interrupts == 0)
		return false;
	interrupts--;
	scripted_advance(fmin(limit, interrupt_after));
	errno = EINTR;
	return true;
}

/* We would wait: the clock jumps. */
static int pass_time(double limit)
{
	count_idle(limit > 0);
	if (limit > 0 && interrupted(limit))
		return -1;
	scripted_advance(limit);
	return 0;
}

/* POSIX allows EINVAL for these; Linux is less strict, others are not. */
static bool invalid(const struct timeval *timeout)
{
	return timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0 ||
			   timeout->tv_usec >= 1000000);
}

static double seconds(const struct timeval *timeout)
{
	return !timeout ? INFINITY
			: (double)timeout->tv_sec +
				  (double)timeout->tv_usec / 1e6;
}

/* As select says it: after an error the sets are what they were. */
static int told_nobody(int rc, fd_set *sets[3], const fd_set asked[3])
{
	for (int i = 0; i < 3; i++) {
		if (sets[i] && rc < 0)
			*sets[i] = asked[i];
		else if (sets[i])
			FD_ZERO(sets[i]);
	}
	return rc;
}

int scripted_select(int nfds, fd_set *reads, fd_set *writes, fd_set *excepts,
		    struct timeval *timeout)
{
	fd_set *sets[3] = { reads, writes, excepts }, asked[3];
	struct timeval zero = { 0, 0 };
	int n;

	selects++;
	last_nfds = nfds;
	last_timeout = seconds(timeout);
	if (invalid(timeout)) {
		refused++;
		count_idle(false);
		errno = EINVAL;
		return -1;
	}
	if (!on || (!timeout && !interrupts))
		return select(nfds, reads, writes, excepts, timeout);
	for (int i = 0; i < 3; i++)
		if (sets[i])
			asked[i] = *sets[i];
	n = select(nfds, reads, writes, excepts, &zero);
	if (n != 0) {
		idle = 0;
		return n;
	}
	return told_nobody(pass_time(last_timeout), sets, asked);
}

#ifdef __linux__
int scripted_epoll_wait(int epoll, struct epoll_event *events, int max,
			int milliseconds)
{
	int n;

	selects++;
	last_timeout = milliseconds < 0 ? INFINITY : milliseconds / 1e3;
	if (!on || (milliseconds < 0 && !interrupts))
		return epoll_wait(epoll, events, max, milliseconds);
	n = epoll_wait(epoll, events, max, 0);
	if (n != 0) {
		idle = 0;
		return n;
	}
	return pass_time(last_timeout);
}
#endif
