/*
 * source.c - a source at the edge of the loop's table. What else it promises
 * is in the reader's suite. No learner sees this one.
 */
#include "source.h"

#include <stddef.h>
#include <unistd.h>

#include "expect.h"
#include "loop.h"

static void nobody(void *arg)
{
	(void)arg;
}

START_TEST(the_descriptor_behind_the_last_is_not_watched)
{
	struct loop *l = loop_create();
	struct handle h = { 0 };
	struct source s;
	int ends[2];

	expect_int(pipe(ends), 0);
	expect_int(loop_add_reader(l, ends[0], nobody, NULL, &h), 0);
	expect_int(dup2(ends[0], l->capacity), l->capacity);
	source_init(&s, l->capacity);
	source_close(&s); /* looks whether it is watched */
	expect_true(loop_remove_reader(l, ends[0]));
	loop_destroy(l);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("source");
	TCase *step = lab_step(suite, "1 source");

	tcase_add_test(step, the_descriptor_behind_the_last_is_not_watched);
	return suite;
}
