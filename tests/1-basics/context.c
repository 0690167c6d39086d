/*
 * context.c - the suite of lab context.
 *
 * The contexts run on bare memory, so nothing is expected on them: they only
 * write down what they see, and the test compares on its own stack.
 */
#include "context.h"

#include <stdint.h>
#include <string.h>

#include "counting.h"
#include "expect.h"

#define SIZE (256 * 1024)
#define BELOW (64 * 1024) /* a stack that leaves its memory hurts nobody */
#define ROOM (4 * 1024 * 1024)

/* Far from each other: valgrind takes near stacks for one that grows. */
static char memory[3][ROOM];

static struct context *home;	 /* the way back into the test */
static struct context *there[3]; /* where each stack stopped */

/* Redzones that an abandoned stack left behind are nobody's any more. */
__attribute__((weak)) void __asan_unpoison_memory_region(const volatile void *,
							 size_t);

static char *fresh(int n)
{
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(memory[n], ROOM);
	return memory[n] + BELOW;
}

static void begin_on(int n, context_fn *entry, void *arg)
{
	there[n] = context_make(fresh(n), SIZE, entry, arg);
}

static void go_to(int n)
{
	context_switch(&home, there[n]);
}

static void go_home(int n)
{
	context_switch(&there[n], home);
}

/* ---- step 1: where a stack begins ---- */

static void *seen;

static void keep_arg(void *arg)
{
	seen = arg;
	go_home(0);
}

START_TEST(entry_gets_its_argument)
{
	int mine;

	look_at("what entry is called with", "调用 entry 时传了什么");
	begin_on(0, keep_arg, &mine);
	go_to(0);
	expect_ptr(seen, &mine);
}
END_TEST

static void two_args(void *arg)
{
	*(int *)arg += 1;
	go_home(1);
}

START_TEST(each_context_has_an_argument_of_its_own)
{
	int first = 10, second = 20;

	look_at("where entry and arg are kept until the stack begins",
		"栈开始跑之前，entry 和 arg 存在哪里");
	begin_on(0, keep_arg, &first);
	begin_on(1, two_args, &second);
	go_to(1);
	go_to(0);
	expect_ptr(seen, &first);
	expect_int(first, 10);
	expect_int(second, 21);
}
END_TEST

static void just_return(void *arg)
{
}

static void let_it_return(void *arg)
{
	begin_on(0, just_return, NULL);
	go_to(0);
}

START_TEST(an_entry_that_returns_panics)
{
	look_at("what happens when entry returns: there is nowhere to return "
		"to",
		"entry 返回之后会怎样：它没有地方可以返回");
	expect_panic(let_it_return, NULL, "panic: ");
}
END_TEST

/* ---- step 2: context_make ---- */

static void say_begun(void *arg)
{
	trace("begun");
	go_home(0);
}

START_TEST(making_a_context_runs_nothing)
{
	look_at("whether context_make already jumps",
		"context_make 有没有急着跳过去");
	begin_on(0, say_begun, NULL);
	trace("made");
	go_to(0);
	trace("back");
	expect_trace("made begun back");
}
END_TEST

static bool inside(const void *p, const char *low, size_t size)
{
	return (uintptr_t)p >= (uintptr_t)low &&
	       (uintptr_t)p < (uintptr_t)low + size;
}

START_TEST(the_context_lies_inside_the_given_memory)
{
	char *low = fresh(0);
	struct context *c;

	look_at("where the context itself is put: it costs no other memory",
		"上下文自己放在哪儿：它不该另占内存");
	c = context_make(low, SIZE, say_begun, NULL);
	expect_true(inside(c, low, SIZE));
}
END_TEST

static void keep_local(void *arg)
{
	seen = __builtin_frame_address(0);
	go_home(0);
}

START_TEST(its_locals_lie_inside_the_given_memory)
{
	look_at("in which memory the new stack lies: from low up to the "
		"context, and not beyond",
		"新栈在哪块内存里：从 low 起，到上下文为止，不能出界");
	begin_on(0, keep_local, NULL);
	go_to(0);
	expect_true(inside(seen, memory[0] + BELOW, SIZE));
}
END_TEST

static int touch(volatile char *arg, int depth)
{
	volatile char local[256];

	memset((char *)local, 'x', sizeof(local));
	return depth == 0 ? local[9] : touch(local, depth - 1) + local[3];
}

static void go_deep(void *arg)
{
	touch(NULL, 20);
	go_home(0);
}

