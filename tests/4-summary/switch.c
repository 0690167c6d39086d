/*
 * switch.c - the suite of lab switch: that of lab context, whole, and what
 * only assembly can get wrong.
 *
 * Nobody promises what becomes of the rounding mode and its like at a switch:
 * ucontext takes it along, our reference does not. No test asks.
 */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS */
#define lab_suite context_suite
#include "../1-basics/context.c"
#undef lab_suite

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "registers.h"

Suite *lab_suite(void);

/* A new stack where somebody was before, in and above its memory. */
static void begin_on_dirty(int n, context_fn *entry, void *arg)
{
	memset(fresh(n), 0xa5, 2 * SIZE);
	begin_on(n, entry, arg);
}

/*
 * What somebody on a new stack has seen, told in memory that we share: the
 * way back is a question of its own, and calls that crash on a crooked stack
 * are another.
 */
enum {
	ENTRY = 1,
	ARG,
	NOBODY_CALLED,
	NO_WAY_BACK,
	WAY_BACK_HERE,
	WAY_BACK_THERE
};

static volatile int *told;

static int told_by(void (*fn)(void *))
{
	void *page = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		ck_abort_msg("no memory left");
	told = page;
	captured(fn, NULL);
	return *told;
}

static void be_entry(void *arg)
{
	*told = ENTRY;
	_exit(0);
}

static void be_arg(void *arg)
{
	*told = ARG;
	_exit(0);
}

static void go_one_way(void *arg)
{
	begin_on(0, be_entry, (void *)(uintptr_t)be_arg);
	go_to(0);
}

/* ---- step 1: where a stack begins ---- */

static void print_fractions(void *arg)
{
	snprintf(arg, 32, "%.2f %d %.2f", 0.25, 7, 1.5);
	go_home(0);
}

START_TEST(a_new_stack_begins_with_entry)
{
	int called;

	look_at("which words the first switch fetches, and where it goes on",
		"头一次切换取的是哪几个字，从哪里继续");
	called = told_by(go_one_way);
	expect_true(called == ENTRY);
}
END_TEST

/* What takes a variable number of arguments stores sixteen bytes at once. */
START_TEST(entry_may_print_fractions)
{
	char text[32] = "";

	look_at("the stack pointer where entry is called: 16 must divide it",
		"调用 entry 的那一刻，栈指针能不能被 16 整除");
	begin_on(0, print_fractions, text);
	go_to(0);
	expect_str(text, "0.25 7 1.50");
}
END_TEST

static void let_it_return_to_dirt(void *arg)
{
	begin_on_dirty(0, just_return, NULL);
	go_to(0);
}

START_TEST(nothing_is_returned_to_that_was_there_before)
{
	look_at("what begin does when entry returns: nobody has called begin",
		"entry 返回以后，begin 做什么：没有人调用过 begin");
	expect_panic(let_it_return_to_dirt, NULL, "panic: ");
}
END_TEST

START_TEST(used_memory_does_no_harm)
{
	int mine;

	look_at("whether all that the first switch fetches was put there: the "
		"memory is not empty",
		"头一次切换要取的东西，是不是都摆好了：内存里可不是空的");
	begin_on_dirty(0, keep_arg, &mine);
	go_to(0);
	expect_ptr(seen, &mine);
}
END_TEST

/* ---- step 2: context_make ---- */

START_TEST(entry_is_called_and_not_arg)
{
	int called;

	look_at("whether entry and arg lie in each other's place",
		"entry 和 arg 的位置是不是放反了");
	called = told_by(go_one_way);
	expect_true(called != ARG);
}
END_TEST

/* Who is jumped to finds in the first register what the jump was given. */
static void ask_who_called(void *arg)
{
	*told = arg == &home ? NOBODY_CALLED : ENTRY;
	_exit(0);
}

/* On a stack where every word that was not laid out leads to us, too. */
static void begin_among_strays(void *arg)
{
	static context_fn *words[4096];

	for (int i = 0; i < 4096; i++)
		words[i] = ask_who_called;
	there[0] = context_make(words, sizeof(words), ask_who_called, NULL);
	go_to(0);
}

