/*
 * coro.c - the suite of lab coro.
 */
#include "coro.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"

/* Small numbers travel as pointers. */
static void *boxed(intptr_t n)
{
	return (void *)n;
}

static intptr_t unboxed(void *p)
{
	return (intptr_t)p;
}

/* Resume it to its end; then it is gone. */
static int finish(struct coro *c, void **result)
{
	int rc;

	while (!coro_done(c))
		coro_resume(c, 0);
	rc = coro_result(c, result);
	coro_destroy(c);
	return rc;
}

/* ---- step 1: coro_create, and the first function on the stack ---- */

static int begin(void *arg, void **result)
{
	trace("begun:%s", (char *)arg);
	*result = "answer";
	return 0;
}

START_TEST(creating_a_coroutine_runs_nothing)
{
	struct coro *c;

	look_at("whether coro_create already runs the function",
		"coro_create 有没有急着运行那个函数");
	c = coro_create(sizeof(*c), begin, "arg");
	trace("created");
	expect_false(coro_done(c));
	coro_resume(c, 0);
	trace("resumed");
	coro_destroy(c);
	expect_trace("created begun:arg resumed");
}
END_TEST

START_TEST(it_is_done_once_its_function_returns)
{
	void *result = NULL;
	struct coro *c;

	look_at("what is kept when fn has returned",
		"fn 返回之后，记下了哪些东西");
	c = coro_create(sizeof(*c), begin, "");
	coro_resume(c, 0);
	expect_true(coro_done(c));
	expect_int(coro_result(c, &result), 0);
	expect_str(result, "answer");
	coro_destroy(c);
}
END_TEST

static int fail_at_once(void *arg, void **result)
{
	return -ENOENT;
}

START_TEST(a_failure_is_kept_too)
{
	struct coro *c;

	look_at("what fn returned: a negative error number, kept as it is",
		"fn 的返回值：负的错误码，原样记下");
	c = coro_create(sizeof(*c), fail_at_once, NULL);
	coro_resume(c, 0);
	expect_true(coro_done(c));
	expect_int(coro_result(c, NULL), -ENOENT);
	coro_destroy(c);
}
END_TEST

static int answer_nothing(void *arg, void **result)
{
	return 0;
}

START_TEST(a_function_that_leaves_no_result_leaves_NULL)
{
	void *result = "old";
	struct coro *c;

	look_at("what *result is before fn writes it",
		"fn 还没写 *result 时，里面是什么");
	c = coro_create(sizeof(*c), answer_nothing, NULL);
	expect_int(finish(c, &result), 0);
	expect_ptr(result, NULL);
}
END_TEST

static void go_back_to_an_ended_one(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), begin, "");

	coro_resume(c, 0);
	stack_switch(c->stack);
}

START_TEST(it_leaves_its_stack_for_good)
{
	look_at("by which function run leaves the stack",
		"run 用哪个函数离开这个栈");
	expect_panic(go_back_to_an_ended_one, NULL, "stack that had ended");
}
END_TEST

static void ask_too_early(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), begin, "");

	coro_result(c, NULL);
}

START_TEST(asking_for_the_result_too_early_panics)
{
	look_at("when a coroutine counts as done", "协程什么时候才算做完");
	expect_panic(ask_too_early, NULL, "coro_result: ");
}
END_TEST

struct bigger {
	struct coro coro;
	char more[3000];
};

START_TEST(it_may_head_a_bigger_record)
{
	struct bigger *b;
	int dirty = 0;

	look_at("how many bytes of record the stack is asked for",
		"向栈要了多少字节来放记录");
	for (int i = 0; i < 2; i++) { /* the second on a used stack */
		b = coro_create(sizeof(*b), begin, "");
		for (size_t j = 0; j < sizeof(b->more); j++)
			dirty += b->more[j] != 0;
		memset(b->more, 'm', sizeof(b->more));
		coro_resume(&b->coro, 0);
		for (size_t j = 0; j < sizeof(b->more); j++)
			dirty += b->more[j] != 'm';
		coro_destroy(&b->coro);
	}
	expect_int(dirty, 0);
}
END_TEST

START_TEST(no_memory_is_NULL)
{
	struct coro *all[200], *c;
	int n = 0;

	look_at("what coro_create does when it gets no stack",
		"要不到栈的时候，coro_create 怎么办");
	allocation_fails(1);
	do
		all[n] = c = coro_create(sizeof(*c), begin, "");
	while (c && ++n < 200); /* the first ones got used stacks */
	allocation_fails(0);
	while (n > 0)
		coro_destroy(all[--n]);
	expect_ptr(c, NULL);
}
END_TEST

