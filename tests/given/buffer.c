/*
 * buffer.c - when memory is asked for, and when given back. No learner sees
 * this suite; what the reader needs is in the reader's.
 */
#include "buffer.h"

#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"

#define LARGE 65536

static struct buffer b;

static void put_in(size_t n)
{
	char *room = buffer_reserve(&b, n);

	memset(room, 'x', n);
	buffer_added(&b, n);
}

START_TEST(room_in_front_is_used_before_more_is_asked_for)
{
	long before;

	put_in(100);
	buffer_take(&b, NULL, 60);
	before = allocations();
	put_in(60);
	expect_int(allocations() - before, 0);
	expect_int(buffer_size(&b), 100);
	put_in(1);
	expect_int(allocations() - before, 1);
	buffer_free(&b);
}
END_TEST

START_TEST(where_there_is_room_nothing_moves)
{
	char *first;

	put_in(100);
	buffer_take(&b, NULL, 60);
	first = b.data + b.start;
	buffer_take(&b, NULL, 1);
	expect_ptr(buffer_reserve(&b, 0), b.data + 100);
	expect_ptr(b.data + b.start, first + 1);
	buffer_free(&b);
}
END_TEST

START_TEST(more_than_there_is_in_the_world_is_refused)
{
	put_in(2);
	expect_ptr(buffer_reserve(&b, SIZE_MAX), NULL);
	expect_ptr(buffer_reserve(&b, SIZE_MAX - 1), NULL);
	expect_int(buffer_size(&b), 2);
	buffer_free(&b);
}
END_TEST

START_TEST(a_block_as_large_as_that_is_kept_and_a_larger_one_given_back)
{
	put_in(LARGE);
	buffer_take(&b, NULL, LARGE);
	expect_int(b.capacity, LARGE);
	buffer_free(&b);
	put_in(LARGE + 1);
	buffer_take(&b, NULL, LARGE);
	expect_int(b.capacity, LARGE + 1);
	buffer_take(&b, NULL, 1);
	expect_int(b.capacity, 0);
	expect_ptr(b.data, NULL);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("buffer");
	TCase *step = lab_step(suite, "1 buffer");

	tcase_add_test(step, room_in_front_is_used_before_more_is_asked_for);
	tcase_add_test(step, where_there_is_room_nothing_moves);
	tcase_add_test(step, more_than_there_is_in_the_world_is_refused);
	tcase_add_test(
		step,
		a_block_as_large_as_that_is_kept_and_a_larger_one_given_back);
	return suite;
}