START_TEST(the_first_switch_goes_on_at_begin)
{
	int begun_by;

	look_at("whether the highest of the words is the address of begin",
		"最高的那个字，是不是 begin 的地址");
	begun_by = told_by(begin_among_strays);
	expect_true(begun_by != NOBODY_CALLED);
}
END_TEST

/* How many callers one finds from here, and whether there was an end. */
static void count_callers(void *arg)
{
	void **frame = __builtin_frame_address(0);
	int callers = 0;

	while (callers < 9 && inside(frame, memory[0], ROOM)) {
		frame = *frame;
		callers++;
	}
	*(int *)arg = frame ? -1 : callers;
	go_home(0);
}

/* A debugger that goes from frame to frame must not run on into nothing. */
START_TEST(the_chain_of_frames_ends)
{
	int callers = 0;

	look_at("the frame pointer (rbp, x29) with which a stack begins",
		"栈开始时，栈帧指针（rbp、x29）是多少");
	begin_on_dirty(0, count_callers, &callers);
	go_to(0);
	expect_true(callers > 0);
}
END_TEST

static const char *const names[] = { REGISTERS };

#define KEPT (int)(sizeof(names) / sizeof(names[0]))

/* Somebody who has a number in each register that a function must leave as
 * it was, and sees what becomes of them. */
struct owner {
	uint64_t first; /* the numbers are first, first + 1, ... */
	bool lost[KEPT];
};

static uint64_t call_as(struct owner *o, void (*fn)(void), const uint64_t *args)
{
	uint64_t kept[KEPT], answer;

	for (int i = 0; i < KEPT; i++)
		kept[i] = o->first + (uint64_t)i;
	answer = with_registers(kept, fn, args);
	for (int i = 0; i < KEPT; i++)
		o->lost[i] |= kept[i] != o->first + (uint64_t)i;
	return answer;
}

/* The names of those that were never lost; all_names() is what we want. */
static void trace_kept(const struct owner *o)
{
	for (int i = 0; i < KEPT; i++)
		if (!o->lost[i])
			trace("%s", names[i]);
}

static const char *all_names(void)
{
	static char text[160];

	text[0] = '\0';
	for (int i = 0; i < KEPT; i++) {
		strcat(text, i ? " " : "");
		strcat(text, names[i]);
	}
	return text;
}

START_TEST(making_a_context_leaves_the_callers_registers)
{
	struct owner caller = { .first = 1000 };
	const uint64_t args[] = { (uintptr_t)fresh(0), SIZE,
				  (uintptr_t)keep_arg, 0 };
	uint64_t answer;

	look_at("in which registers context_make computes: some are its "
		"caller's",
		"context_make 用哪些寄存器来算：有些是调用者的，动不得");
	answer = call_as(&caller, (void (*)(void))context_make, args);
	there[0] = (struct context *)(uintptr_t)answer;
	trace_kept(&caller);
	expect_trace(all_names());
}
END_TEST

/* ---- step 3: context_switch ---- */

static void switch_as(struct owner *o, struct context **save,
		      struct context *to)
{
	const uint64_t args[] = { (uintptr_t)save, (uintptr_t)to, 0, 0 };

	call_as(o, (void (*)(void))context_switch, args);
}

static void leave_again_and_again(void *arg)
{
	for (;;)
		switch_as(arg, &there[0], home);
}

static struct owner mine = { .first = 1000 }, theirs = { .first = 2000 };

static void there_and_back(void)
{
	begin_on(0, leave_again_and_again, &theirs);
	for (int i = 0; i < 3; i++)
		switch_as(&mine, &home, there[0]);
}

START_TEST(who_left_finds_his_registers_again)
{
	look_at("which register is missing: a called function must leave it as "
		"it was",
		"少了哪个寄存器：被调用的函数必须原样留着它");
	there_and_back();
	trace_kept(&mine);
	expect_trace(all_names());
}
END_TEST

START_TEST(so_does_the_other_side)
{
	look_at("which register is missing on the other stack",
		"另一个栈上少了哪个寄存器");
	there_and_back();
	trace_kept(&theirs);
	expect_trace(all_names());
}
END_TEST

static double sums[2];