START_TEST(a_coroutine_costs_its_stack_and_nothing_else)
{
	long before = 0, cost;
	struct coro *c = NULL;

	look_at("memory that coro_destroy does not give back",
		"有没有 coro_destroy 还不回去的内存");
	for (int i = 0; i < 1000; i++) {
		if (i == 1)
			before = allocations();
		c = coro_create(sizeof(*c), begin, "");
		if (i % 2)
			coro_resume(c, 0);
		coro_destroy(c);
		coro_destroy(NULL);
	}
	cost = allocations() - before;
	expect_int(cost, 0);
}
END_TEST

/* ---- step 2: the jump in ---- */

static struct coro *outer, *inner;
static struct coro *seen[8];

static int look_inside(void *arg, void **result)
{
	seen[1] = coro_current();
	return 0;
}

static int look_round(void *arg, void **result)
{
	seen[0] = coro_current();
	coro_resume(inner, 0);
	seen[2] = coro_current();
	coro_yield(NULL);
	seen[3] = coro_current();
	return 0;
}

START_TEST(current_is_the_innermost_one_that_runs)
{
	look_at("what `current` is before, during and after a resume",
		"恢复之前、期间、之后，current 各是谁");
	outer = coro_create(sizeof(*outer), look_round, NULL);
	inner = coro_create(sizeof(*inner), look_inside, NULL);
	expect_ptr(coro_current(), NULL);
	coro_resume(outer, 0);
	expect_ptr(coro_current(), NULL);
	coro_resume(outer, 0);
	expect_ptr(coro_current(), NULL);
	expect_ptr(seen[0], outer);
	expect_ptr(seen[1], inner);
	expect_ptr(seen[2], outer);
	expect_ptr(seen[3], outer);
	coro_destroy(inner);
	coro_destroy(outer);
}
END_TEST

static int count(void *arg, void **result)
{
	for (intptr_t i = 1; i <= unboxed(arg); i++)
		coro_yield(boxed(i));
	return 0;
}

static int square(void *arg, void **result)
{
	struct coro *numbers = coro_create(sizeof(*numbers), count, arg);
	void *n;

	while ((n = coro_resume(numbers, 0)))
		coro_yield(boxed(unboxed(n) * unboxed(n)));
	coro_destroy(numbers);
	return 0;
}

START_TEST(a_coroutine_may_resume_another)
{
	struct coro *c;
	void *n;

	look_at("whom each of the two goes back to",
		"这两个协程，各自该回到谁那里");
	c = coro_create(sizeof(*c), square, boxed(4));
	while ((n = coro_resume(c, 0)))
		trace("%d", (int)unboxed(n));
	coro_destroy(c);
	expect_trace("1 4 9 16");
}
END_TEST

static int hand_over(void *arg, void **result)
{
	struct coro *c = arg;

	trace("%d", (int)unboxed(coro_resume(c, 0)));
	return 0;
}

START_TEST(each_resume_may_come_from_somebody_else)
{
	struct coro *c, *a, *b;

	look_at("who resumed it this time: not always the same one",
		"这一次是谁恢复它的：不一定总是同一个");
	c = coro_create(sizeof(*c), count, boxed(3));
	a = coro_create(sizeof(*a), hand_over, c);
	b = coro_create(sizeof(*b), hand_over, c);
	coro_resume(a, 0);
	coro_resume(b, 0);
	trace("%d", (int)unboxed(coro_resume(c, 0)));
	coro_destroy(a);
	coro_destroy(b);
	finish(c, NULL);
	expect_trace("1 2 3");
}
END_TEST

static int resume_it(void *arg, void **result)
{
	coro_resume(arg ? arg : coro_current(), 0);
	return 0;
}

static void resume_itself(void *arg)
{
	finish(coro_create(sizeof(struct coro), resume_it, NULL), NULL);
}

static int resume_through(void *arg, void **result)
{
	finish(coro_create(sizeof(struct coro), resume_it, coro_current()),
	       NULL);
	return 0;
}

static void resume_its_caller(void *arg)
{
	finish(coro_create(sizeof(struct coro), resume_through, NULL), NULL);
}

