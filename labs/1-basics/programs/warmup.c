/*
 * warmup.c - what the labs take for granted: a function handed to a function,
 * an argument without a type, a struct inside a struct.
 *
 *	warmup		all three
 *	warmup shared	three notes, and one variable for all of them
 */
#include <stdio.h>

#include "handle.h"

/* region: functions */
static void say(void *arg)
{
	const char *text = arg;

	printf("%s\n", text);
}

static void add_one(void *arg)
{
	int *number = arg;

	++*number;
}

static void three_times(callback_fn *fn, void *arg)
{
	for (int i = 0; i < 3; i++)
		fn(arg);
}
/* endregion: functions */

/* region: sleeper */
struct sleeper {
	const char *name;
	struct handle wake;
};

static void wake_sleeper(void *arg)
{
	struct sleeper *s = arg;

	printf("%s wakes up\n", s->name);
}
/* endregion: sleeper */

static void run_all(struct handles *q)
{
	struct handle *h;

	while ((h = handles_pop(q)))
		h->fn(h->arg);
}

static void two_sleepers(void)
{
	struct sleeper bob = { .name = "Bob" }, alice = { .name = "Alice" };
	struct handles q;

	handles_init(&q);
	bob.wake = (struct handle){ .fn = wake_sleeper, .arg = &bob };
	alice.wake = (struct handle){ .fn = wake_sleeper, .arg = &alice };
	handles_push(&q, &bob.wake);
	handles_push(&q, &alice.wake);
	run_all(&q);
}

static void say_number(void *arg)
{
	int *number = arg;

	printf("%d\n", *number);
}

static void three_notes(void)
{
	struct handle notes[3];
	struct handles q;
	int i;

	handles_init(&q);
	for (i = 0; i < 3; i++) {
		notes[i] = (struct handle){ .fn = say_number, .arg = &i };
		handles_push(&q, &notes[i]);
	}
	run_all(&q);
}

int main(int argc, char *argv[])
{
	int number = 39;

	if (argc > 1) {
		three_notes();
		return 0;
	}
	three_times(say, "hello");
	three_times(add_one, &number);
	printf("%d\n", number);
	two_sleepers();
	return 0;
}
