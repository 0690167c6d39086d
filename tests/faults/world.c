/*
 * world.c - a clock on which a second takes no time, and who is under way.
 *
 * It stands in place of clock.c, and before selector_select. When nothing is
 * ready, and nobody outside the loop can change that, time jumps to the end
 * of the wait. A wait that nothing can end is told with the tasks that wait,
 * and so is a loop that turns for ever.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "layer.h"
#include "report.h"
#include "scenario.h"
#include "selector.h"
#include "stack.h"

#define BEGIN 1000000.0
#define DAY 86400.0
#define TURNS 300000 /* more is for ever */
#define JUMPS 3000
#define LOOPBACK 0.001 /* seconds that a byte is under way */
#define LONG 10.0      /* a limit, not a sleep: it must not pass by accident */
#define SILENCE 0.3    /* so before that the processor may be busy */
#define PATIENCE 2.0   /* a thread takes not so long */

static double now = BEGIN;
static int turns, jumps;

void world_begins(void)
{
	now = BEGIN;
	turns = jumps = 0;
	world_expects(false);
}

double monotonic(void)
{
	return now;
}

/* ---- stacks ---- */

static long stacks;

struct stack *__real_stack_create(size_t room, context_fn *entry);
void __real_stack_destroy(struct stack *s);
struct stack *__wrap_stack_create(size_t room, context_fn *entry);
void __wrap_stack_destroy(struct stack *s);

struct stack *__wrap_stack_create(size_t room, context_fn *entry)
{
	struct stack *s = __real_stack_create(room, entry);

	if (s)
		stacks++;
	return s;
}

void __wrap_stack_destroy(struct stack *s)
{
	stacks--;
	__real_stack_destroy(s);
}

long held_stacks(void)
{
	return stacks;
}

/* ---- threads ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static int running;
static bool expected;

struct beginning {
	void *(*fn)(void *);
	void *arg;
};

void *__real_malloc(size_t size);
void __real_free(void *memory);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg);

static void *run(void *arg)
{
	struct beginning b = *(struct beginning *)arg;
	void *value;

	__real_free(arg);
	value = b.fn(b.arg);
	pthread_mutex_lock(&lock);
	running--;
	pthread_cond_broadcast(&ended);
	pthread_mutex_unlock(&lock);
	return value;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*fn)(void *), void *arg)
{
	int rc = layer_says("pthread_create");
	struct beginning *b;

	if (rc)
		return rc;
	b = __real_malloc(sizeof(*b));
	*b = (struct beginning){ fn, arg };
	pthread_mutex_lock(&lock);
	running++;
	pthread_mutex_unlock(&lock);
	return __real_pthread_create(thread, attributes, run, b);
}

void threads_end(void)
{
	pthread_mutex_lock(&lock);
	while (running > 0)
		pthread_cond_wait(&ended, &lock);
	pthread_mutex_unlock(&lock);
}

void world_expects(bool somebody)
{
	expected = somebody;
}

static bool somebody_on_the_way(void)
{
	bool some;

	pthread_mutex_lock(&lock);
	some = running > 0 || expected;
	pthread_mutex_unlock(&lock);
	return some;
}

/* ---- waiting ---- */

int __real_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max);
int __wrap_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max);

static _Noreturn void end(int status, const char *what)
{
	report_tasks(what);
	_exit(status);
}

static void jump(double seconds)
{
	now += fmin(seconds, DAY);
	if (++jumps > JUMPS)
		end(TURNS_FOR_EVER, "time passes, and nothing comes of it");
}

/* Until nobody can be under way any more: so many seconds, really. */
static double silence(double timeout)
{
	double most = timeout > LONG ? SILENCE : LOOPBACK;

	return fmin(timeout, somebody_on_the_way() ? PATIENCE : most);
}

/* Piece by piece, for whoever is under way may arrive. */
static int wait_really(struct selector *s, double timeout,
		       struct readiness ready[], int max)
{
	int told, pieces = 0;

	if (isinf(timeout) && timeout > 0)
		return __real_selector_select(s, 2 * PATIENCE, ready, max);
	do
		told = __real_selector_select(s, fmin(timeout, LOOPBACK), ready,
					      max);
	while (told == 0 && timeout > 0 && !layer_interrupted() &&
	       ++pieces * LOOPBACK < silence(timeout));
	return told;
}

int __wrap_selector_select(struct selector *s, double timeout,
			   struct readiness ready[], int max)
{
	bool for_ever = isinf(timeout) && timeout > 0;
	int told;

	if (++turns > TURNS)
		end(TURNS_FOR_EVER, "it turns for ever");
	layer_interrupts(false);
	told = wait_really(s, timeout, ready, max);
	if (told != 0 || timeout <= 0 || layer_interrupted())
		return told;
	if (for_ever)
		end(WAITS_FOR_EVER, "it waits for ever");
	jump(timeout);
	return 0;
}