START_TEST(resuming_one_that_runs_panics)
{
	look_at("by what a running coroutine is known: by its caller",
		"凭什么看出一个协程正在运行：看它的 caller");
	expect_panic(resume_itself, NULL, "coro_resume: ");
	expect_panic(resume_its_caller, NULL, "coro_resume: ");
}
END_TEST

static int destroy_itself(void *arg, void **result)
{
	coro_destroy(coro_current());
	return 0;
}

static void destroy_running(void *arg)
{
	finish(coro_create(sizeof(struct coro), destroy_itself, NULL), NULL);
}

START_TEST(destroying_one_that_runs_panics)
{
	look_at("by what a running coroutine is known: by its caller",
		"凭什么看出一个协程正在运行：看它的 caller");
	expect_panic(destroy_running, NULL, "coro_destroy: ");
}
END_TEST

static int yield_once(void *arg, void **result)
{
	coro_yield("paused");
	trace("never");
	return 0;
}

START_TEST(a_paused_one_may_be_destroyed)
{
	struct coro *c;

	look_at("whether a paused coroutine still counts as running",
		"停下来的协程，是不是还被当成正在运行");
	c = coro_create(sizeof(*c), yield_once, NULL);
	expect_str(coro_resume(c, 0), "paused");
	coro_destroy(c);
	expect_trace("");
}
END_TEST

/* ---- step 3: coro_resume ---- */

static int yield_two(void *arg, void **result)
{
	coro_yield("one");
	coro_yield("two");
	*result = "answer";
	return 0;
}

START_TEST(resume_hands_out_what_was_yielded)
{
	struct coro *c;

	look_at("how the yielded value travels out",
		"让出的那个值，是怎样传到外面的");
	c = coro_create(sizeof(*c), yield_two, NULL);
	expect_str(coro_resume(c, 0), "one");
	expect_str(coro_resume(c, 0), "two");
	finish(c, NULL);
}
END_TEST

START_TEST(a_value_is_handed_out_only_once)
{
	struct coro *c;

	look_at("what coro_resume returns when the coroutine has returned: it "
		"yielded nothing this time",
		"协程已经返回时 coro_resume 返回什么：这一次它什么也没让出");
	c = coro_create(sizeof(*c), yield_two, NULL);
	coro_resume(c, 0);
	coro_resume(c, 0);
	expect_ptr(coro_resume(c, 0), NULL);
	expect_true(coro_done(c));
	coro_destroy(c);
}
END_TEST

static int say_answers(void *arg, void **result)
{
	trace("%d", coro_yield("a"));
	trace("%d", coro_yield("b"));
	trace("%d", coro_yield("c"));
	return 0;
}

START_TEST(an_error_thrown_in_is_what_yield_answers)
{
	struct coro *c;

	look_at("what coro_yield returns: what its own resume threw in, and 0 "
		"if that was nothing",
		"coro_yield 返回什么：这次恢复时扔进来的错误；没扔，就是 0");
	c = coro_create(sizeof(*c), say_answers, NULL);
	coro_resume(c, 0);
	coro_resume(c, -7);
	coro_resume(c, 0);
	coro_resume(c, -9);
	expect_true(coro_done(c));
	coro_destroy(c);
	expect_trace("-7 0 -9");
}
END_TEST

START_TEST(one_that_has_not_begun_never_begins_after_an_error)
{
	struct coro *c;

	look_at("an error thrown in before the first line has run",
		"第一行还没运行，就有错误扔进来");
	c = coro_create(sizeof(*c), begin, "");
	expect_ptr(coro_resume(c, -ECANCELED), NULL);
	expect_true(coro_done(c));
	expect_int(coro_result(c, NULL), -ECANCELED);
	coro_destroy(c);
	expect_trace("");
}
END_TEST

static int pass_it_on(void *arg, void **result)
{
	int rc = coro_yield(NULL);

	trace("woken");
	if (rc < 0)
		return rc;
	return 0;
}

START_TEST(an_error_may_end_it)
{
	struct coro *c;

	look_at("`if (rc < 0) return rc;` after the yield, and what is kept of "
		"it",
		"yield 之后那句 if (rc < 0) return rc;，以及它留下了"
		"什么");
	c = coro_create(sizeof(*c), pass_it_on, NULL);
	coro_resume(c, 0);
	expect_false(coro_done(c));
	coro_resume(c, -EPIPE);
	expect_true(coro_done(c));
	expect_int(coro_result(c, NULL), -EPIPE);
	coro_destroy(c);
	expect_trace("woken");
}
END_TEST

