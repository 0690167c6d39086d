#ifndef EXPECT_H
#define EXPECT_H

/*
 * expect.h - what a suite says about a lab, and to its learner.
 *
 * Every suite includes this file instead of <check.h>. An expectation that
 * fails tells, in English and in Chinese, what was expected, what came, and
 * what to look at. Record what happened with trace(), then compare once.
 */
#include <check.h>
#include <stdbool.h>

/* Every suite ends in this function; the test names come from its source. */
Suite *lab_suite(void);

/* One test case for each step of the lab; its name is "2 call_soon". */
TCase *lab_step(Suite *suite, const char *name);

/* What to look at, should a later expectation of this test fail. */
void look_at(const char *en, const char *zh);

#define expect_int(got, want)                                            \
	expect_int_at(__FILE__, __LINE__, #got, #want, (long long)(got), \
		      (long long)(want))
#define expect_str(got, want) \
	expect_str_at(__FILE__, __LINE__, #got, (got), (want))
#define expect_ptr(got, want) \
	expect_ptr_at(__FILE__, __LINE__, #got, #want, (got), (want))
#define expect_true(cond) \
	expect_truth_at(__FILE__, __LINE__, #cond, (cond) ? true : false, true)
#define expect_false(cond) \
	expect_truth_at(__FILE__, __LINE__, #cond, (cond) ? true : false, false)
#define expect_double(got, want, tolerance)                              \
	expect_double_at(__FILE__, __LINE__, #got, #want, (got), (want), \
			 (tolerance))

/* A log of words, joined by one space; compared in one piece. */
void trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *traced(void);
void trace_clear(void);
#define expect_trace(want) expect_trace_at(__FILE__, __LINE__, (want))

/* How fn(arg) ended in a child of its own, and what it said on stderr. */
struct captured {
	int status;	  /* exit status, or minus the signal */
	const char *text; /* overwritten by the next capture */
};

struct captured captured(void (*fn)(void *), void *arg);

/* fn(arg) must end by SIGABRT, with these words on stderr. */
#define expect_panic(fn, arg, words)                                       \
	expect_panic_at(__FILE__, __LINE__, #fn "(" #arg ")", (fn), (arg), \
			(words))

/* fn(arg) must return, having said these words on stderr; "": any. */
#define expect_stderr(fn, arg, words)                                       \
	expect_stderr_at(__FILE__, __LINE__, #fn "(" #arg ")", (fn), (arg), \
			 (words))

/* A grader runs one test in a process: then the others are not added. */
#define _tcase_add_test(...) add_wanted_test(__VA_ARGS__)

/*
 * A test tells its name when it begins, so that what it prints is known to
 * be its own, and again behind its last line. Only who came by there has
 * passed: a test that returns earlier, and is right, calls test_ends() before.
 */
#undef START_TEST
#define START_TEST(name)                                                \
	static void name##_fn(int _i);                                  \
	static const TTest name##_ttest = { #name, name##_fn, __FILE__, \
					    __LINE__ };                 \
	static const TTest *name = &name##_ttest;                       \
	static void name##_fn(int _i CK_ATTRIBUTE_UNUSED)               \
	{                                                               \
		test_begins(#name, __FILE__, __LINE__);
#undef END_TEST
#define END_TEST     \
	test_ends(); \
	}

/* For the macros above. */
void test_begins(const char *name, const char *file, int line);
void test_ends(void);
void add_wanted_test(TCase *step, const TTest *test, int signal, int exit_value,
		     int start, int end);
void support_begins(void); /* a support file begins anew, too */
void expect_int_at(const char *file, int line, const char *expr,
		   const char *want_expr, long long got, long long want);
void expect_str_at(const char *file, int line, const char *expr,
		   const char *got, const char *want);
void expect_ptr_at(const char *file, int line, const char *expr,
		   const char *want_expr, const void *got, const void *want);
void expect_truth_at(const char *file, int line, const char *expr, bool got,
		     bool want);
void expect_double_at(const char *file, int line, const char *expr,
		      const char *want_expr, double got, double want,
		      double tolerance);
void expect_trace_at(const char *file, int line, const char *want);
void expect_panic_at(const char *file, int line, const char *expr,
		     void (*fn)(void *), void *arg, const char *words);
void expect_stderr_at(const char *file, int line, const char *expr,
		      void (*fn)(void *), void *arg, const char *words);

#endif