static void sum_on(void *arg)
{
	double sum = 0;

	for (int i = 1; i <= 1000; i++) {
		sum += i * 0.5;
		if (i % 100 == 0)
			go_home(*(int *)arg);
	}
	sums[*(int *)arg] = sum;
	go_home(*(int *)arg);
}

START_TEST(fractions_survive_the_jump)
{
	int numbers[] = { 0, 1 };

	look_at("which registers hold fractions, and whether a function must "
		"leave them as they were",
		"小数放在哪些寄存器里，函数该不该原样留着");
	for (int n = 0; n < 2; n++)
		begin_on(n, sum_on, &numbers[n]);
	for (int i = 0; i < 11; i++)
		for (int n = 0; n < 2; n++)
			go_to(n);
	expect_double(sums[0], 250250, 0);
	expect_double(sums[1], 250250, 0);
}
END_TEST

static void look_at_the_way_back(void *arg)
{
	*told = !home				? NO_WAY_BACK
		: inside(home, memory[0], ROOM) ? WAY_BACK_HERE
						: WAY_BACK_THERE;
	_exit(0);
}

static void look_from_there(void *arg)
{
	home = NULL;
	begin_on(0, look_at_the_way_back, NULL);
	go_to(0);
}

START_TEST(the_place_is_written_to_where_save_points)
{
	int seen_there;

	look_at("where the stack pointer is written: save is an address",
		"栈指针写到了哪里：save 是个地址");
	seen_there = told_by(look_from_there);
	expect_true(seen_there != NO_WAY_BACK);
}
END_TEST

START_TEST(the_place_lies_on_the_stack_that_was_left)
{
	int seen_there;

	look_at("which stack pointer is written down: the one before the jump",
		"记下的是哪个栈指针：要跳之前的那个");
	seen_there = told_by(look_from_there);
	expect_true(seen_there != WAY_BACK_HERE);
}
END_TEST

#define MANY 10000
#define SMALL (16 * 1024)

static struct context *crowd[MANY];

/* Begins with its number, comes back once more, and leaves it doubled. */
static void be_one_of_many(void *arg)
{
	int n = *(int *)arg;

	context_switch(&crowd[n], home);
	*(int *)arg = 2 * n;
	context_switch(&crowd[n], home);
}

static void visit_all(void)
{
	for (int n = 0; n < MANY; n++)
		context_switch(&home, crowd[n]);
}

START_TEST(ten_thousand_wait_at_once)
{
	char *room = malloc((size_t)(MANY + 1) * SMALL);
	static int number[MANY];
	int wrong = 0;

	look_at("whether each waits on a stack of its own",
		"是不是各在各的栈上等着");
	for (int n = 0; room && n < MANY; n++) {
		number[n] = n;
		crowd[n] = context_make(room + (size_t)(n + 1) * SMALL, SMALL,
					be_one_of_many, &number[n]);
	}
	visit_all();
	visit_all();
	for (int n = 0; n < MANY; n++)
		wrong += number[n] != 2 * n;
	free(room);
	expect_int(wrong, 0);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = context_suite();
	TCase *step = lab_step(suite, "1 begin");

	tcase_add_test(step, a_new_stack_begins_with_entry);
	tcase_add_test(step, entry_may_print_fractions);
	tcase_add_test(step, used_memory_does_no_harm);
	tcase_add_test(step, nothing_is_returned_to_that_was_there_before);

	step = lab_step(suite, "2 context_make");
	tcase_add_test(step, the_first_switch_goes_on_at_begin);
	tcase_add_test(step, entry_is_called_and_not_arg);
	tcase_add_test(step, the_chain_of_frames_ends);
	tcase_add_test(step, making_a_context_leaves_the_callers_registers);

	step = lab_step(suite, "3 context_switch");
	tcase_add_test(step, who_left_finds_his_registers_again);
	tcase_add_test(step, so_does_the_other_side);
	tcase_add_test(step, fractions_survive_the_jump);
	tcase_add_test(step, the_place_is_written_to_where_save_points);
	tcase_add_test(step, the_place_lies_on_the_stack_that_was_left);
	tcase_add_test(step, ten_thousand_wait_at_once);
	return suite;
}
