/*
 * scripted.c - a select(2) and a clock that a test can script.
 *
 * Time is kept in whole nanoseconds, so that schedules are exact.
 */
#include "scripted.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
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

static bool on;
static long long now_ns;
static int selects, clock_reads, last_nfds, interrupts, idle, refused;
static double last_timeout, interrupt_after;

void support_begins(void)
{
	on = false;
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

/* Would we wait? Then the script says how the wait ends. */
static int pass_time(fd_set *sets[3], const struct timeval *timeout)
{
	double limit = (double)timeout->tv_sec + (double)timeout->tv_usec / 1e6;

	count_idle(limit > 0);
	if (limit > 0 && interrupts > 0) {
		interrupts--;
		scripted_advance(fmin(limit, interrupt_after));
		errno = EINTR;
		return -1;
	}
	scripted_advance(limit);
	for (int i = 0; i < 3; i++)
		if (sets[i])
			FD_ZERO(sets[i]);
	return 0;
}

/* POSIX allows EINVAL for these; Linux is less strict, others are not. */
static bool invalid(const struct timeval *timeout)
{
	return timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0 ||
			   timeout->tv_usec >= 1000000);
}

int scripted_select(int nfds, fd_set *reads, fd_set *writes, fd_set *excepts,
		    struct timeval *timeout)
{
	fd_set *sets[3] = { reads, writes, excepts }, asked[3];
	struct timeval zero = { 0, 0 };
	int n;

	selects++;
	last_nfds = nfds;
	last_timeout = !timeout ? INFINITY
				: (double)timeout->tv_sec +
					  (double)timeout->tv_usec / 1e6;
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
	for (int i = 0; i < 3; i++)
		if (sets[i])
			*sets[i] = asked[i];
	if (!timeout) {
		interrupts--;
		scripted_advance(interrupt_after);
		errno = EINTR;
		return -1;
	}
	return pass_time(sets, timeout);
}