static void resume_done(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), begin, "");

	coro_resume(c, 0);
	coro_resume(c, 0);
}

static void resume_refused(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), begin, "");

	coro_resume(c, -ECANCELED);
	coro_resume(c, 0);
}

START_TEST(resuming_one_that_is_done_panics)
{
	look_at("whether it is marked as done, however it ended",
		"不管怎么结束的，有没有标上做完了");
	expect_panic(resume_done, NULL, "coro_resume: ");
	expect_panic(resume_refused, NULL, "coro_resume: ");
}
END_TEST

/* ---- step 4: coro_yield ---- */

static int two_words(void *arg, void **result)
{
	trace("%s1", (char *)arg);
	coro_yield(NULL);
	trace("%s2", (char *)arg);
	return 0;
}

START_TEST(yield_pauses_and_goes_on_from_there)
{
	struct coro *a, *b;

	look_at("where each of them goes on when it is resumed",
		"恢复之后，各自从哪里接着走");
	a = coro_create(sizeof(*a), two_words, "a");
	b = coro_create(sizeof(*b), two_words, "b");
	coro_resume(a, 0);
	coro_resume(b, 0);
	trace("between");
	coro_resume(a, 0);
	coro_resume(b, 0);
	coro_destroy(a);
	coro_destroy(b);
	expect_trace("a1 b1 between a2 b2");
}
END_TEST

static int fibonacci(void *arg, void **result)
{
	intptr_t a = 0, b = 1;

	for (;;) {
		intptr_t sum = a + b;
		int rc = coro_yield(boxed(b));

		if (rc < 0)
			return rc;
		a = b;
		b = sum;
	}
}

START_TEST(locals_live_on_while_it_is_paused)
{
	struct coro *c;

	look_at("where the locals of a paused coroutine are kept",
		"协程停着的时候，局部变量放在哪里");
	c = coro_create(sizeof(*c), fibonacci, NULL);
	for (int i = 0; i < 10; i++)
		trace("%d", (int)unboxed(coro_resume(c, 0)));
	coro_destroy(c);
	expect_trace("1 1 2 3 5 8 13 21 34 55");
}
END_TEST

/* In order: left, itself, right. */
static void walk(intptr_t low, intptr_t high)
{
	intptr_t middle = (low + high) / 2;

	if (low > high)
		return;
	walk(low, middle - 1);
	coro_yield(boxed(middle));
	walk(middle + 1, high);
}

static int walk_a_tree(void *arg, void **result)
{
	walk(1, 7);
	return 0;
}

START_TEST(it_may_yield_deep_inside_calls)
{
	struct coro *c;
	void *n;

	look_at("a pause with several calls between fn and coro_yield",
		"fn 和 coro_yield 之间隔着好几层调用，照样能停");
	c = coro_create(sizeof(*c), walk_a_tree, NULL);
	while ((n = coro_resume(c, 0)))
		trace("%d", (int)unboxed(n));
	coro_destroy(c);
	expect_trace("1 2 3 4 5 6 7");
}
END_TEST

static void yield_in_main(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), yield_once, NULL);

	coro_resume(c, 0);
	coro_yield("nobody takes it");
}

START_TEST(yielding_outside_any_coroutine_panics)
{
	look_at("what `current` is once the coroutine has paused",
		"协程停下以后，current 是谁");
	expect_panic(yield_in_main, NULL, "coro_yield: ");
}
END_TEST

#define MANY 200

START_TEST(many_may_be_paused_at_once)
{
	struct coro *all[MANY];
	intptr_t sum = 0;

	look_at("what two coroutines share, and should not",
		"两个协程之间，有没有不该共用的东西");
	for (int i = 0; i < MANY; i++)
		all[i] = coro_create(sizeof(*all[i]), count, boxed(3));
	for (int round = 1; round <= 3; round++)
		for (int i = 0; i < MANY; i++)
			sum += unboxed(coro_resume(all[i], 0));
	for (int i = 0; i < MANY; i++)
		finish(all[i], NULL);
	expect_int(sum, 6 * MANY);
}
END_TEST

