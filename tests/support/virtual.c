/*
 * virtual.c - a clock on which an hour takes no time, and its selector.
 *
 * The selector is the one below the lab, whichever floor it is; the linker
 * puts us before three of its functions, as __wrap_selector_select and so on.
 *
 * One invariant: time moves only in selector_select, when no descriptor is
 * ready, and in virtual_advance. A program that turns for ever without either
 * gets a sentence instead of all the time in the world.
 */
#include "virtual.h"

#include <errno.h>
#include <math.h>
#include <sys/select.h>

#include "clock.h"
#include "expect.h"
#include "panic.h"
#include "selector.h"

#define DAY 86400.0
#define TURNS 100000
#define READINGS 1000000

int __real_selector_register(struct selector *s, int fd, int events);
int __wrap_selector_register(struct selector *s, int fd, int events);
int __real_selector_unregister(struct selector *s, int fd);
int __wrap_selector_unregister(struct selector *s, int fd);
int __real_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max);
int __wrap_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max);

static int watched, failure;
static double now = VIRTUAL_START, last_timeout;
static int selects, registers, waits, turns, readings;

void support_begins(void)
{
	now = VIRTUAL_START;
	last_timeout = 0;
	selects = registers = waits = turns = readings = 0;
	watched = failure = 0;
}

/* Turning for ever while time stands still would never end. */
static void count_idle(int *count, int most, const char *what)
{
	if (++*count > most)
		panic("%d %s, and no time has passed: a busy loop", most, what);
}

double monotonic(void)
{
	count_idle(&readings, READINGS, "readings of the clock");
	return now;
}

double virtual_now(void)
{
	return now;
}

void virtual_advance(double seconds)
{
	now += seconds;
	turns = readings = 0;
}

int virtual_selects(void)
{
	return selects;
}

int virtual_registers(void)
{
	return registers;
}

int virtual_waits(void)
{
	return waits;
}

double virtual_last_timeout(void)
{
	return last_timeout;
}

void virtual_select_fails(int rc)
{
	failure = rc;
}

/* Whatever is below: what stands above must cope with a selector's limit. */
int __wrap_selector_register(struct selector *s, int fd, int events)
{
	int rc = fd >= FD_SETSIZE ? -EMFILE
				  : __real_selector_register(s, fd, events);

	registers++;
	if (rc == 0)
		watched++;
	return rc;
}

int __wrap_selector_unregister(struct selector *s, int fd)
{
	int rc = __real_selector_unregister(s, fd);

	if (rc == 0)
		watched--;
	return rc;
}

/* The time that was given has passed: nobody was ready. */
static int wait_for(struct selector *s, double timeout,
		    struct readiness ready[], int max)
{
	if (timeout > 0)
		waits++;
	else
		count_idle(&turns, TURNS, "turns of the loop");
	if (isinf(timeout) && timeout > 0) {
		if (watched == 0)
			panic("a wait without limit, and nobody is watched: "
			      "nothing can ever end it");
		return __real_selector_select(s, timeout, ready, max);
	}
	if (timeout > 0)
		virtual_advance(fmin(timeout, DAY));
	return 0;
}

int __wrap_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max)
{
	int told = failure ? failure : __real_selector_select(s, 0, ready, max);

	selects++;
	last_timeout = timeout;
	if (told == 0)
		return wait_for(s, timeout, ready, max);
	turns = readings = 0;
	return told;
}