START_TEST(memory_outside_is_left_alone)
{
	char *low = fresh(0);
	int changed = 0;

	look_at("the bytes below low, and those from low + size on",
		"low 以下，还有 low + size 以上的那些字节");
	memset(memory[0], '=', BELOW);
	memset(low + SIZE, '=', SIZE);
	there[0] = context_make(low, SIZE, go_deep, NULL);
	go_to(0);
	for (int i = 0; i < BELOW; i++)
		changed += memory[0][i] != '=';
	for (int i = 0; i < SIZE; i++)
		changed += low[SIZE + i] != '=';
	expect_int(changed, 0);
}
END_TEST

/* Both processors want the frame of a called function at a multiple of 16. */
static void keep_frame(void *arg)
{
	*(uintptr_t *)arg = (uintptr_t)__builtin_frame_address(0);
	go_home(0);
}

START_TEST(an_odd_piece_of_memory_gives_an_aligned_stack)
{
	uintptr_t frame = 1;
	int crooked = 0;

	look_at("an address that 16 does not divide: low and size may be odd",
		"地址能不能被 16 整除：low 和 size 都可能是奇数");
	for (int odd = 0; odd < 16; odd++) {
		there[0] = context_make(fresh(0) + odd, SIZE + 2 * odd,
					keep_frame, &frame);
		go_to(0);
		crooked += frame % 16 != 0;
	}
	expect_int(crooked, 0);
}
END_TEST

START_TEST(sixteen_kib_are_enough)
{
	uintptr_t frame = 1;

	look_at("how much of the memory the context takes for itself",
		"上下文自己占去了多少内存");
	there[0] = context_make(fresh(0), 16 * 1024, keep_frame, &frame);
	go_to(0);
	expect_true(inside((void *)frame, memory[0] + BELOW, 16 * 1024));
}
END_TEST

static void come_and_go(void *arg)
{
	++*(int *)arg;
	go_home(0);
	*(int *)arg += 100;
	go_home(0);
}

START_TEST(the_same_memory_can_begin_anew)
{
	int times = 0;

	look_at("what a second context_make on the same memory still finds of "
		"the first",
		"在同一块内存上再 context_make 一次，上一回"
		"留下的东西有没有碍事");
	for (int i = 0; i < 3; i++) {
		begin_on(0, come_and_go, &times);
		go_to(0);
	}
	expect_int(times, 3);
}
END_TEST

/* ---- step 3: context_switch ---- */

static void ping(void *arg)
{
	for (int i = 1;; i++) {
		trace("there%d", i);
		go_home(0);
	}
}

START_TEST(a_switch_comes_back_to_where_it_stopped)
{
	look_at("where each side goes on after the jump back",
		"跳回来以后，双方各从哪里接着走");
	begin_on(0, ping, NULL);
	for (int i = 1; i <= 3; i++) {
		trace("here%d", i);
		go_to(0);
	}
	expect_trace("here1 there1 here2 there2 here3 there3");
}
END_TEST

static void look_back(void *arg)
{
	seen = home;
	go_home(0);
}

START_TEST(the_place_is_written_before_the_jump)
{
	look_at("what *save holds when the other side begins to run",
		"对面开始跑的时候，*save 里是什么");
	home = NULL;
	seen = NULL;
	begin_on(0, look_back, NULL);
	go_to(0);
	expect_true(seen != NULL);
}
END_TEST

static void count_up(void *arg)
{
	int mine = *(int *)arg;

	for (int i = 0; i < 3; i++) {
		mine++;
		go_home(0);
	}
	*(int *)arg = mine;
	go_home(0);
}

START_TEST(locals_survive_the_jump)
{
	int number = 40, mine = 7;

	look_at("whose frame is written over, or which register is lost, while "
		"the other stack runs",
		"另一个栈在跑时，谁的栈帧被盖掉了，哪个寄存器丢了");
	begin_on(0, count_up, &number);
	for (int i = 0; i < 4; i++) {
		mine++;
		go_to(0);
	}
	expect_int(number, 43);
	expect_int(mine, 11);
}
END_TEST

static int descend(int depth)
{
	int below;

	if (depth == 0) {
		go_home(0);
		return 0;
	}
	below = descend(depth - 1);
	return below + 1;
}

static void dive(void *arg)
{
	*(int *)arg = descend(10);
	go_home(0);
}

START_TEST(it_can_stop_deep_inside_calls)
{
	int depth = -1;

	look_at("ten calls below entry it stops: all ten frames have to stay",
		"它停在 entry 往下十层的地方：这十个栈帧都得留着");
	begin_on(0, dive, &depth);
	go_to(0);
	trace("%d", depth);
	go_to(0);
	trace("%d", depth);
	expect_trace("-1 10");
}
END_TEST

