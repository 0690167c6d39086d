/*
 * errors.c - the numbers of getaddrinfo(3) and errno's, kept apart. No learner
 * sees this suite.
 */
#include "errors.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "expect.h"

#define BASE (-10000) /* no errno number is as low */
#define SPAN 1000

START_TEST(what_is_no_error_is_a_success)
{
	expect_int(async_gai_error(0), 0);
	expect_str(async_strerror(0), "Success");
	expect_str(async_strerror(1), "Success");
}
END_TEST

START_TEST(an_errno_has_its_own_text)
{
	expect_str(async_strerror(-ENOENT), strerror(ENOENT));
	expect_str(async_strerror(-1), strerror(1));
}
END_TEST

START_TEST(a_name_that_is_not_there_has_getaddrinfos_text)
{
	int rc = async_gai_error(EAI_NONAME);

	expect_true(rc < BASE);
	expect_str(async_strerror(rc), gai_strerror(EAI_NONAME));
	expect_str(async_strerror(async_gai_error(EAI_AGAIN)),
		   gai_strerror(EAI_AGAIN));
}
END_TEST

START_TEST(it_is_the_same_number_whatever_its_sign)
{
	expect_int(async_gai_error(-8), BASE - 8);
	expect_int(async_gai_error(8), BASE - 8);
	expect_int(async_gai_error(-1), BASE - 1);
}
END_TEST

START_TEST(an_error_of_the_system_is_errno_if_there_is_one)
{
	errno = EMFILE;
	expect_int(async_gai_error(EAI_SYSTEM), -EMFILE);
	errno = 0;
	expect_str(async_strerror(async_gai_error(EAI_SYSTEM)),
		   gai_strerror(EAI_SYSTEM));
}
END_TEST

/* strerror tells the number of what it does not know; gai_strerror does not. */
START_TEST(the_range_has_two_ends)
{
	expect_true(strstr(async_strerror(BASE), "10000"));
	expect_false(strstr(async_strerror(BASE - 1), "1000"));
	expect_false(strstr(async_strerror(BASE - SPAN + 1), "1099"));
	expect_true(strstr(async_strerror(BASE - SPAN), "11000"));
	expect_true(strstr(async_strerror(2 * BASE), "20000"));
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("errors");
	TCase *step = lab_step(suite, "1 errors");

	tcase_add_test(step, what_is_no_error_is_a_success);
	tcase_add_test(step, an_errno_has_its_own_text);
	tcase_add_test(step, a_name_that_is_not_there_has_getaddrinfos_text);
	tcase_add_test(step, it_is_the_same_number_whatever_its_sign);
	tcase_add_test(step, an_error_of_the_system_is_errno_if_there_is_one);
	tcase_add_test(step, the_range_has_two_ends);
	return suite;
}