START_TEST(to_pause_and_resume_costs_no_memory)
{
	long before, cost;
	struct coro *c;

	look_at("an allocation on the way in or out",
		"进去或出来的路上，有没有申请内存");
	c = coro_create(sizeof(*c), fibonacci, NULL);
	coro_resume(c, 0);
	before = allocations();
	for (int i = 0; i < 50; i++)
		coro_resume(c, 0);
	cost = allocations() - before;
	coro_destroy(c);
	expect_int(cost, 0);
}
END_TEST

/* ---- kindness: a stack that is too small ---- */

static int dig(volatile char *above, int depth)
{
	volatile char hole[1024];

	hole[0] = above ? above[0] : 'd';
	if (depth > 0)
		hole[1] = (char)dig(hole, depth - 1);
	return hole[0] + depth;
}

static int dig_too_deep(void *arg, void **result)
{
	coro_yield(NULL); /* also after a pause */
	return dig(NULL, 1000000);
}

static void overflow(void *arg)
{
	struct coro *c = coro_create(sizeof(*c), dig_too_deep, NULL);

	stack_set_name(c->stack, "digger");
	coro_resume(c, 0);
	coro_resume(c, 0);
}

START_TEST(a_stack_overflow_is_told_in_a_sentence)
{
	look_at("the sentence, and the name in it: who overflowed?",
		"那句话，还有话里的名字：是谁的栈溢出了");
	expect_panic(overflow, NULL, "coroutine 'digger': stack overflow");
}
END_TEST

static int dig_enough(void *arg, void **result)
{
	return dig(NULL, 20) < 0;
}

START_TEST(thirty_kib_of_stack_can_be_used)
{
	struct coro *c;

	look_at("what lies on the stack besides the frames: the record, on top",
		"栈上除了栈帧还有什么：顶上的那份记录");
	c = coro_create(sizeof(*c), dig_enough, NULL);
	coro_resume(c, 0);
	expect_true(coro_done(c));
	expect_int(coro_result(c, NULL), 0);
	coro_destroy(c);
}
END_TEST

static void add_step_1(Suite *suite)
{
	TCase *step = lab_step(suite, "1 coro_create");

	tcase_add_test(step, creating_a_coroutine_runs_nothing);
	tcase_add_test(step, it_is_done_once_its_function_returns);
	tcase_add_test(step, a_failure_is_kept_too);
	tcase_add_test(step, a_function_that_leaves_no_result_leaves_NULL);
	tcase_add_test(step, it_leaves_its_stack_for_good);
	tcase_add_test(step, asking_for_the_result_too_early_panics);
	tcase_add_test(step, it_may_head_a_bigger_record);
	tcase_add_test(step, no_memory_is_NULL);
	tcase_add_test(step, a_coroutine_costs_its_stack_and_nothing_else);
	tcase_add_test(step, thirty_kib_of_stack_can_be_used);
}

static void add_step_2(Suite *suite)
{
	TCase *step = lab_step(suite, "2 enter");

	tcase_add_test(step, current_is_the_innermost_one_that_runs);
	tcase_add_test(step, a_coroutine_may_resume_another);
	tcase_add_test(step, each_resume_may_come_from_somebody_else);
	tcase_add_test(step, resuming_one_that_runs_panics);
	tcase_add_test(step, destroying_one_that_runs_panics);
	tcase_add_test(step, a_paused_one_may_be_destroyed);
}

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 coro_resume");

	tcase_add_test(step, resume_hands_out_what_was_yielded);
	tcase_add_test(step, a_value_is_handed_out_only_once);
	tcase_add_test(step, an_error_thrown_in_is_what_yield_answers);
	tcase_add_test(step,
		       one_that_has_not_begun_never_begins_after_an_error);
	tcase_add_test(step, an_error_may_end_it);
	tcase_add_test(step, resuming_one_that_is_done_panics);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("coro");
	TCase *step;

	add_step_1(suite);
	add_step_2(suite);
	add_step_3(suite);
	step = lab_step(suite, "4 coro_yield");
	tcase_add_test(step, yield_pauses_and_goes_on_from_there);
	tcase_add_test(step, locals_live_on_while_it_is_paused);
	tcase_add_test(step, it_may_yield_deep_inside_calls);
	tcase_add_test(step, yielding_outside_any_coroutine_panics);
	tcase_add_test(step, many_may_be_paused_at_once);
	tcase_add_test(step, to_pause_and_resume_costs_no_memory);
	tcase_add_test(step, a_stack_overflow_is_told_in_a_sentence);
	return suite;
}