static void spoil_registers(void *arg)
{
	long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;

	for (;;) {
		a += b;
		b += c;
		c += d;
		d += e;
		e += f;
		f += a;
		*(volatile long *)arg = a ^ b ^ c ^ d ^ e ^ f;
		go_home(0);
	}
}

/* So many live numbers that the compiler keeps some of them in registers. */
START_TEST(numbers_in_registers_survive_the_jump)
{
	volatile long noise = 0, one = 1;
	long a = one, b = one + 1, c = one + 2, d = one + 3, e = one + 4;
	double x = (double)one / 4, y = (double)one / 8;

	look_at("which registers a called function must give back as they were",
		"被调用的函数，哪些寄存器必须原样归还");
	begin_on(0, spoil_registers, (void *)&noise);
	for (int i = 0; i < 4; i++) {
		go_to(0);
		a += b;
		b += c;
		c += d;
		d += e;
		x += y;
	}
	expect_int(a, 48);
	expect_int(b, 58);
	expect_int(c, 49);
	expect_int(d, 24);
	expect_double(x, 0.75, 0);
}
END_TEST

static void ring(void *arg)
{
	int n = *(int *)arg;

	for (;;) {
		trace("%d", n);
		if (n < 2)
			context_switch(&there[n], there[n + 1]);
		else
			go_home(n);
	}
}

START_TEST(three_stacks_can_jump_in_a_ring)
{
	int names[] = { 0, 1, 2 };

	look_at("whose place is saved: that of the one who leaves",
		"存下来的是谁的位置：是离开的那一个");
	for (int n = 0; n < 3; n++)
		begin_on(n, ring, &names[n]);
	for (int i = 0; i < 3; i++)
		go_to(0);
	expect_trace("0 1 2 0 1 2 0 1 2");
}
END_TEST

static void say_twice(void *arg)
{
	int n = *(int *)arg;

	trace("%d:first", n);
	go_home(n);
	trace("%d:second", n);
	go_home(n);
}

START_TEST(several_may_be_stopped_at_once)
{
	int names[] = { 0, 1, 2 };

	look_at("where the registers of each of the stopped ones are kept",
		"好几个都停着：各自的寄存器存在哪里");
	for (int n = 0; n < 3; n++) {
		begin_on(n, say_twice, &names[n]);
		go_to(n);
	}
	go_to(1);
	go_to(2);
	go_to(0);
	expect_trace("0:first 1:first 2:first 1:second 2:second 0:second");
}
END_TEST

static void add_one(void *arg)
{
	for (;;) {
		++*(long *)arg;
		go_home(0);
	}
}

START_TEST(ten_thousand_round_trips_cost_no_memory)
{
	long trips = 0, before, cost;

	look_at("what one jump leaves behind, on the stack or on the heap",
		"跳一次，栈上或堆上会不会落下什么");
	begin_on(0, add_one, &trips);
	before = allocations();
	for (int i = 0; i < 10000; i++)
		go_to(0);
	cost = allocations() - before;
	expect_int(trips, 10000);
	expect_int(cost, 0);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = suite_create("context");
	TCase *step = lab_step(suite, "1 begin");

	tcase_add_test(step, entry_gets_its_argument);
	tcase_add_test(step, each_context_has_an_argument_of_its_own);
	tcase_add_test(step, an_entry_that_returns_panics);

	step = lab_step(suite, "2 context_make");
	tcase_add_test(step, making_a_context_runs_nothing);
	tcase_add_test(step, the_context_lies_inside_the_given_memory);
	tcase_add_test(step, its_locals_lie_inside_the_given_memory);
	tcase_add_test(step, memory_outside_is_left_alone);
	tcase_add_test(step, an_odd_piece_of_memory_gives_an_aligned_stack);
	tcase_add_test(step, sixteen_kib_are_enough);
	tcase_add_test(step, the_same_memory_can_begin_anew);

	step = lab_step(suite, "3 context_switch");
	tcase_add_test(step, a_switch_comes_back_to_where_it_stopped);
	tcase_add_test(step, the_place_is_written_before_the_jump);
	tcase_add_test(step, locals_survive_the_jump);
	tcase_add_test(step, it_can_stop_deep_inside_calls);
	tcase_add_test(step, numbers_in_registers_survive_the_jump);
	tcase_add_test(step, three_stacks_can_jump_in_a_ring);
	tcase_add_test(step, several_may_be_stopped_at_once);
	tcase_add_test(step, ten_thousand_round_trips_cost_no_memory);
	return suite;
}
